"""Pictures that prove a delivery: asked for by its recipient, brought by LogiNext's webhook or from Logis' own host."""

import time
from io import BytesIO

import pytest
from PIL import Image

from tests.integration.webhooks.test_receiver import read_all, send, stored_webhooks
from tests.support.page_rules import elements
from tests.support.recipients import ON_ITS_WAY, TO_REVIEW, Recipient
from tests.support.sites import ALL, Open, Site, account_of, reference_of
from tracking_site.domain.references import ShipmentRef
from tracking_site.features.webhooks import receiver
from tracking_site.storage.database import Database
from tracking_site.storage.erasure import forget
from tracking_site_sandbox.pictures import PHOTOGRAPHER
from tracking_site_sandbox.sample import Sample

ORDER = next(sample for sample in ALL if sample.query.get("ordno") == "KL-5501")
UNDER_WAY = next(sample for sample in ALL if sample.query.get("ordno") == "GR432U5")


@pytest.fixture
def site(open_fresh: Open) -> Site:
    return open_fresh()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "RETRY_SECONDS", (0.05, 0.1))


def pictures(recipient: Recipient) -> list[str]:
    page = recipient.visitor.get(recipient.page).text
    return [str(each.get("src")) for each in elements(page, "img") if "/proof/" in str(each.get("src"))]


