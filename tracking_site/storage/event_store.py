"""What happened to shipments, as it was told besides their carriers' own answers; kept until it is purged or forgotten."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from tracking_site.domain.air_waybill import air_waybill_key
from tracking_site.domain.change_feed import StoredAnswer
from tracking_site.domain.recorded_history import RecordedHistory, WebhookUpdate
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import Coordinates, Location, Milestone, Shipment, Status, TrackingEvent
from tracking_site.storage.answer_store import AnswerStore
from tracking_site.storage.arrival_estimates import StoredEstimates
from tracking_site.storage.database import Database
from tracking_site.storage.schema import events, shipments
from tracking_site.storage.shipments import KEY, key_columns, matches
from tracking_site.storage.upsert import insert_if_absent, upsert

WEBHOOK, OBSERVED = "webhook", "observed"
LOOKS_NOTED = 3_600.0
"""Seconds after which a look is noted again though nothing has changed: what is looked at is kept."""

_SEEN = (
    *(shipments.c.id, shipments.c.status, shipments.c.looked_at),
    *(shipments.c.awb, shipments.c.awb_told, shipments.c.arrivals),
)


class StoredEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event as it is stored; a time in seconds since 1970."""

    status: str
    time: float | None = None
    description: str | None = None
    milestone: str | None = None
    place: str | None = None
    position: tuple[float, float] | None = None


class EventStore:
    """The events of shipments that were told by webhooks, or seen between two looks."""

    def __init__(self, database: Database, renewals: AnswerStore | None = None) -> None:
        self._database = database
        self._renewals = renewals

    def remember(self, account: str, notice: WebhookUpdate, received_at: float) -> None:
        """Keeps what a webhook tells: an event once, however often it is told; and that the shipment was heard of."""
        ref, event = ShipmentRef(account, notice.reference), notice.event
        happened = event.time.timestamp() if event is not None and isinstance(event.time, datetime) else received_at
        row = key_columns(ref) | {"seen_at": received_at}
        if event is not None and event.status.final:
            row["ended_at"] = happened
        with self._database.writing() as connection:
            connection.execute(upsert(self._database.dialect, shipments, row, KEY))
            columns = (shipments.c.id, shipments.c.awb_told_at, shipments.c.arrivals)
            known = connection.execute(select(*columns).where(matches(ref)).with_for_update()).one()
            if told := _newly_told(known, notice, happened, received_at):
                connection.execute(update(shipments).where(shipments.c.id == known.id).values(told))
            if event is not None:
                self._add(connection, known.id, WEBHOOK, event, received_at)

    def renewal(self, ref: ShipmentRef) -> StoredAnswer | None:
        """What a carrier answered to the refresher last."""
        return self._renewals.renewal(ref) if self._renewals else None

    def observe(self, ref: ShipmentRef, shipment: Shipment, now: float) -> None:
        """Notes a look at a carrier; a status that is another one than at the look before is an event of now."""
        with self._database.reading() as connection:
            known = connection.execute(select(*_SEEN).where(matches(ref))).one_or_none()
        changed = _changed(known, shipment, now)
        if known is not None and not changed and now - (known.looked_at or 0) < LOOKS_NOTED:
            return
        with self._database.writing() as connection:
            if "arrivals" in changed and known is not None:
                # A webhook may have told of another one since it was read.
                locked = connection.execute(select(*_SEEN).where(matches(ref)).with_for_update()).one_or_none()
                changed = changed | _expected(locked, shipment, now)
            connection.execute(
                upsert(self._database.dialect, shipments, key_columns(ref) | changed | {"looked_at": now}, KEY)
            )
            if known is not None and known.status is not None and "status" in changed:
                event = TrackingEvent(datetime.fromtimestamp(now, UTC), shipment.status, observed=True)
                self._add(connection, known.id, OBSERVED, event, now)

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
        connection.execute(insert_if_absent(self._database.dialect, events, entry, ("shipment", "fingerprint")))

    def recall(self, ref: ShipmentRef) -> RecordedHistory:
        """What was told of a shipment; what had no time, or none that can be, has that of its coming."""
        statement = (
            select(shipments.c.awb_told, shipments.c.arrivals, events.c.told, events.c.received_at, events.c.source)
            .join(events, shipments.c.id == events.c.shipment, isouter=True)
            .where(matches(ref))
            .order_by(events.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        told = [
            replace(
                _event(msgspec.json.decode(row.told, type=StoredEvent), row.received_at),
                observed=row.source == OBSERVED,
            )
            for row in rows
            if row.told is not None
        ]
        if not rows:
            return RecordedHistory()
        arrivals = StoredEstimates.of(rows[0].arrivals)
        first = arrivals.first.window if arrivals.first else None
        return RecordedHistory(told, rows[0].awb_told, arrivals.newest_announced, first)

    def sharing(self, keys: Collection[str], accounts: Collection[str], most: int) -> Sequence[ShipmentRef]:
        """The shipments of some accounts that have one of these air waybill numbers, those heard of last first."""
        statement = (
            select(shipments.c.account, shipments.c.kind, shipments.c.number)
            .where(shipments.c.awb.in_(keys), shipments.c.account.in_(accounts))
            .order_by(shipments.c.id.desc())
            .limit(most)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [ShipmentRef(row.account, Reference(ReferenceKind(row.kind), row.number)) for row in rows]


def _changed(known: Any, shipment: Shipment, now: float) -> dict[str, object]:
    """What a look found another than it was known; a status without a meaning is none."""
    found: dict[str, object] = {}
    status = shipment.status
    if status is not Status.UNKNOWN and (known is None or known.status != status.value):
        # When it ended is when that was seen first.
        found |= {"status": status.value, "ended_at": now if status.final else None}
    told = known.awb_told if known is not None else None
    number = air_waybill_key(shipment.references.awb_number) or air_waybill_key(told)
    if number != (known.awb if known is not None else None):
        found["awb"] = number
    return found | _expected(known, shipment, now)


def _expected(known: Any, shipment: Shipment, now: float) -> dict[str, object]:
    """When it is expected, where a look found that another than it was known."""
    if shipment.estimated_delivery is None or shipment.status.final:
        return {}
    before = StoredEstimates.of(known.arrivals if known is not None else None)
    after = before.answering(shipment.estimated_delivery, now)
    return {} if after is before else {"arrivals": after.stored()}


def _newly_told(known: Any, notice: WebhookUpdate, happened: float, received_at: float) -> dict[str, object]:
    """What a webhook tells beside its event that nothing newer has told."""
    told: dict[str, object] = {}
    number, key = notice.awb_number, air_waybill_key(notice.awb_number)
    if key and (known.awb_told_at is None or known.awb_told_at <= happened):
        told |= {"awb": key, "awb_told": number, "awb_told_at": happened}
    if notice.arrival is not None:
        told["arrivals"] = StoredEstimates.of(known.arrivals).announcing(notice.arrival, received_at).stored()
    return told


def _told(event: TrackingEvent) -> StoredEvent:
    where = event.location or Location()
    return StoredEvent(
        status=event.status.value,
        time=event.time.timestamp() if isinstance(event.time, datetime) else None,
        description=event.description,
        milestone=event.milestone.value if event.milestone else None,
        place=where.name,
        position=(where.position.latitude, where.position.longitude) if where.position else None,
    )


def _event(told: StoredEvent, received_at: float) -> TrackingEvent:
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
