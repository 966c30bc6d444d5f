"""What happened to shipments, as it was told besides their carriers' own answers; kept until it is purged or forgotten."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from sqlalchemy import select

from tracking_site.models.reference import AccountReference
from tracking_site.models.shipment import Coordinates, Location, Milestone, Status, TrackingEvent
from tracking_site.storage.database import Database
from tracking_site.storage.rows import add, put
from tracking_site.storage.schema import events, shipments

WEBHOOK = "webhook"


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event as it is stored; a time in seconds since 1970."""

    status: str
    time: float | None = None
    description: str | None = None
    milestone: str | None = None
    place: str | None = None
    position: tuple[float, float] | None = None


class Chronicle:
    """The events of shipments that were told by webhooks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(
        self, asked: AccountReference, event: TrackingEvent | None, awb_number: str | None, received_at: float
    ) -> None:
        """Keeps an event once, however often it is told; and that the shipment was heard of."""
        row: dict[str, object] = {
            "account": asked.account,
            "kind": asked.reference.kind.value,
            "number": asked.reference.value,
            "seen_at": received_at,
        }
        if awb_number:
            row["awb"] = awb_number
        if event is not None and event.status.final:
            row["ended_at"] = event.time.timestamp() if isinstance(event.time, datetime) else received_at
        by = ("account", "kind", "number")
        with self._database.writing() as connection:
            connection.execute(put(self._database.dialect, shipments, row, by))
            if event is None:
                return
            own = [shipments.c[name] == row[name] for name in by]
            shipment = connection.execute(select(shipments.c.id).where(*own)).scalar_one()
            told = msgspec.json.encode(_told(event))
            entry = {
                "shipment": shipment,
                "source": WEBHOOK,
                "fingerprint": sha256(told).hexdigest(),
                "received_at": received_at,
                "told": told.decode(),
            }
            connection.execute(add(self._database.dialect, events, entry, ("shipment", "fingerprint")))

    def recall(self, asked: AccountReference) -> Sequence[TrackingEvent]:
        """What was told of a shipment, the first told first; what had no time, or none that can be, has that of its coming."""
        own = (
            shipments.c.account == asked.account,
            shipments.c.kind == asked.reference.kind.value,
            shipments.c.number == asked.reference.value,
        )
        statement = (
            select(events.c.told, events.c.received_at)
            .join(shipments, shipments.c.id == events.c.shipment)
            .where(*own)
            .order_by(events.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [_event(msgspec.json.decode(told, type=Told), received_at) for told, received_at in rows]


def _told(event: TrackingEvent) -> Told:
    where = event.location or Location()
    return Told(
        status=event.status.value,
        time=event.time.timestamp() if isinstance(event.time, datetime) else None,
        description=event.description,
        milestone=event.milestone.value if event.milestone else None,
        place=where.name,
        position=(where.position.latitude, where.position.longitude) if where.position else None,
    )


def _event(told: Told, received_at: float) -> TrackingEvent:
    # What is to have happened after it was told has a wrong clock.
    time = received_at if told.time is None or told.time > received_at else told.time
    position = Coordinates(*told.position) if told.position else None
    return TrackingEvent(
        datetime.fromtimestamp(time, UTC),
        Status(told.status),
        told.description,
        Milestone(told.milestone) if told.milestone else None,
        Location(told.place, position) if told.place or position else None,
    )
