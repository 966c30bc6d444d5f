"""What happened to shipments, as it was told besides their carriers' own answers; kept until it is purged or forgotten."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from tracking_site.models.reference import AccountReference
from tracking_site.models.shipment import Coordinates, Location, Milestone, Shipment, Status, TrackingEvent
from tracking_site.storage.database import Database
from tracking_site.storage.rows import add, put
from tracking_site.storage.schema import events, shipments

WEBHOOK, OBSERVED = "webhook", "observed"


LOOKS_NOTED = 3_600.0
"""Seconds after which a look is noted again though nothing has changed: what is looked at is kept."""


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event as it is stored; a time in seconds since 1970."""

    status: str
    time: float | None = None
    description: str | None = None
    milestone: str | None = None
    place: str | None = None
    position: tuple[float, float] | None = None


class Chronicle:
    """The events of shipments that were told by webhooks, or seen between two looks."""

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
            self._add(connection, shipment, WEBHOOK, event, received_at)

    def observe(self, asked: AccountReference, shipment: Shipment, now: float) -> None:
        """Notes a look at a carrier; a status that is another one than at the look before is an event of now."""
        if shipment.status is Status.UNKNOWN:
            return
        with self._database.reading() as connection:
            columns = (shipments.c.id, shipments.c.status, shipments.c.looked_at)
            known = connection.execute(select(*columns).where(*_own(asked))).one_or_none()
        status = shipment.status.value
        if known is not None and known[1] == status and now - (known[2] or 0) < LOOKS_NOTED:
            return
        row: dict[str, object] = {
            "account": asked.account,
            "kind": asked.reference.kind.value,
            "number": asked.reference.value,
            "status": status,
            "looked_at": now,
            "ended_at": now if shipment.status.final else None,
        }
        if shipment.references.awb_number:
            row["awb"] = shipment.references.awb_number[:100]
        with self._database.writing() as connection:
            if known is not None and known[1] == status:
                # When it ended is when that was seen first.
                row.pop("ended_at")
            connection.execute(put(self._database.dialect, shipments, row, ("account", "kind", "number")))
            if known is not None and known[1] not in (None, status):
                event = TrackingEvent(datetime.fromtimestamp(now, UTC), shipment.status, observed=True)
                self._add(connection, known[0], OBSERVED, event, now)

    def _add(
        self, connection: Connection, shipment: int, source: str, event: TrackingEvent, received_at: float
    ) -> None:
        told = msgspec.json.encode(_told(event))
        entry = {
            "shipment": shipment,
            "source": source,
            "fingerprint": sha256(told).hexdigest(),
            "received_at": received_at,
            "told": told.decode(),
        }
        connection.execute(add(self._database.dialect, events, entry, ("shipment", "fingerprint")))

    def recall(self, asked: AccountReference) -> Sequence[TrackingEvent]:
        """What was told of a shipment, the first told first; what had no time, or none that can be, has that of its coming."""
        statement = (
            select(events.c.told, events.c.received_at, events.c.source)
            .join(shipments, shipments.c.id == events.c.shipment)
            .where(*_own(asked))
            .order_by(events.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [
            replace(_event(msgspec.json.decode(told, type=Told), received_at), observed=source == OBSERVED)
            for told, received_at, source in rows
        ]


def _own(asked: AccountReference) -> tuple[ColumnElement[bool], ...]:
    return (
        shipments.c.account == asked.account,
        shipments.c.kind == asked.reference.kind.value,
        shipments.c.number == asked.reference.value,
    )


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
