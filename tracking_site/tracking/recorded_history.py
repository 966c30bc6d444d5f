"""A shipment with what was told of it besides; or as webhooks alone have told of it, where its carrier does not."""

from dataclasses import replace
from datetime import datetime, timedelta

from tracking_site.config import Account
from tracking_site.domain.recorded_history import RecordedHistory
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import References, Shipment, Status
from tracking_site.tracking.history import merged

MOVED = timedelta(minutes=5)
"""What is expected later or earlier by less is worth no word."""
STOPS_HOLD = timedelta(hours=1)
"""How long the number of stops that a webhook told is good: the driver goes on, and nobody tells of every stop."""
_ON_ITS_WAY = frozenset({Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY})


def remembered(shipment: Shipment, told: RecordedHistory, now: datetime) -> Shipment:
    """A carrier's answer with what was told besides; what the carrier says itself holds, but for an older arrival."""
    references = shipment.references
    return _expected(
        replace(
            shipment,
            events=merged(shipment.events, told.events),
            references=replace(references, awb_number=references.awb_number or told.awb_number),
        ),
        told,
        now,
    )


def _expected(shipment: Shipment, told: RecordedHistory, now: datetime) -> Shipment:
    """With when it is expected by now, and what was expected at first where that is another time."""
    if shipment.status.final:
        return shipment
    stops, arrival = shipment.stops_before, told.arrival
    window = arrival.window if arrival else shipment.estimated_delivery
    if stops is None and arrival and arrival.told_at and shipment.status in _ON_ITS_WAY:
        stops = arrival.stops_before if now - arrival.told_at <= STOPS_HOLD else None
    first = told.first_expected
    moved = window is not None and first is not None and abs(window.moved_from(first)) >= MOVED
    return replace(
        shipment,
        estimated_delivery=window,
        first_estimated_delivery=first if moved else None,
        stops_before=stops,
    )


def recollected(account: Account, reference: Reference, told: RecordedHistory, now: datetime) -> Shipment:
    """What was told, with the status of what happened last; nothing else is known."""
    events = merged((), told.events)
    is_order = reference.kind is ReferenceKind.ORDER_NUMBER
    numbers = References(
        order_number=reference.value if is_order else None,
        trip_name=None if is_order else reference.value,
        awb_number=told.awb_number,
    )
    newest = events[0] if events else None
    delivered = next((event.time for event in events if event.status is Status.DELIVERED), None)
    status = newest.status if newest else Status.UNKNOWN
    shipment = Shipment(
        carrier=account.carrier,
        account=account.id,
        carrier_name=account.name,
        references=numbers,
        status=status,
        events=events,
        delivered_at=delivered if status is Status.DELIVERED else None,
    )
    return _expected(shipment, told, now)
