"""Numbers and links as people type, paste and click them, and what pages repeat of them."""

import re
import time
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlencode, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.support.sites import API_KEY, FJORD, NORTHWIND, OPEN, PROVEN_JOBS, Open, Site
from tests.support.visitor import Visitor, headers_of
from tracking_site.tracking.sealed_links import LinkSealer, SealedLink

SITE = f"https://{NORTHWIND}"
JOB, KEY = PROVEN_JOBS[0].query["job_id"], PROVEN_JOBS[0].query["review_key"]
SLI, ORDER, DASHED = "10482203", "GR432U5", "NW-10255"
ARABIC, DEVANAGARI, THAI = (
    str.maketrans("0123456789", digits) for digits in ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙")
)
WIDE = {number: number + 0xFEE0 for number in range(0x21, 0x7F)}


def numbers_of(answer: TestResponse) -> set[str]:
    """Return the numbers of the shipments in a response of the API."""
    body = answer.get_json()
    found = body.get("choices") or [body["shipment"]]
    return {number for each in found for number in each["references"].values() if number}


def assert_found(visitor: Visitor, parameter: str, typed: str, number: str) -> None:
    page = visitor.get("/track", {parameter: typed})
    assert page.status_code == 200, typed
    answer = visitor.get("/api/v1/shipment", {parameter: typed})
    assert answer.status_code == 200, typed
    assert number in numbers_of(answer)


@pytest.mark.parametrize(
    ("parameter", "typed", "number"),
    [
        ("q", SLI.translate(WIDE), SLI),
        ("q", SLI.translate(ARABIC), SLI),
        ("q", SLI.translate(DEVANAGARI), SLI),
        ("q", ORDER.translate(WIDE), ORDER),
        ("q", ORDER.lower().translate(WIDE), ORDER),
        ("slino", SLI.translate(WIDE), SLI),
        ("slino", SLI.translate(THAI), SLI),
        ("ordno", ORDER.translate(WIDE), ORDER),
        ("ordno", DASHED.translate(DEVANAGARI), DASHED),
        ("tripname", "Mum-AMD 0412".translate(WIDE).replace(" ", "\u3000"), "Mum-AMD 0412"),
    ],
)
def test_a_number_in_the_digits_and_widths_of_other_scripts_is_not_unknown(
    visitor: Visitor, parameter: str, typed: str, number: str
) -> None:
    assert_found(visitor, parameter, typed, number)


@pytest.mark.parametrize(
    "awb", ["４３５－１６６８５６７５", "٤٣٥-١٦٦٨٥٦٧٥", "435–16685675", "AWB 435-16685675", "435 1668 5675"]
)
def test_an_air_waybill_number_in_another_script_is_not_unknown(visitor: Visitor, awb: str) -> None:
    assert visitor.get("/track", {"slino": SLI}).status_code == 200
    assert_found(visitor, "awb", awb, SLI)
    assert_found(visitor, "q", awb, SLI)


def test_a_job_in_another_width_is_not_malformed(visitor: Visitor) -> None:
    pair = {"job_id": JOB.translate(WIDE), "review_key": KEY.replace("-", "\u2011")}
    assert visitor.get("/track", pair).status_code == 303


@pytest.mark.parametrize(
    "dash",
    [
        "\u2010",
        "\u2011",
        "\u2012",
        "\u2013",
        "\u2014",
        "\u2015",
        "\u2212",
        "\ufe58",
        "\ufe63",
        "\uff0d",
        "\u30fc",
        "\u2043",
    ],
)
def test_a_number_with_another_dash_is_not_unknown(visitor: Visitor, dash: str) -> None:
    for parameter in ("q", "ordno"):
        assert_found(visitor, parameter, DASHED.replace("-", dash), DASHED)


