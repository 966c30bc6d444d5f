"""Adds the recorded history to a carrier's answer, or makes a shipment from the history only."""

from dataclasses import replace
from datetime import datetime, timedelta

from tracking_site.config import Account
from tracking_site.domain.order_legs import LegDirection, distinct
from tracking_site.domain.recorded_history import ArrivalEstimate, MeaningOf, RecordedHistory
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import DeliveryWindow, Milestone, References, Shipment, Status, TrackingEvent
from tracking_site.tracking.history import merged
from tracking_site.tracking.recorded_steps import ReadSteps, read_steps

MIN_CHANGE = timedelta(minutes=5)
"""The minimum change of the estimate that is shown."""
STOPS_VALID_FOR = timedelta(hours=1)
"""The validity of a webhook's number of stops: the driver moves on, and no webhook reports every stop."""
_ON_ITS_WAY = frozenset({Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY})


def apply_history(
    shipment: Shipment, history: RecordedHistory, now: datetime, meaning: MeaningOf | None = None
) -> Shipment:
    """Add recorded events, air waybill number and estimates; the carrier's own values win over older ones.

    `meaning` is what the carrier's words mean in each leg of an order.
    """
    references = shipment.references
    steps = read_steps(history.steps, shipment.order_legs, meaning)
    return _with_estimates(
        replace(
            shipment,
            events=merged(shipment.events, (*history.events, *(event for event, _ in steps.events))),
            references=replace(references, awb_number=references.awb_number or history.awb_number),
        ),
        history,
        steps,
        now,
    )


def from_history(
    account: Account,
    reference: Reference,
    history: RecordedHistory,
    now: datetime,
    meaning: MeaningOf | None = None,
) -> Shipment:
    """Make a shipment from its recorded history only, with the status of the newest step."""
    steps = read_steps(history.steps, (), meaning)
    events = merged((), (*history.events, *(event for event, _ in steps.events)))
    newest = _newest_step(events)
    delivered = next((event.time for event in events if event.status is Status.DELIVERED), None)
    status = newest.status if newest else Status.INFO_RECEIVED if history.steps else Status.UNKNOWN
    shipment = Shipment(
        carrier=account.carrier,
        account=account.id,
        carrier_name=account.name,
        references=replace(References.of(reference), awb_number=history.awb_number),
        status=status,
        events=events,
        delivered_at=delivered if status is Status.DELIVERED else None,
        awaits_collection=newest is not None and newest.milestone is Milestone.READY_FOR_COLLECTION,
        order_legs=distinct(leg for leg in steps.legs if leg.is_known),
    )
    return _with_estimates(shipment, history, steps, now)


def _newest_step(events: tuple[TrackingEvent, ...]) -> TrackingEvent | None:
    """Return the newest event that moved the shipment; a driver who accepts it later, say, takes nothing back."""
    return next((event for event in events if event.status is not Status.INFO_RECEIVED), events[0] if events else None)


def _with_estimates(shipment: Shipment, history: RecordedHistory, steps: ReadSteps, now: datetime) -> Shipment:
    """Set the promise and the current estimate, and the first one where it differs.

    A webhook's window of a leg that ends elsewhere than at the recipient is no expected delivery.
    """
    arrival, promise = (_for_recipient(each, steps) for each in (history.arrival, history.promised))
    promised = shipment.promised_delivery or (promise.window if promise else None)
    if shipment.status.final:
        return replace(shipment, promised_delivery=promised)
    if steps.leg_at(now).direction is LegDirection.BACK:
        return shipment
    window = _window(shipment, arrival, promise)
    stops = shipment.stops_before
    if stops is None and arrival and arrival.given_at and shipment.status in _ON_ITS_WAY:
        stops = arrival.stops_before if now - arrival.given_at <= STOPS_VALID_FOR else None
    first = history.first_expected
    moved = window is not None and first is not None and abs(window.moved_from(first)) >= MIN_CHANGE
    return replace(
        shipment,
        estimated_delivery=window,
        promised_delivery=promised,
        first_estimated_delivery=first if moved else None,
        stops_before=stops,
    )


def _for_recipient(estimate: ArrivalEstimate | None, steps: ReadSteps) -> ArrivalEstimate | None:
    if estimate is None or estimate.to_recipient or steps.leg_at(estimate.given_at).may_end_at_recipient:
        return estimate
    return None


def _window(
    shipment: Shipment, arrival: ArrivalEstimate | None, promise: ArrivalEstimate | None
) -> DeliveryWindow | None:
    """Return the newest estimate; a webhook's promise is one only where the carrier's answer has none."""
    if shipment.estimated_delivery is None and promise and _is_newer(promise, arrival):
        return promise.window
    return arrival.window if arrival else shipment.estimated_delivery


def _is_newer(promise: ArrivalEstimate, arrival: ArrivalEstimate | None) -> bool:
    if arrival is None or promise.given_at is None or arrival.given_at is None:
        return arrival is None
    return promise.given_at > arrival.given_at
