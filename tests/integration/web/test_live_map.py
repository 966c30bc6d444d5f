"""LogiNext's live map: with credentials of its own, for whom it is offered, on a page that frames one origin alone."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.support.page_rules import elements
from tests.support.recipients import error_of
from tests.support.sites import FJORD, ISSUED, OPEN, Open, Site
from tracking_site.carriers.adapter import MapKey
from tracking_site.carriers.registry import adapter_of
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.services import CarrierClients
from tracking_site_sandbox.loginext import credentials as loginext_credentials

UNDER_WAY = next(sample for sample in OPEN if sample.query.get("ordno") == "GR432U5")
DELIVERED = next(sample for sample in OPEN if "ordno" in sample.query and sample.status == "delivered")
ODD = next(sample for sample in OPEN if sample.query.get("ordno") == "A&B #1/ü")


def fragment_of(page: str) -> dict[str, list[str]]:
    """What the framed page is told behind its hash."""
    (frame,) = elements(page, "iframe")
    address = urlsplit(str(frame.get("src")))
    assert address.path.endswith("/track/")
    return parse_qs(address.fragment.partition("?")[2], strict_parsing=True)


def test_the_recipient_is_offered_the_map_and_a_stranger_is_not(open_fresh: Open) -> None:
    site = open_fresh()
    token = site.token(UNDER_WAY)
    assert f'href="/live/t/{token}"' in site.visitor.get(f"/t/{token}").text
    assert "live_map" in site.visitor.get("/api/v1/shipment", {"token": token}).get_json()["shipment"]["actions"]
    stranger = site.visitor.get("/api/v1/shipment", UNDER_WAY.query).get_json()["shipment"]
    assert "live_map" not in stranger["actions"]
    assert "/live" not in site.visitor.get("/track", UNDER_WAY.query).text
    assert site.visitor.raw("GET", "/live", UNDER_WAY.query).status_code == 409
    assert site.sandbox.calls()["loginext.authenticate"] == 1, "who is not offered a map costs no token"


def test_the_map_is_opened_with_the_iframes_own_user(open_fresh: Open) -> None:
    site = open_fresh()
    page = site.visitor.raw("GET", f"/live/t/{site.token(UNDER_WAY)}")
    assert page.status_code == 200
    content = fragment_of(page.text)
    assert content["ordno"] == ["GR432U5"]
    own = site.service(CarrierClients).by_account["mile"]._session.current().headers["WWW-Authenticate"]  # type: ignore[union-attr]  # LogiNext has a session
    assert content["aid"][0] not in own
    assert not [
        secret
        for secret in (loginext_credentials.PASSWORD, loginext_credentials.IFRAME_PASSWORD)
        if secret in page.text
    ]


def test_the_page_frames_one_origin_and_is_kept_by_nobody(open_fresh: Open) -> None:
    site = open_fresh()
    page = site.visitor.raw("GET", f"/live/t/{site.token(UNDER_WAY)}")
    policy = page.headers["Content-Security-Policy"]
    assert re.findall(r"frame-src ([^;]+)", policy) == [site.sandbox.address]
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    (frame,) = elements(page.text, "iframe")
    assert (frame.get("sandbox"), frame.get("referrerpolicy")) == ("allow-scripts allow-same-origin", "no-referrer")
    assert frame.get("title")


def test_one_token_is_good_for_many_maps_and_is_never_refreshed(open_fresh: Open) -> None:
    site = open_fresh()
    site.visitor.get(f"/t/{site.token(UNDER_WAY)}")
    before = site.sandbox.calls()["loginext.authenticate"]
    shown = {fragment_of(site.visitor.raw("GET", f"/live/t/{site.token(UNDER_WAY)}").text)["aid"][0] for _ in range(5)}
    assert len(shown) == 1
    calls = site.sandbox.calls()
    assert calls["loginext.authenticate"] == before + 1
    assert calls["loginext.refresh"] == 0


def test_where_it_is_public_anybody_opens_it_with_the_token_that_was_issued(open_fresh: Open) -> None:
    site = open_fresh()
    visitor = site.visitor.at(FJORD)
    page = visitor.get("/track", {**UNDER_WAY.query, "account": "later"})
    assert "/live?ordno=GR432U5&amp;account=later" in page.text
    content = fragment_of(visitor.raw("GET", "/live", {**UNDER_WAY.query, "account": "later"}).text)
    assert (content["aid"], content["key"]) == ([ISSUED], ["$2a$08$issued/key+of=tests"])


def test_what_is_delivered_has_no_live_map(open_fresh: Open) -> None:
    site = open_fresh()
    token = site.token(DELIVERED)
    assert "/live" not in site.visitor.get(f"/t/{token}").text
    assert site.visitor.raw("GET", f"/live/t/{token}").status_code == 409


def test_a_carrier_without_maps_has_none(open_fresh: Open) -> None:
    site = open_fresh()
    parcel = next(sample for sample in OPEN if sample.carrier == "leaps")
    assert site.visitor.raw("GET", f"/live/t/{site.token(parcel)}").status_code == 409


def test_a_loginext_that_lets_the_iframes_user_not_in_is_a_503(open_fresh: Open) -> None:
    site = open_fresh()
    token = site.token(UNDER_WAY)
    site.visitor.get(f"/t/{token}")
    site.sandbox.fault("loginext.authenticate", status=401)
    assert site.visitor.raw("GET", f"/live/t/{token}").status_code == 503
    assert error_of(site.visitor.get("/api/v1/shipment", {"token": "x"})) == (404, "broken_link")


@pytest.mark.parametrize("number", ["A&B #1/ü", "a b", "x=y&aid=z", "%41", "日本", "#/order?ordno=1"])
@pytest.mark.parametrize(
    ("kind", "name"), [(ReferenceKind.ORDER_NUMBER, "ordno"), (ReferenceKind.TRIP_NAME, "tripname")]
)
def test_every_value_is_encoded_as_a_fragment_needs_it(site: Site, number: str, kind: ReferenceKind, name: str) -> None:
    live_map = adapter_of(site.settings.accounts["mile"]).live_map
    assert live_map is not None
    address = live_map.address(Reference(kind, number), MapKey("a/i&d", "k+e=y"))
    fragment = urlsplit(address).fragment
    assert address.count("#") == 1
    pairs = dict(pair.split("=") for pair in fragment.removeprefix("/order?").split("&"))
    assert {key: unquote(value) for key, value in pairs.items()} == {name: number, "aid": "a/i&d", "key": "k+e=y"}


def test_no_repr_tells_a_token() -> None:
    assert repr(MapKey("secret-token", "secret-key")) == "MapKey()"
