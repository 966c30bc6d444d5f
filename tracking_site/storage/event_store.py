"""The event store: events from webhooks, and changes of status observed between fetches."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from tracking_site.domain.air_waybill import air_waybill_key
from tracking_site.domain.order_legs import LegDirection, LegKind, OrderLeg
from tracking_site.domain.recorded_history import RecordedHistory, RecordedStep, WebhookUpdate
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Coordinates, Location, Milestone, Shipment, Status, TrackingEvent
from tracking_site.storage.arrival_estimates import StoredEstimates
from tracking_site.storage.database import Database
from tracking_site.storage.journey_index import JourneyIndex
from tracking_site.storage.schema import events, shipments
from tracking_site.storage.shipments import KEY, key_columns, matches
from tracking_site.storage.upsert import insert_if_absent, upsert

WEBHOOK, OBSERVED = "webhook", "observed"
FETCH_RECORD_SECONDS = 3_600.0
"""After how long an unchanged fetch is recorded again, so that `purge` spares shipments that are still viewed."""

_STATE = (
    *(shipments.c.id, shipments.c.status, shipments.c.fetched_at),
    *(shipments.c.awb, shipments.c.announced_awb, shipments.c.estimates),
)


class StoredEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A tracking event as JSON, and what was said of the order's leg; `time` in Unix seconds.

    Without a status it is no event: it only names a leg, or makes the order known.
    """

    status: str | None = None
    time: float | None = None
    description: str | None = None
    milestone: str | None = None
    place: str | None = None
    position: tuple[float, float] | None = None
    word: str | None = None
    leg: str | None = None
    direction: str | None = None
    to_pickup_point: bool = False
    by_leg: bool = False