@pytest.mark.parametrize(
    "unseen",
    [
        "\u00ad",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\ufe0f",
        "\u034f",
        "\u200e",
        "\u2068",
        "\u202d",
        "\u3164",
        "\U000e0031",
    ],
)
def test_what_nobody_sees_in_a_number_does_not_hide_it(visitor: Visitor, unseen: str) -> None:
    typed = f"{unseen}{DASHED[:4]}{unseen}{DASHED[4:]}{unseen}"
    for parameter in ("q", "ordno"):
        assert_found(visitor, parameter, typed, DASHED)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (f"{ORDER}。", ORDER),
        (f"注文番号：{ORDER}", ORDER),
        (f"注文番号：{ORDER}です", ORDER),
        (f"ご注文番号{ORDER}は11月27日14:00〜17:00にお届けします。", ORDER),
        (f"您的订单{ORDER}已发货，请查收。", ORDER),
        (f"หมายเลขคำสั่งซื้อ{ORDER}จัดส่งแล้ว", ORDER),
        (f"رقم الطلب: {ORDER}؟", ORDER),
        (f"ऑर्डर नंबर {ORDER}।", ORDER),
        (f"「{ORDER}」（", ORDER),
        (f"Commande n° {ORDER}", ORDER),
        (f"Bestellnr.: {ORDER}", ORDER),
        (f"Order no. {DASHED}", DASHED),
        (f"Order no.{DASHED}", DASHED),
        (f"Nr. {DASHED}", DASHED),
        (f"#{SLI}", SLI),
        ("SLI 1048 2203", SLI),
        ("SLI1048 2203", SLI),
        (f"SLI{SLI}", SLI),
        (f"Nambari ya SLI: {SLI}", SLI),
        ("Your parcel SLI 1048 2203 is on its way to you today", SLI),
        ("My number is 1048 2203", SLI),
        ("C’est le 1048 2203 merci", SLI),
        ("gr 432 u5", ORDER),
        ("NW 10255", DASHED),
    ],
)
def test_a_number_with_a_label_and_what_sticks_to_it_is_found(visitor: Visitor, typed: str, number: str) -> None:
    assert_found(visitor, "q", typed, number)


def test_an_air_waybill_number_in_groups_is_found_behind_its_label(visitor: Visitor) -> None:
    assert visitor.get("/track", {"slino": SLI}).status_code == 200
    assert_found(visitor, "q", "AWB 435-1668 5675", SLI)


@pytest.mark.parametrize(
    "text",
    ["{}, {}, {}", "{};{};{}", "{}\n{}\n{}", "{}、{}、{}", "{} {} and {}", "Orders {}, {} and {}, please", "{},{},{}"],
)
def test_several_numbers_are_each_looked_up(visitor: Visitor, text: str) -> None:
    typed = text.format(DASHED, "KL-5501", SLI)
    answer = visitor.get("/api/v1/shipment", {"q": typed})
    assert answer.status_code == 300
    assert numbers_of(answer) >= {DASHED, "KL-5501", SLI}
    page = visitor.get("/track", {"q": typed})
    assert page.status_code == 200
    assert "Several deliveries were found" in page.text


def spoilt(job: str, key: str) -> list[str]:
    """Return what mail programs make of a Logis link's query."""
    plain = f"job_id={job}&review_key={key}"
    return [
        plain.replace("&", "&amp;"),
        plain.replace("&", "&amp;amp;"),
        plain.replace("=", "=3D"),
        plain.replace("=", "==3D"),
        plain.replace("=", "=3D").replace("&", "&amp;"),
        quote(plain, safe=""),
        quote(quote(plain, safe=""), safe=""),
        quote(plain.replace("&", "&amp;"), safe=""),
        f"job_id={job}%26review_key%3D{key}",
        f"job_id={job}&review_key={key}.",
        f"job_id={job}&review_key={key})",
        f"job_id={job}&review_key={key}%3E",
        f"job_id={job}%E2%80%8B&review_key={key}%E3%80%82",
        f"job_id={job}&review_key={key}%0A",
        f"lang=fr&amp;job_id={job}&amp;review_key={key}",
    ]


@pytest.mark.parametrize("query", spoilt(JOB, KEY))
def test_a_spoilt_logis_link_opens_when_clicked_and_when_pasted(visitor: Visitor, query: str) -> None:
    for path in (f"/track?{query}", f"/embed?{query}"):
        answer = visitor.get(path)
        assert answer.status_code == 303, path
        assert "/t/" in answer.headers["Location"]
    assert visitor.get(f"/api/v1/shipment?{query}").get_json()["verified"] is True
    assert visitor.get("/track", {"q": f"Here: https://app.logisapp.ca/track?{query}"}).status_code == 303


def test_a_link_whose_question_mark_was_encoded_leads_to_the_shipment(visitor: Visitor) -> None:
    answer = visitor.get(f"/track%3Fjob_id%3D{JOB}%26review_key%3D{KEY}")
    assert answer.status_code == 303
    assert visitor.get(answer.headers["Location"]).status_code == 303
    assert visitor.get("/trackers").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        f"ordno={DASHED}&amp;lang=fr",
        "ordno=NW%252D10255",
        f"ordno=3D{DASHED}",
        f"q%3D{DASHED}",
        f"q%3D{DASHED}%26lang%3Dfr",
        f"ordno={DASHED}%C2%BB",
    ],
)
def test_a_spoilt_link_to_an_order_opens_when_clicked(visitor: Visitor, query: str) -> None:
    assert visitor.get(f"/track?{query}").status_code == 200


