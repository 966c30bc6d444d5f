"""A request passes each thing once: its link is opened once, and a warm page asks the database nothing."""

import pytest
from sqlalchemy import event

from tests.support.recipients import NOTIFICATIONS, ON_ITS_WAY, Recipient
from tests.support.sites import SHIPMENTS, Open, Site, title_of
from tracking_site.storage.database import Database
from tracking_site.tracking.sealed_links import LinkSealer
from tracking_site_sandbox.sample import Sample


class Counted:
    """How often something happened."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *_: object) -> None:
        self.count += 1

    def taken(self) -> int:
        count, self.count = self.count, 0
        return count


@pytest.fixture
def statements(site: Site) -> Counted:
    counted = Counted()
    event.listen(site.service(Database)._engine, "before_cursor_execute", counted)
    return counted


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counted, genuine = Counted(), LinkSealer.open

    def opened(self: LinkSealer, *given: object, **named: object) -> object:
        counted()
        return genuine(self, *given, **named)  # type: ignore[arg-type]  # whatever it is called with

    monkeypatch.setattr(LinkSealer, "open", opened)
    return counted


@pytest.mark.parametrize("sample", SHIPMENTS, ids=title_of)
def test_a_second_viewer_of_a_page_costs_no_statement(site: Site, statements: Counted, sample: Sample) -> None:
    token = site.token(sample)
    site.visitor.get(f"/t/{token}")
    site.visitor.get(f"/t/{token}")
    statements.taken()
    for path in (f"/t/{token}", f"/embed/t/{token}", f"/api/v1/shipment?token={token}"):
        assert site.visitor.by("198.51.100.9").raw("GET", path).status_code == 200
        assert statements.taken() == 0, path


@pytest.mark.parametrize("path", ["/t/{}", "/embed/t/{}", "/api/v1/shipment?token={}", "/t/{}/delivery.ics"])
def test_a_page_opens_its_link_once(site: Site, openings: Counted, path: str) -> None:
    site.visitor.raw("GET", path.format(site.token(ON_ITS_WAY)))
    assert openings.taken() == 1


def test_an_action_opens_its_link_once(open_fresh: Open, openings: Counted) -> None:
    recipient = Recipient.of(open_fresh(), ON_ITS_WAY)
    assert recipient.call("PUT", NOTIFICATIONS, {"target": "job", "enabled": False}).status_code == 200
    assert openings.taken() == 1
    assert recipient.press("notifications", {"target": "job", "enabled": "true"}).status_code == 303
    assert openings.taken() == 1
