"""What changes something is sent from the site's own pages or as JSON; a GET changes nothing, at the carriers either."""

import pytest
from werkzeug.routing import Rule

from tests.support.recipients import NOTIFICATIONS, ON_ITS_WAY, TO_REVIEW, WITH_CODE, Recipient, error_of
from tests.support.sites import NORTHWIND, PROVEN_JOBS, SHIPMENTS, Open, Site

FORMS = {
    "notifications": (ON_ITS_WAY, {"target": "job", "enabled": "false"}),
    "review": (TO_REVIEW, {"delivery": "5"}),
    "delivery-code": (WITH_CODE, {}),
}
STRANGE: dict[str, dict[str, str]] = {
    "another site": {"Sec_Fetch_Site": "cross-site"},
    "another host of the same site": {"Sec_Fetch_Site": "same-site"},
    "nobody knows whence": {"Sec_Fetch_Site": "none"},
    "another origin": {"Origin": "https://evil.example"},
    "an origin that is none": {"Origin": "null"},
    "another port": {"Origin": f"https://{NORTHWIND}:8443"},
    "another origin, whatever the referrer": {"Origin": "https://evil.example", "Referer": f"https://{NORTHWIND}/"},
    "another scheme": {"Origin": f"http://{NORTHWIND}"},
    "no origin at all": {"Accept": "text/html"},
    "an old browser on another site's page": {"Referer": f"https://evil.example/?{NORTHWIND}"},
    "an address with the host as its user": {"Referer": f"https://{NORTHWIND}@evil.example/"},
    "an origin that is none, whatever the referrer": {"Origin": "null", "Referer": f"https://{NORTHWIND}/"},
}
OWN: dict[str, dict[str, str]] = {
    "the browser says so": {"Sec_Fetch_Site": "same-origin"},
    "the browser says so, in an embed": {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Dest": "iframe"},
    "an old browser's origin": {"Origin": f"https://{NORTHWIND}"},
    "the origin with its port": {"Origin": f"https://{NORTHWIND}:443"},
    "a very old browser's referrer": {"Referer": f"https://{NORTHWIND}/t/x"},
}
BOT = {
    "User_Agent": "facebookexternalhit/1.1",
    "Purpose": "prefetch",
    "Sec_Purpose": "prefetch",
    "Sec_Fetch_Site": "none",
    "Sec_Fetch_Mode": "navigate",
}


@pytest.mark.parametrize("prefix", ["", "/embed"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", STRANGE)
def test_a_form_from_elsewhere_changes_nothing(open_fresh: Open, case: str, form: str, prefix: str) -> None:
    site = open_fresh()
    sample, fields = FORMS[form]
    recipient = Recipient(site.visitor, site.token(sample), "" if form == "delivery-code" else prefix)
    answer = recipient.press(form, fields, **STRANGE[case])
    assert answer.status_code == 403
    assert not site.sandbox.calls()


@pytest.mark.parametrize("prefix", ["", "/embed"])
@pytest.mark.parametrize("case", OWN)
def test_a_form_of_the_site_is_taken_without_a_cookie(open_fresh: Open, case: str, prefix: str) -> None:
    site = open_fresh()
    recipient = Recipient(site.visitor, site.token(ON_ITS_WAY), prefix)
    answer = recipient.press("notifications", FORMS["notifications"][1], **OWN[case])
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{recipient.page}#notifications")
    assert "Set-Cookie" not in answer.headers
    assert len(site.sandbox.changes()) == 1


def test_a_form_of_a_browser_without_fetch_metadata_is_not_refused_for_the_sites_own_referrer_policy(
    open_fresh: Open,
) -> None:
    """Under `no-referrer` such a browser sends `Origin: null`, under `same-origin` the page's own origin."""
    site = open_fresh()
    page = site.visitor.get(f"/t/{site.token(ON_ITS_WAY)}")
    assert page.headers["Referrer-Policy"] == "same-origin"
    recipient = Recipient(site.visitor, site.token(ON_ITS_WAY))
    answer = recipient.press("notifications", FORMS["notifications"][1], Origin=f"https://{NORTHWIND}")
    assert answer.status_code == 303
    assert len(site.sandbox.changes()) == 1


@pytest.mark.parametrize(
    ("hops", "forwarded", "origin", "status"),
    [
        (0, {}, "https://track.northwind.example", 303),
        (0, {}, "https://track.northwind.example:8443", 403),
        (1, {"X_Forwarded_Proto": "https"}, "https://track.northwind.example", 303),
        (1, {"X_Forwarded_Proto": "https"}, "http://track.northwind.example", 403),
        (1, {"X_Forwarded_Host": NORTHWIND, "X_Forwarded_Proto": "https"}, "https://track.northwind.example", 303),
        (1, {"X_Forwarded_Host": NORTHWIND, "X_Forwarded_Proto": "https"}, "https://inner.example", 403),
    ],
)
def test_the_own_origin_is_the_one_that_browsers_see_behind_a_proxy(
    open_fresh: Open, hops: int, forwarded: dict[str, str], origin: str, status: int
) -> None:
    site = open_fresh(trusted_proxies=hops)
    path = f"/t/{site.token(ON_ITS_WAY)}/notifications"
    sender = site.visitor.sending(Origin=origin, **forwarded)
    client = sender.app.test_client(use_cookies=False)
    host = "inner.example" if "X_Forwarded_Host" in forwarded else NORTHWIND
    answer = client.post(path, base_url=f"http://{host}", headers=sender.headers, data=FORMS["notifications"][1])
    assert answer.status_code == status


def test_the_postcode_form_is_no_exception(site: Site) -> None:
    for path in ("/verify", "/embed/verify"):
        for headers in STRANGE.values():
            sender = site.visitor.sending(**headers)
            assert sender.open("POST", path, data={"slino": "10482203", "postcode": "1"}).status_code == 403


@pytest.mark.parametrize("mimetype", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_the_api_takes_nothing_that_a_form_could_send(open_fresh: Open, mimetype: str) -> None:
    site = open_fresh()
    body = f'{{"token": "{site.token(ON_ITS_WAY)}", "target": "job", "enabled": false}}'
    answer = site.visitor.open("PUT", NOTIFICATIONS, data=body, content_type=mimetype)
    assert error_of(answer) == (400, "invalid_input")
    assert not site.sandbox.calls()


def test_no_answer_lets_another_origin_read_it_or_send_to_it(site: Site) -> None:
    asking = site.visitor.sending(
        Origin="https://evil.example",
        Access_Control_Request_Method="PUT",
        Access_Control_Request_Headers="content-type",
    )
    for method, path in (("OPTIONS", NOTIFICATIONS), ("GET", "/"), ("OPTIONS", "/api/v1/links")):
        answer = asking.raw(method, path)
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def addresses(site: Site, rule: Rule) -> list[str]:
    """Every address of a rule: of each sample where it is a shipment's."""
    path = str(rule)
    if "<token>" in path:
        path = path.replace("<any(notifications, review, 'delivery-code', verify):_form>", "notifications")
        return [path.replace("<token>", site.token(sample)) for sample in SHIPMENTS]
    queries = ["?" + "&".join(f"{name}={value}" for name, value in sample.query.items()) for sample in SHIPMENTS]
    shipments = path.endswith(("/track", "/shipment", "/oembed"))
    return [path + query for query in queries] if shipments else [path]


def test_a_preview_bot_that_opens_every_address_twice_changes_nothing(open_fresh: Open) -> None:
    site = open_fresh()
    bot = site.visitor.sending(**BOT)
    rules = [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    assert len(rules) > 15
    for rule in rules:
        for address in addresses(site, rule):
            for method in ("GET", "GET", "HEAD"):
                assert bot.raw(method, address).status_code < 500, address
    assert site.sandbox.changes() == []
    asked = {name for name, count in site.sandbox.calls().items() if count}
    assert not asked & {"logis.toggle_sms_notifications", "logis.get_delivery_code", "logis.submit_review"}


def test_the_page_of_a_form_that_was_sent_leads_back_to_the_shipment(site: Site) -> None:
    token = site.token(PROVEN_JOBS[0])
    for form in ("notifications", "review", "delivery-code", "verify"):
        answer = site.visitor.get(f"/t/{token}/{form}")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/t/{token}")
