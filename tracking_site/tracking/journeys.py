"""Journeys: shipments of a brand's accounts that share an air waybill number, shown as one shipment."""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace

from tracking_site.domain.air_waybill import air_waybill_key
from tracking_site.domain.errors import CarrierFailure, StoreUnavailable, TrackingError
from tracking_site.domain.references import ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import (
    Leg,
    Location,
    Milestone,
    References,
    Shipment,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.history import ordered
from tracking_site.tracking.stores import Deadlines, JourneyIndex, ShipmentTracker

MAX_LEGS = 6

# A parcel is collected, flown or shipped, driven between hubs, and brought to the door, whichever leg was opened first;
# what only collects it is before all others, and what only brings it back is after them.
_ORDER_OF_KINDS = (
    *(ReferenceKind.SLI_NUMBER, ReferenceKind.TRIP_NAME, ReferenceKind.ORDER_NUMBER, ReferenceKind.JOB_ID),
)
_NOT_BEGUN = frozenset({Status.PENDING, Status.INFO_RECEIVED, Status.UNKNOWN, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class JourneyLeg:
    """A shipment that may be a leg of a journey."""

    ref: ShipmentRef
    tracking: TrackingResult

    @property
    def air_waybill(self) -> str | None:
        """The comparison key of its air waybill number."""
        return air_waybill_key(self.tracking.shipment.references.awb_number)

    @property
    def part(self) -> int:
        """The part of the way: -1 for what only collects the parcel, 1 for what only brings it back, else 0."""
        shipment = self.tracking.shipment
        return 1 if shipment.is_return else -1 if shipment.is_first_mile else 0

    @property
    def slot(self) -> tuple[str, ReferenceKind, int]:
        """`(account, kind, part)`, unique within a journey: an account carries a parcel at most once per product."""
        return self.ref.account, self.ref.reference.kind, self.part


class Journeys:
    """Finds the other legs of a shipment's journey."""

    def __init__(self, tracker: ShipmentTracker, index: JourneyIndex) -> None:
        self._tracker = tracker
        self._index = index

    def by_air_waybill(self, numbers: Iterable[str], accounts: Collection[str]) -> Sequence[ShipmentRef]:
        """Return the shipments of some accounts with one of these air waybill numbers; `StoreUnavailable`."""
        keys = {key for number in numbers if (key := air_waybill_key(number))}
        return self._index.by_air_waybill(keys, accounts, MAX_LEGS) if keys else ()

    def other_legs(
        self, leg: JourneyLeg, accounts: Collection[str], deadlines: Deadlines
    ) -> tuple[tuple[JourneyLeg, ...], tuple[str, ...]]:
        """Return the other legs, and the accounts that failed to give theirs by the deadlines of the view.

        A number that several shipments of one account, kind and part share belongs to a consolidation: which of them
        carries this parcel is unknown, so none of them is a leg, and where the opened one is among them, it has no other
        legs. Nor is a shipment a leg whose number has changed since.
        """
        key = leg.air_waybill
        refs = self._candidates(leg, key, accounts) if key else ()
        if not refs:
            return (), ()
        outcomes = self._tracker.track_all(refs, deadlines.for_legs(time.monotonic()))
        own = leg.tracking.shipment.references
        same_number = {
            each.tracking.shipment.references: each for each in found_legs(refs, outcomes) if each.air_waybill == key
        } | {own: leg}
        per_slot = Counter(each.slot for each in same_number.values())
        failed = tuple(dict.fromkeys(each.account for each in outcomes if isinstance(each, CarrierFailure)))
        if per_slot[leg.slot] > 1:
            return (), failed
        legs = (each for each in same_number.values() if each is not leg and per_slot[each.slot] == 1)
        return tuple(legs), failed

    def _candidates(self, leg: JourneyLeg, key: str, accounts: Collection[str]) -> Sequence[ShipmentRef]:
        """Return the shipments that may be legs; empty while the store is unavailable."""
        with suppress(StoreUnavailable):
            found = self._index.by_air_waybill((key,), accounts, MAX_LEGS + 2)
            others = [ref for ref in found if ref.key != leg.ref.key]
            return others if len(others) <= MAX_LEGS else ()
        return ()


def found_legs(refs: Iterable[ShipmentRef], outcomes: Iterable[TrackingResult | TrackingError]) -> list[JourneyLeg]:
    """Return the references that a carrier knows, with their shipments."""
    return [
        JourneyLeg(ref, outcome)
        for ref, outcome in zip(refs, outcomes, strict=True)
        if isinstance(outcome, TrackingResult)
    ]


def current_leg(legs: Collection[JourneyLeg]) -> JourneyLeg:
    """Return the current leg of the parcel: the last one that has begun, or else the first one."""
    in_order = _in_order(legs)
    begun = [leg for leg in in_order if leg.tracking.shipment.status not in _NOT_BEGUN]
    return begun[-1] if begun else in_order[0]


def same_journey(legs: Sequence[JourneyLeg]) -> bool:
    """Tell whether several shipments are the legs of one journey."""
    keys, slots = {leg.air_waybill for leg in legs}, {leg.slot for leg in legs}
    return len(keys) == 1 and None not in keys and len(slots) == len(legs)


def merge_legs(own: JourneyLeg, others: Sequence[JourneyLeg]) -> TrackingResult:
    """Merge a journey into one shipment; the recipient's own data are those of the leg that was opened."""
    every = (own, *others)
    here = current_leg(every)
    route = _route(every)
    shipments = [leg.tracking.shipment for leg in route]
    backwards = shipments[::-1]
    # A leg on the way back comes after the one that ended at the door.
    door = next((shipment for shipment in backwards if not shipment.is_return), shipments[-1])
    now, last = here.tracking.shipment, shipments[-1]
    status = Status.IN_TRANSIT if now.status is Status.DELIVERED and now is not door else now.status
    # What was expected of a leg that has arrived says nothing of the journey any more, and on its way back nothing is.
    open_or_door = (each for each in backwards if each is door or each.status is not Status.DELIVERED)
    estimated = now if now.is_return else next((each for each in open_or_door if each.estimated_delivery), last)
    newest_first = [now, *(shipment for shipment in backwards if shipment is not now)]
    merged = replace(
        own.tracking.shipment,
        carrier=now.carrier,
        account=now.account,
        carrier_name=now.carrier_name,
        references=_references(newest_first),
        status=status,
        carrier_status=now.carrier_status,
        events=ordered(
            event for leg in _in_order(every) for event in _events(leg, at_door=leg.tracking.shipment is door)
        ),
        last_location=_last_location(newest_first),
        estimated_delivery=estimated.estimated_delivery,
        promised_delivery=estimated.promised_delivery,
        delay=estimated.delay,
        awaits_collection=door.awaits_collection and now is door,
        first_estimated_delivery=estimated.first_estimated_delivery,
        promised_by=estimated.promised_by,
        stops_before=now.stops_before if now is last else None,
        delivered_at=door.delivered_at if status in (Status.DELIVERED, Status.PARTIALLY_DELIVERED) else None,
        merchant=next((shipment.merchant for shipment in newest_first if shipment.merchant), None),
        provider=now.provider,
        origin=next((shipment.origin for shipment in shipments if shipment.origin), None),
        destination=next((shipment.destination for shipment in backwards if shipment.destination), None),
        attempts=last.attempts,
        order_legs=(),
        legs=tuple(_leg(leg) for leg in (here, *(leg for leg in _in_order(every) if leg is not here))),
    )
    stale = any(leg.tracking.stale for leg in every)
    return TrackingResult(merged, here.tracking.fetched_at, stale)


def _route(legs: Sequence[JourneyLeg]) -> list[JourneyLeg]:
    """Return the legs of the way that the parcel takes.

    A cancelled leg is no part of it, unless all are cancelled; a way back only once it has begun.
    """
    taken = [leg for leg in legs if leg.tracking.shipment.status is not Status.CANCELLED] or legs
    under_way = [leg for leg in taken if leg.part <= 0 or leg.tracking.shipment.status not in _NOT_BEGUN]
    return _in_order(under_way or taken)


def _in_order(legs: Iterable[JourneyLeg]) -> list[JourneyLeg]:
    def place(leg: JourneyLeg) -> tuple[int, int, str]:
        return leg.part, _ORDER_OF_KINDS.index(leg.ref.reference.kind), leg.ref.account

    return sorted(legs, key=place)


def _leg(leg: JourneyLeg) -> Leg:
    shipment = leg.tracking.shipment
    return Leg(
        shipment.carrier,
        shipment.account,
        shipment.carrier_name,
        shipment.references,
        shipment.status,
        shipment.stages,
    )


def _references(shipments: Iterable[Shipment]) -> References:
    """Return all numbers; of two of one kind, that of the first shipment."""
    merged: Mapping[str, str | None] = {}
    for shipment in shipments:
        own = {each.name: getattr(shipment.references, each.name) for each in fields(shipment.references)}
        merged = {**own, **{name: number for name, number in merged.items() if number is not None}}
    return References(**merged)


def _events(leg: JourneyLeg, *, at_door: bool) -> Iterable[TrackingEvent]:
    """Yield a leg's events with its carrier; a delivery before the leg to the door is a handover to the next carrier."""
    for event in leg.tracking.shipment.events:
        own = replace(event, carrier_name=leg.tracking.shipment.carrier_name)
        if event.status is Status.DELIVERED and not at_door:
            own = replace(own, status=Status.IN_TRANSIT, milestone=Milestone.HANDED_OVER)
        yield own


def _last_location(shipments: Sequence[Shipment]) -> Location | None:
    """Return where the current leg was seen last, else where any was."""
    return next((shipment.last_location for shipment in shipments if shipment.last_location), None)