def brought(site: Site) -> dict[str, str]:
    """The webhook that the sandbox has to send next, sent by hand."""
    ends = time.monotonic() + 10
    while not (content := site.sandbox.webhooks()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return content[-1]


def state(recipient: Recipient) -> object:
    content = recipient.visitor.get("/api/v1/shipment", {"token": recipient.token}).get_json()["shipment"]
    return content.get("proof_of_delivery")


def test_loginext_is_asked_once_and_what_its_webhook_names_is_shown(site: Site) -> None:
    recipient = Recipient.of(site, ORDER)
    assert state(recipient) == {"pictures": 0, "waiting": False}
    for _ in range(2):
        pressed = recipient.press("proof", {})
        assert (pressed.status_code, pressed.location) == (303, f"{recipient.page}#proof")
    assert site.sandbox.calls()["loginext.mile.proofs"] == 1
    assert state(recipient) == {"pictures": 0, "waiting": True}
    assert "asked for the pictures" in recipient.visitor.get(recipient.page).text
    assert send(site, brought(site)).status_code == 200
    read_all(site)
    assert state(recipient) == {"pictures": 2, "waiting": False}
    found = pictures(recipient)
    assert found == [f"/t/{recipient.token}/proof/{place}" for place in (1, 2)]
    for address in found:
        _is_a_safe_picture(recipient, address)


def test_logis_picture_is_fetched_from_its_own_host_and_never_linked(site: Site) -> None:
    recipient = Recipient.of(site, TO_REVIEW)
    assert recipient.press("proof", {}).status_code == 303
    page = recipient.visitor.get(recipient.page).text
    assert "media/proofs" not in page
    (found,) = pictures(recipient)
    _is_a_safe_picture(recipient, found)
    for _ in range(2):
        recipient.press("proof", {})
    assert site.sandbox.calls()["logis.photograph"] == 1


def _is_a_safe_picture(recipient: Recipient, address: str) -> None:
    answer = recipient.visitor.get(address)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert PHOTOGRAPHER.encode() not in answer.data
    assert max(Image.open(BytesIO(answer.data)).size) == 1600


@pytest.mark.parametrize("sample", [UNDER_WAY, ON_ITS_WAY], ids=["LogiNext", "Logis"])
def test_what_is_not_delivered_has_no_proof(site: Site, sample: Sample) -> None:
    recipient = Recipient.of(site, sample)
    assert state(recipient) is None
    assert recipient.press("proof", {}).status_code == 409
    assert "Show the pictures" not in recipient.visitor.get(recipient.page).text


def test_nobody_but_the_recipient_is_offered_the_pictures_or_gets_them(site: Site) -> None:
    Recipient.of(site, TO_REVIEW).press("proof", {})
    for sample in (ORDER, TO_REVIEW):
        stranger = Recipient(site.visitor, site.token(sample, for_recipient=False))
        page = stranger.visitor.get(stranger.page).text
        assert ("/proof" in page, state(stranger)) == (False, None)
        assert stranger.visitor.get(f"{stranger.page}/proof/1").status_code == 403
        assert stranger.press("proof", {}).status_code == 403
    others = Recipient(site.visitor, site.token(TO_REVIEW, brand="fjord"))
    assert others.visitor.get(f"{others.page}/proof/1").status_code == 404
    assert site.sandbox.calls()["loginext.mile.proofs"] == 0


@pytest.mark.parametrize("place", ["0", "2", "100", "-1", "x", "1.jpg"])
def test_a_picture_that_is_not_there_is_a_404(site: Site, place: str) -> None:
    recipient = Recipient.of(site, TO_REVIEW)
    recipient.press("proof", {})
    assert recipient.visitor.get(f"{recipient.page}/proof/{place}").status_code == 404


def test_pictures_are_erased_with_their_shipment(site: Site) -> None:
    recipient = Recipient.of(site, TO_REVIEW)
    recipient.press("proof", {})
    database = Database(site.settings.site.database_url.get_secret_value())
    forget(database, ShipmentRef(account_of(TO_REVIEW), reference_of(TO_REVIEW)), time.time())
    database.close()
    assert recipient.visitor.get(f"{recipient.page}/proof/1").status_code == 404


def test_another_form_sent_from_elsewhere_asks_nobody(site: Site) -> None:
    recipient = Recipient.of(site, ORDER)
    assert recipient.press("proof", {}, Sec_Fetch_Site="cross-site").status_code == 403
    assert site.sandbox.calls()["loginext.mile.proofs"] == 0


@pytest.mark.parametrize(
    ("status", "answered"), [(409, 409), (500, 503), (202, 503)], ids=["unknown there", "broken", "no request"]
)
def test_where_loginext_has_no_pictures_the_page_says_so(site: Site, status: int, answered: int) -> None:
    recipient = Recipient.of(site, ORDER)
    recipient.visitor.get(recipient.page)
    site.sandbox.fault("loginext.mile.proofs", status=status, body="{}")
    pressed = recipient.press("proof", {})
    assert pressed.status_code == answered
    assert "Show the pictures" in pressed.text


@pytest.mark.parametrize(
    ("fault", "calls"),
    [({"status": 403}, 3), ({"status": 500}, 3), ({"status": 302, "headers": {"Location": "/"}}, 3)],
    ids=["over", "broken", "elsewhere"],
)
def test_an_archive_that_cannot_be_fetched_is_tried_three_times(
    site: Site, fault: dict[str, object], calls: int
) -> None:
    recipient = Recipient.of(site, ORDER)
    recipient.press("proof", {})
    site.sandbox.fault("loginext.proofs.archive", **fault)
    send(site, brought(site))
    read_all(site)
    assert site.sandbox.calls()["loginext.proofs.archive"] == calls
    assert [each.state for each in stored_webhooks(site)] == ["failed"]
    assert pictures(recipient) == []


def test_an_archive_somewhere_else_is_not_fetched(site: Site) -> None:
    recipient = Recipient.of(site, ORDER)
    recipient.press("proof", {})
    content = brought(site)
    port = site.sandbox.address.rsplit(":", 1)[1]
    send(site, content | {"url": str(content["url"]).replace(port, "1")})
    read_all(site)
    assert (site.sandbox.calls()["loginext.proofs.archive"], [each.state for each in stored_webhooks(site)]) == (
        0,
        ["failed"],
    )


def test_pictures_that_nobody_here_asked_for_are_left_alone(site: Site) -> None:
    url = f"{site.sandbox.address}/loginext/epod/r-1.zip"
    send(site, {"notificationType": "GETEPODNOTIFICATION", "url": url, "requestId": "r-1"})
    read_all(site)
    assert (site.sandbox.calls()["loginext.proofs.archive"], [each.state for each in stored_webhooks(site)]) == (
        0,
        ["read"],
    )