def wrapped(link: str) -> list[str]:
    """Return a link inside the links of scanners and redirects."""
    twice = quote(quote(link, safe=""), safe="")
    proofpoint = quote(link, safe="").replace("-", "-2D").replace("_", "-5F").replace("%2F", "_").replace("%", "-")
    return [
        f"https://nam02.safelinks.protection.outlook.com/?url={quote(link, safe='')}&data=05%7C02%7Ca%40b.example&reserved=0",
        f"https://www.google.com/url?q={quote(link, safe=':/')}&sa=D&source=editors&usg=AOvVaw0",
        f"https://urldefense.com/v3/__{link}__;!!NEt6yMaO-gk!abc$",
        f"https://urldefense.proofpoint.com/v2/url?u={proofpoint}&d=DwMFAg&c=euGZstcaTDllvimEN8b7jXrwqOf-v5A",
        f"https://l.facebook.com/l.php?u={quote(link, safe='')}&h=AT0",
        f"https://redirect.example/?next={twice}",
        f"<{link}>",
        f"[Track]({link})",
        f"「{link}」。",
    ]


def test_a_wrapped_link_is_unwrapped(site: Site) -> None:
    token = site.token(OPEN[0])
    for link in (f"{SITE}/t/{token}", f"{SITE}/track?job_id={JOB}&review_key={KEY}"):
        for text in wrapped(link):
            assert site.visitor.get("/track", {"q": text}).status_code == 303, text
    for text in wrapped(f"{SITE}/track?ordno={ORDER}"):
        assert_found(site.visitor, "q", text, ORDER)


STUCK = [".", ")", ">", '"', ",", "。", "」", "\u200b", "%E2%80%8B", "%29", "=", "?lang=fr", "&amp;x", "\u00ad."]


@pytest.mark.parametrize("stuck", STUCK)
@pytest.mark.parametrize("prefix", ["", "/embed"])
def test_what_sticks_to_a_sealed_link_is_removed_by_a_redirect(site: Site, prefix: str, stuck: str) -> None:
    token = site.token(OPEN[0])
    for method in ("GET", "HEAD"):
        answer = site.visitor.raw(method, f"{prefix}/t/{quote(token + stuck)}?theme=dark")
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{prefix}/t/{token}?theme=dark"
    assert site.visitor.get("/api/v1/shipment", {"token": token + stuck}).status_code == 200


def test_a_token_that_begins_like_quoted_printable_opens_as_it_is(site: Site) -> None:
    token = next(token for token in iter(lambda: site.token(OPEN[0]), "") if token.startswith("3D"))
    assert site.visitor.get(f"/t/{token}").status_code == 200
    assert site.visitor.get(f"/t/3D{token}").headers["Location"] == f"/t/{token}"


