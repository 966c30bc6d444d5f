"""The shipment's page, by every way that leads to it (contract, section 3)."""

from html import unescape

import pytest

from tests.support.page_rules import elements, words_of
from tests.support.sites import ALL, FJORD, OPEN, PROVEN_JOBS, SEVERAL, SHIPMENTS, Site, title_of
from tests.support.visitor import Visitor
from tracking_site.domain.shipment import Status
from tracking_site.web.i18n.labels import STATUSES
from tracking_site_sandbox.odd_texts import ARABIC, EMOJI, EVERYTHING
from tracking_site_sandbox.sample import Sample

SLI, ORDER, TRIP = "10482203", "NW-10255", "Mum-AMD 0412"


def heading(text: str) -> str:
    return next(words_of(element) for element in elements(text, "h1"))


def test_no_number_on_a_page_is_made_into_a_link_by_the_telephone(site: Site) -> None:
    for path in ("/", "/track?slino=10482203", "/embed?slino=10482203", "/track?slino=99999999", "/embed"):
        metas = {each.get("name"): each.get("content") for each in elements(site.visitor.get(path).text, "meta")}
        assert metas["format-detection"] == "telephone=no, date=no, address=no, email=no", path
    calls = [each.get("href") for each in elements(site.visitor.get("/").text, "a")]
    assert "tel:+15145550100" in calls


def test_the_home_page_asks_for_a_number(visitor: Visitor) -> None:
    answer = visitor.get("/")
    assert answer.status_code == 200
    assert heading(answer.text) == "Where is my delivery?"
    (form,) = elements(answer.text, "form")
    assert (form.get("action"), form.get("method")) == ("/track", "get")
    assert [element.get("name") for element in form.iter("input")] == ["q"]
    assert "noindex" not in answer.headers.get("X-Robots-Tag", "")
    for detail in ("Northwind Delivery", "mailto:help@northwind.example", "https://northwind.example/help"):
        assert detail in answer.text


@pytest.mark.parametrize("sample", OPEN, ids=title_of)
def test_every_sample_without_a_key_is_shown_with_its_status(visitor: Visitor, sample: Sample) -> None:
    answer = visitor.get("/track", sample.query)
    assert answer.status_code == 200
    assert heading(answer.text) == STATUSES[Status(sample.status)]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert '<meta name="robots" content="noindex">' in answer.text


@pytest.mark.parametrize("sample", SHIPMENTS, ids=title_of)
def test_every_sample_is_shown_by_its_sealed_link(site: Site, sample: Sample) -> None:
    answer = site.visitor.get(f"/t/{site.token(sample)}")
    assert answer.status_code == 200
    assert heading(answer.text) == STATUSES[Status(sample.status)]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_an_unknown_word_of_a_carrier_is_quoted_and_not_guessed(visitor: Visitor) -> None:
    unknown = [sample for sample in OPEN if sample.status == "unknown"]
    assert unknown
    for sample in unknown:
        (quoted,) = elements(visitor.get("/track", sample.query).text, "q")
        assert words_of(quoted) == sample.carrier_status


@pytest.mark.parametrize("name", ["ordno", "order_no", "orderNo"])
def test_an_order_is_found_by_each_name_of_its_number(visitor: Visitor, name: str) -> None:
    answer = visitor.get("/track", {name: ORDER})
    assert (answer.status_code, heading(answer.text)) == (200, "Out for delivery")


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (SLI, "On its way"),
        (f"  {SLI}\n", "On its way"),
        (f"Your shipment {SLI} is on its way!", "On its way"),
        (ORDER, "Out for delivery"),
        (ORDER.lower(), "Out for delivery"),
        (TRIP, "On its way"),
        (f"https://elsewhere.example/track?slino={SLI}&utm_source=mail", "On its way"),
        (f"Follow it: https://elsewhere.example/track/#/order?ordno={ORDER}&aid=secret.", "Out for delivery"),
        ("https://elsewhere.example/track?tripname=Mum-AMD%200412", "On its way"),
        ("A&B #1/ü", "Registered"),
        ("/track?order_no=NW-10255", "Out for delivery"),
    ],
)
def test_whatever_a_recipient_pastes_is_understood(visitor: Visitor, typed: str, status: str) -> None:
    answer = visitor.get("/track", {"q": typed})
    assert (answer.status_code, heading(answer.text)) == (200, status)


def test_a_pasted_link_of_this_site_opens_its_shipment(site: Site) -> None:
    token = site.token(PROVEN_JOBS[0])
    for typed in (f"https://track.northwind.example/t/{token}", f"Here: https://x.example/t/{token}?lang=fr."):
        answer = site.visitor.get("/track", {"q": typed})
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/t/{token}"


def test_a_pasted_link_of_logis_opens_its_job(site: Site) -> None:
    sample = PROVEN_JOBS[0]
    query = "&".join(f"{name}={value}" for name, value in sample.query.items())
    answer = site.visitor.get("/track", {"q": f"Bonjour, https://app.logisapp.ca/track?{query}"})
    assert answer.status_code == 303
    assert sample.query["review_key"] not in answer.text + str(answer.headers)


