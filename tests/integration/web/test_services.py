"""The services of a site: one instance of each, closed together, and asked by `/readyz` whether they work."""

import threading
from pathlib import Path

import pytest
import svcs
from sqlalchemy import event

from tests.support.sites import OPEN, SHIPMENTS, Open, Site, reference_of
from tracking_site.app import create_app
from tracking_site.domain.errors import CarrierUnreachable
from tracking_site.features.webhooks.receiver import WebhookReceiver
from tracking_site.services import CarrierClients
from tracking_site.storage.database import Database
from tracking_site.tracking.lookup import Lookup

PARCEL = next(sample for sample in OPEN if sample.carrier == "leaps")


def threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if not thread.daemon}


def test_a_service_is_the_same_for_every_request(site: Site) -> None:
    for kind in (Lookup, Database, WebhookReceiver, CarrierClients):
        assert site.service(kind) is site.service(kind)


def test_a_closed_site_leaves_no_thread_and_no_connection(open_fresh: Open) -> None:
    opened = open_fresh()
    before = threads()
    app = create_app(opened.settings)
    closed: list[object] = []
    other = Site(app, opened.settings, opened.sandbox)
    database = other.service(Database)
    event.listen(database._engine, "close", lambda *_: closed.append(1))
    clients = other.service(CarrierClients)
    for sample in SHIPMENTS:
        assert other.visitor.get(f"/t/{other.token(sample)}").status_code == 200
    assert threads() - before, "it has threads of its own"
    svcs.flask.close_registry(app)
    assert threads() - before == set()
    assert closed, "the database's connections are closed"
    with pytest.raises(CarrierUnreachable):
        clients.by_account["geodis"].track(reference_of(PARCEL))


def test_readyz_tells_a_database_that_is_gone(open_fresh: Open, tmp_path: Path) -> None:
    site = open_fresh()

    def state() -> str:
        listed = {each["name"]: each["state"] for each in site.visitor.get("/readyz").get_json()}
        return str(listed["database"])

    assert state() == "ok"
    site.service(Database).close()
    (tmp_path / "tracking-site.db").unlink()
    (tmp_path / "tracking-site.db").symlink_to(tmp_path / "nowhere" / "site.db")
    assert state() == "failing"
    (tmp_path / "tracking-site.db").unlink()