def test_a_token_is_decrypted_at_most_twice(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    token = site.token(OPEN[0])
    opened: list[str] = []
    original = LinkSealer.open

    def counted(sealer: LinkSealer, brand: str, given: str, accounts: Iterable[str]) -> SealedLink:
        opened.append(given)
        return original(sealer, brand, given, accounts)

    monkeypatch.setattr(LinkSealer, "open", counted)
    for path in (
        f"/t/{token}",
        f"/t/{token}.",
        f"/t/{token[:-2]}.",
        f"/t/{token[:-2]}",
        f"/api/v1/shipment?token={token}.",
    ):
        opened.clear()
        site.visitor.get(path)
        assert len(opened) == (2 if "." in path else 1), path


def test_what_sticks_to_the_link_of_a_live_map_is_removed_by_a_redirect(site: Site) -> None:
    order = next(sample for sample in OPEN if sample.query.get("ordno") == ORDER)
    token = site.token(order)
    assert site.visitor.raw("GET", f"/live/t/{token}.").headers["Location"] == f"/live/t/{token}"


@pytest.mark.parametrize("path", ["/t/{}", "/api/v1/shipment?token={}"])
def test_a_broken_link_stays_unknown_with_the_same_answer_whatever_sticks_to_it(site: Site, path: str) -> None:
    token = site.token(OPEN[0], brand="fjord", account="geodis")
    plain = site.visitor.get(path.format(token))
    for stuck in STUCK[:6]:
        answer = site.visitor.get(path.format(quote(token + stuck)))
        assert (answer.status_code, answer.data) == (404, plain.data)
        assert headers_of(answer) == headers_of(plain)
    assert site.visitor.at(FJORD).get(path.format(token)).status_code == 200


def test_a_merchants_number_in_another_width_makes_a_link_that_opens(site: Site) -> None:
    merchant = site.visitor.sending(Authorization=f"Bearer {API_KEY}")
    for wanted in ({"slino": SLI.translate(WIDE), "account": "geodis"}, {"ordno": "NW‑10255"}, {"ordno": "A&B #1/ü"}):
        answer = merchant.open("POST", "/api/v1/links", json={"links": [wanted]})
        assert answer.status_code == 201
        token = answer.get_json()["links"][0]["token"]
        assert site.visitor.get(f"/t/{token}").status_code == 200, wanted


SECRETS = ("4b41a94b-521b-4986-920d-6e4c1cf15fd1", "dfVg6secretkey", "Maude")
CREDENTIALS = f"&aid={SECRETS[0]}&key=$2a$08${SECRETS[1]}"
PASTED = [
    f"https://api.loginextsolutions.com/track/#/order?ordno={ORDER}{CREDENTIALS}",
    f"Hello {SECRETS[2]}, https://api.loginextsolutions.com/track/#/order?ordno={ORDER}{CREDENTIALS}",
    f"https://shop.example/?x=1{CREDENTIALS} {ORDER}",
    f"https://shop.example/?x=1{CREDENTIALS} 70415523",
    f"{SECRETS[2]}, your orders {DASHED}, KL-5501 https://shop.example/?x=1{CREDENTIALS}",
    f"{SECRETS[2]} {DASHED} KL-5501",
]


@pytest.mark.parametrize("text", PASTED)
@pytest.mark.parametrize("path", ["/track", "/embed"])
def test_a_page_repeats_no_credentials_and_no_names_of_pasted_text(visitor: Visitor, path: str, text: str) -> None:
    answer = visitor.get(path, {"q": text, "lang": "en", "theme": "dark"})
    assert answer.status_code == 200
    written = unquote(unquote(answer.text + str(answer.headers)))
    assert [secret for secret in SECRETS if secret in written] == []
    for link in re.findall(r'href="(/(?:track|embed)\?[^"]*)"', answer.text):
        assert visitor.get(link.replace("&amp;", "&")).status_code == 200, "a link of the page leads nowhere"


@pytest.mark.parametrize("parameter", ["ordno", "slino", "tripname", "awb", "account", "theme", "lang"])
def test_a_pasted_link_in_another_parameter_is_repeated_in_no_address(visitor: Visitor, parameter: str) -> None:
    number = {} if parameter in ("ordno", "slino", "tripname", "awb") else {"ordno": ORDER}
    answer = visitor.get("/track", {**number, parameter: PASTED[0]})
    written = unquote(unquote(answer.text + str(answer.headers)))
    assert [secret for secret in SECRETS if secret in written] == []


@pytest.mark.parametrize("text", PASTED)
def test_oembed_repeats_nothing_but_the_number(visitor: Visitor, text: str) -> None:
    answer = visitor.raw("GET", "/oembed", {"url": f"{SITE}/track?{urlencode({'q': text})}"})
    assert answer.status_code == 200
    written = unquote(unquote(answer.text))
    assert [secret for secret in SECRETS[:2] if secret in written] == []


def test_the_api_repeats_no_credentials_in_its_choices(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/shipment", {"q": PASTED[3]})
    assert answer.status_code == 300
    assert [secret for secret in SECRETS if secret in unquote(answer.text)] == []


def test_the_languages_of_a_page_with_several_numbers_show_the_same_choices(visitor: Visitor) -> None:
    page = visitor.get("/track", {"q": f"Orders {DASHED}, KL-5501"})
    (link,) = re.findall(r'href="(/track\?[^"]*lang=fr)"', page.text)
    other = visitor.get(link.replace("&amp;", "&"))
    assert DASHED in other.text
    assert "KL-5501" in other.text
    assert urlsplit(link).path == "/track"


HOSTILE = [
    "\u0300" * 2000,
    "a" + "\u0344" * 1999,
    "\ufdfa" * 2000,
    "\u200b" * 2000,
    "%25" * 660,
    "&amp;" * 400,
    "=3D" * 660,
    "=\n" * 1000,
    "https://urldefense.com/v3/__" * 70,
    "*" * 2000,
    "aHR0c" * 400,
    "。" * 2000,
    "🚚" * 2000,
    "{" * 2000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:6]))
def test_what_cannot_be_a_number_is_refused_at_once_and_asks_no_carrier(open_fresh: Open, text: str) -> None:
    site = open_fresh()
    site.visitor.raw("GET", "/track", {"q": "?"})
    for parameter in ("q", "slino", "job_id"):
        took = []
        for _ in range(3):
            began = time.thread_time()
            answer = site.visitor.raw("GET", "/track", {parameter: text})
            took.append(time.thread_time() - began)
            assert answer.status_code in (400, 404)
        assert answer.status_code == 400, parameter
        assert min(took) < 0.05, parameter
    assert not site.sandbox.calls()
