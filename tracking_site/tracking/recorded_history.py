"""Adds the recorded history to a carrier's answer, or makes a shipment from the history only."""

from dataclasses import replace
from datetime import datetime, timedelta

from tracking_site.config import Account
from tracking_site.domain.recorded_history import RecordedHistory
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import References, Shipment, Status
from tracking_site.tracking.history import merged

MIN_CHANGE = timedelta(minutes=5)
"""The minimum change of the estimate that is shown."""
STOPS_VALID_FOR = timedelta(hours=1)
"""The validity of a webhook's number of stops: the driver moves on, and no webhook reports every stop."""
_ON_ITS_WAY = frozenset({Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY})


def apply_history(shipment: Shipment, history: RecordedHistory, now: datetime) -> Shipment:
    """Add recorded events, air waybill number and estimates; the carrier's own values win over older ones."""
    references = shipment.references
    return _with_estimates(
        replace(
            shipment,
            events=merged(shipment.events, history.events),
            references=replace(references, awb_number=references.awb_number or history.awb_number),
        ),
        history,
        now,
    )


def from_history(account: Account, reference: Reference, history: RecordedHistory, now: datetime) -> Shipment:
    """Make a shipment from its recorded history only, with the status of the newest event."""
    events = merged((), history.events)
    newest = events[0] if events else None
    delivered = next((event.time for event in events if event.status is Status.DELIVERED), None)
    status = newest.status if newest else Status.UNKNOWN
    shipment = Shipment(
        carrier=account.carrier,
        account=account.id,
        carrier_name=account.name,
        references=replace(References.of(reference), awb_number=history.awb_number),
        status=status,
        events=events,
        delivered_at=delivered if status is Status.DELIVERED else None,
    )
    return _with_estimates(shipment, history, now)


def _with_estimates(shipment: Shipment, history: RecordedHistory, now: datetime) -> Shipment:
    """Set the current estimate, and the first one where it differs."""
    if shipment.status.final:
        return shipment
    stops, arrival = shipment.stops_before, history.arrival
    window = arrival.window if arrival else shipment.estimated_delivery
    if stops is None and arrival and arrival.given_at and shipment.status in _ON_ITS_WAY:
        stops = arrival.stops_before if now - arrival.given_at <= STOPS_VALID_FOR else None
    first = history.first_expected
    moved = window is not None and first is not None and abs(window.moved_from(first)) >= MIN_CHANGE
    return replace(
        shipment,
        estimated_delivery=window,
        first_estimated_delivery=first if moved else None,
        stops_before=stops,
    )