class EventStore:
    """Stores each event of a shipment once, even if it is received repeatedly."""

    def __init__(self, database: Database, journey_index: JourneyIndex) -> None:
        self._database = database
        self._journey_index = journey_index

    def record_webhook(self, account: str, webhook: WebhookUpdate, received_at: float) -> None:
        """Store a webhook's update of a shipment, and the time of the update."""
        ref, event = ShipmentRef(account, webhook.reference), webhook.event
        happened = event.time.timestamp() if event is not None and isinstance(event.time, datetime) else received_at
        row = key_columns(ref) | {"updated_at": received_at}
        if event is not None and event.status.final:
            row["ended_at"] = happened
        with self._database.writing() as connection:
            connection.execute(upsert(self._database.dialect, shipments, row, KEY))
            columns = (shipments.c.id, shipments.c.announced_awb_at, shipments.c.estimates)
            known = connection.execute(select(*columns).where(matches(ref)).with_for_update()).one()
            changed = _changed_by_webhook(known, webhook, happened, received_at)
            if changed:
                connection.execute(update(shipments).where(shipments.c.id == known.id).values(changed))
            if event is not None or webhook.leg is not None:
                self._add(connection, known.id, WEBHOOK, _encode(event, webhook), received_at)
        if "awb" in changed:
            self._journey_index.clear()

    def record_fetch(self, ref: ShipmentRef, shipment: Shipment, now: float) -> None:
        """Record a fetch from the carrier; a status that differs from the last fetch becomes an observed event."""
        with self._database.reading() as connection:
            known = connection.execute(select(*_STATE).where(matches(ref))).one_or_none()
        changed = _changed_since_last_fetch(known, shipment, now)
        if known is not None and not changed and now - (known.fetched_at or 0) < FETCH_RECORD_SECONDS:
            return
        with self._database.writing() as connection:
            if "estimates" in changed and known is not None:
                # A webhook may have stored another estimate since the row was read.
                locked = connection.execute(select(*_STATE).where(matches(ref)).with_for_update()).one_or_none()
                changed = changed | _changed_estimates(locked, shipment, now)
            row = key_columns(ref) | changed | {"fetched_at": now}
            connection.execute(upsert(self._database.dialect, shipments, row, KEY))
            if known is not None and known.status is not None and "status" in changed:
                event = TrackingEvent(datetime.fromtimestamp(now, UTC), shipment.status, observed=True)
                self._add(connection, known.id, OBSERVED, _encode(event), now)
        if "awb" in changed:
            self._journey_index.clear()

    def history_of(self, ref: ShipmentRef) -> RecordedHistory:
        """Return what was recorded of a shipment; an event without a plausible time has the time it was received."""
        columns = (
            *(shipments.c.announced_awb, shipments.c.estimates),
            *(events.c.payload, events.c.received_at, events.c.source),
        )
        statement = (
            select(*columns)
            .join(events, shipments.c.id == events.c.shipment, isouter=True)
            .where(matches(ref))
            .order_by(events.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        if not rows:
            return RecordedHistory()
        recorded, steps = [], []
        for row in rows:
            stored = msgspec.json.decode(row.payload, type=StoredEvent) if row.payload is not None else None
            if stored is None:
                continue
            event = _event(stored, row.received_at, observed=row.source == OBSERVED)
            if stored.by_leg:
                time = datetime.fromtimestamp(_moment(stored, row.received_at), UTC)
                steps.append(RecordedStep(time, _leg(stored), stored.word, event))
            elif event is not None:
                recorded.append(event)
        estimates = StoredEstimates.parse(rows[0].estimates)
        first = estimates.first.window if estimates.first else None
        promised = estimates.promised.estimate if estimates.promised else None
        announced = estimates.latest_announced
        return RecordedHistory(recorded, rows[0].announced_awb, announced, first, steps, promised)

    def was_fetched(self, ref: ShipmentRef) -> bool:
        """Tell whether a fetch of the shipment was recorded."""
        statement = select(shipments.c.id).where(matches(ref), shipments.c.fetched_at.is_not(None))
        with self._database.reading() as connection:
            return connection.execute(statement).first() is not None

    def _add(self, connection: Connection, shipment: int, source: str, stored: StoredEvent, received_at: float) -> None:
        payload = msgspec.json.encode(stored)
        row = {
            "shipment": shipment,
            "source": source,
            "fingerprint": sha256(payload).hexdigest(),
            "received_at": received_at,
            "payload": payload.decode(),
        }
        connection.execute(insert_if_absent(self._database.dialect, events, row, ("shipment", "fingerprint")))


def _changed_since_last_fetch(known: Any, shipment: Shipment, now: float) -> dict[str, object]:
    """Return the columns that changed since the last fetch; `Status.UNKNOWN` is ignored."""
    changed: dict[str, object] = {}
    status = shipment.status
    if status is not Status.UNKNOWN and (known is None or known.status != status.value):
        # The time of the first fetch with a final status counts as the end of the shipment.
        changed |= {"status": status.value, "ended_at": now if status.final else None}
    announced = known.announced_awb if known is not None else None
    number = air_waybill_key(shipment.references.awb_number) or air_waybill_key(announced)
    if number != (known.awb if known is not None else None):
        changed["awb"] = number
    return changed | _changed_estimates(known, shipment, now)


def _changed_estimates(known: Any, shipment: Shipment, now: float) -> dict[str, object]:
    """Return the column `estimates` where the carrier's estimate differs from the stored one."""
    if shipment.estimated_delivery is None or shipment.status.final:
        return {}
    before = StoredEstimates.parse(known.estimates if known is not None else None)
    after = before.with_answer(shipment.estimated_delivery, now)
    return {} if after is before else {"estimates": after.encode()}


def _changed_by_webhook(known: Any, webhook: WebhookUpdate, happened: float, received_at: float) -> dict[str, object]:
    """Return the columns that a webhook changes, where no newer webhook has set them."""
    changed: dict[str, object] = {}
    number, key = webhook.awb_number, air_waybill_key(webhook.awb_number)
    if key and (known.announced_awb_at is None or known.announced_awb_at <= happened):
        changed |= {"awb": key, "announced_awb": number, "announced_awb_at": happened}
    before = estimates = StoredEstimates.parse(known.estimates)
    if webhook.arrival is not None:
        estimates = estimates.with_webhook(webhook.arrival, received_at)
    if webhook.promised is not None:
        estimates = estimates.with_promise(webhook.promised, received_at)
    if estimates != before:
        changed["estimates"] = estimates.encode()
    return changed


def _encode(event: TrackingEvent | None, webhook: WebhookUpdate | None = None) -> StoredEvent:
    location = (event.location if event else None) or Location()
    leg = (webhook.leg if webhook else None) or OrderLeg()
    return StoredEvent(
        status=event.status.value if event else None,
        time=event.time.timestamp() if event and isinstance(event.time, datetime) else None,
        description=event.description if event else None,
        milestone=event.milestone.value if event and event.milestone else None,
        place=location.name,
        position=(location.position.latitude, location.position.longitude) if location.position else None,
        word=webhook.word if webhook else None,
        leg=leg.kind.value if leg.kind else None,
        direction=leg.direction.value if leg.direction else None,
        to_pickup_point=leg.to_pickup_point,
        by_leg=webhook is not None and webhook.leg is not None,
    )


def _moment(stored: StoredEvent, received_at: float) -> float:
    """Return when it happened; a time after the receipt of the webhook comes from a wrong clock."""
    return received_at if stored.time is None or stored.time > received_at else stored.time


def _leg(stored: StoredEvent) -> OrderLeg:
    kind = LegKind(stored.leg) if stored.leg else None
    direction = LegDirection(stored.direction) if stored.direction else None
    return OrderLeg(kind, direction, to_pickup_point=stored.to_pickup_point)


def _event(stored: StoredEvent, received_at: float, *, observed: bool) -> TrackingEvent | None:
    if stored.status is None:
        return None
    position = Coordinates(*stored.position) if stored.position else None
    return TrackingEvent(
        datetime.fromtimestamp(_moment(stored, received_at), UTC),
        Status(stored.status),
        stored.description,
        Milestone(stored.milestone) if stored.milestone else None,
        Location(stored.place, position) if stored.place or position else None,
        observed=observed,
    )