def test_a_number_that_several_carriers_know_gives_a_choice(visitor: Visitor) -> None:
    answer = visitor.get("/track", SEVERAL.query)
    assert answer.status_code == 200
    assert heading(answer.text) == "Which delivery is it?"
    links = [element for element in elements(answer.text, "a") if "account=" in element.get("href", "")]
    shown = {element.get("href", ""): words_of(element) for element in links}
    assert [text.split()[0] for text in shown.values()] == ["GEODIS", "GLS", "LogiNext"]
    for address in shown:
        assert visitor.get(address).status_code == 200


def test_the_choice_of_each_carrier_is_that_carriers_shipment(visitor: Visitor) -> None:
    statuses = {"geodis": "On its way", "gls": "Registered"}
    for account, status in statuses.items():
        answer = visitor.get("/track", {"slino": SEVERAL.query["q"], "account": account})
        assert heading(answer.text) == status


def test_a_brand_shows_what_its_own_accounts_know_and_nothing_else(visitor: Visitor) -> None:
    fjord = visitor.at(FJORD)
    assert fjord.get("/track", {"slino": SLI}).status_code == 200
    assert fjord.get("/track", {"ordno": ORDER}).status_code == 200
    assert visitor.get("/track", {"slino": "30771501"}).status_code == 200
    assert fjord.get("/track", {"slino": "30771501"}).status_code == 404
    assert fjord.get("/track", {"slino": "30771501", "account": "gls"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/track?slino=99999999", "/track?ordno=NOBODY-1", "/track?tripname=Nowhere%201", "/track?q=NOBODY-1"]
)
def test_what_nobody_knows_is_a_404_with_a_way_on(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert heading(answer.text) == "We could not find this shipment"
    assert [element.get("name") for element in elements(answer.text, "input")] == ["q"]


@pytest.mark.parametrize(
    "path", ["/nope", "/t", "/t/", "/track/", "/metrics", "/static/", "/static/../pyproject.toml", "/style/x.css"]
)
def test_an_address_that_is_none_is_a_404_in_the_brands_look(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "Northwind Delivery" in answer.text


def test_a_sealed_link_has_nothing_below_it(site: Site) -> None:
    token = site.token(PROVEN_JOBS[0])
    for below in ("x.css", "", "/"):
        answer = site.visitor.get(f"/t/{token}/{below}")
        assert answer.status_code == 404
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/track?slino=10482203", "/t/x", "/api/v1/shipment?slino=10482203"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_that_only_reads_takes_another_method(visitor: Visitor, method: str, path: str) -> None:
    answer = visitor.open(method, path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_head_is_answered_like_get_without_the_body(visitor: Visitor) -> None:
    full, head = visitor.get(f"/track?slino={SLI}"), visitor.open("HEAD", f"/track?slino={SLI}")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == full.headers["ETag"]


def test_looking_at_every_sample_changes_nothing_at_the_carriers(site: Site) -> None:
    site.sandbox.reset()
    for sample in ALL:
        site.visitor.get("/track", sample.query)
    assert site.sandbox.changes() == []


def test_awkward_texts_are_shown_as_text(site: Site) -> None:
    awkward = [sample for sample in SHIPMENTS if sample.title.startswith("Texts with")]
    assert len(awkward) == 4
    for sample in awkward:
        text = site.visitor.get(f"/t/{site.token(sample)}").text
        assert "&lt;script&gt;" in text
        assert [script.get("type") for script in elements(text, "script")] == ["module"]
        assert not list(elements(text, "b"))
        for piece in (EVERYTHING,) if sample.carrier != "loginext" else (ARABIC, EMOJI):
            assert piece in unescape(text)


@pytest.mark.parametrize(
    "typed", ['"><script>alert(1)</script>', "' onmouseover='x", "</title><img src=x>1234", "javascript:alert(1)//AB12"]
)
def test_what_a_visitor_types_comes_back_as_text_at_most(visitor: Visitor, typed: str) -> None:
    for name in ("q", "slino", "ordno", "tripname", "lang", "account", "anything"):
        answer = visitor.get("/track", {"slino": "99999999", name: typed})
        assert answer.status_code in (400, 404)
        assert [script.get("type") for script in elements(answer.text, "script")] == ["module"]


def test_a_path_never_becomes_a_link_to_another_host(visitor: Visitor) -> None:
    for path in ("/%2F%2Fevil.example/x", "/%2Fevil.example/%2e%2e", "/%5Cevil.example", "/https://evil.example"):
        links = [element.get("href", "") for element in elements(visitor.get(path).text, "a")]
        assert not [link for link in links if link.startswith(("//", "/\\", "https://evil"))]


def test_an_error_repeats_nothing_of_what_was_asked_for(visitor: Visitor) -> None:
    plain = visitor.get("/nope").text
    for path in ("/t/%3Fa%23b/c", "/%22%3E%3Cb%3E", "/a%20b", "/%25?slino=1&lang=de", "/canary/%00"):
        assert visitor.get(path).text == plain
    unknown = visitor.get("/track?slino=99999999").text
    for query in ("ordno=NOBODY-1", "slino=88888888&utm_source=canary", "tripname=Nowhere", "q=canary-1"):
        assert visitor.get(f"/track?{query}").text == unknown
