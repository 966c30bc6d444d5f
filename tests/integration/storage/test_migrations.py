"""Migrations keep the data that an earlier release has stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text

from tracking_site.domain.change_feed import FeedCursor
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import Location, Status
from tracking_site.storage.answer_store import AnswerStore
from tracking_site.storage.database import Database, migrate
from tracking_site.storage.encryption import AtRestCipher
from tracking_site.storage.event_store import EventStore
from tracking_site.storage.journey_index import JourneyIndex
from tracking_site.storage.proof_store import ProofStore
from tracking_site.storage.schema import invalidations

ORDER = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "GR432U5"))
NOW = 1_800_000_000
# As revision 0002 had them, with the JSON that its release wrote.
ROWS: dict[str, dict[str, object]] = {
    "shipments": {
        "id": 7,
        "account": "mile",
        "kind": "order_number",
        "number": "GR432U5",
        "status": "in_transit",
        "awb": "4351",
        "awb_told": "435-1",
        "awb_told_at": NOW,
        "seen_at": NOW,
        "looked_at": NOW,
        "arrivals": '{"announced": {"told_at": 1800000000.0, "earliest": "2027-01-15T09:00:00Z", "stops_before": 4}}',
    },
    "events": {
        "shipment": 7,
        "source": "webhook",
        "fingerprint": "f",
        "received_at": NOW,
        "told": '{"status": "picked_up", "time": 1799999940.0, "place": "Pune"}',
    },
    "proofs": {"shipment": 7, "digest": "d", "fetched_at": NOW, "media_type": "image/png", "picture": b"image"},
    "requests": {"account": "mile", "request": "r-1", "number": "GR432U5", "asked_at": NOW},
    "places": {"account": "geodis", "place": '{"since": 1800000000.0, "waiting": ["1"]}', "moved_at": 1},
    "erasures": {"number_key": "k" * 64, "erased_at": NOW},
}


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """Yield a database of the previous release, which is migrated when it is opened."""
    database = Database(address)
    if database.dialect == "sqlite":
        Path(str(make_url(address).database)).parent.mkdir()
    with database._engine.connect() as connection, connection.begin():
        migrate(connection, "0002")
        for table, row in ROWS.items():
            values = ", ".join(f":{column}" for column in row)
            connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"), row)
    yield database
    database.close()


def test_no_row_of_an_earlier_release_is_lost(database: Database) -> None:
    index = JourneyIndex(database)
    history = EventStore(database, index).history_of(ORDER)
    (event,) = history.events
    assert (event.status, event.location) == (Status.PICKED_UP, Location("Pune"))
    assert history.awb_number == "435-1"
    assert history.arrival is not None
    assert history.arrival.stops_before == 4
    proofs = ProofStore(database)
    assert (proofs.image_count(ORDER), proofs.requested_at(ORDER)) == (1, NOW)
    assert proofs.request_ref("mile", "r-1") == ORDER
    answers = AnswerStore(database, AtRestCipher(["k" * 32]))
    assert answers.cursor("geodis") == FeedCursor(NOW, ("1",))
    assert answers.viewed_since("mile", ReferenceKind.ORDER_NUMBER, NOW - 1) == {"GR432U5"}
    with database.reading() as connection:
        assert connection.execute(select(invalidations.c.shipment_key)).scalars().all() == ["k" * 64]
