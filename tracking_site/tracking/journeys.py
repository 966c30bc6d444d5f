"""Journeys: shipments of a brand's accounts that share an air waybill number, told as the one way that they are."""

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
from tracking_site.tracking.stores import JourneyIndex, ShipmentTracker

MOST_LEGS = 6
PATIENCE = 2.0
"""Seconds that another carrier's leg is waited for where nothing of it is kept; it is shown at the next look."""

# A parcel is flown or shipped, driven between hubs, and brought to the door: whichever was looked at first.
_ON_THE_WAY = (ReferenceKind.SLI_NUMBER, ReferenceKind.TRIP_NAME, ReferenceKind.ORDER_NUMBER, ReferenceKind.JOB_ID)
_NOT_BEGUN = frozenset({Status.PENDING, Status.INFO_RECEIVED, Status.UNKNOWN, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class JourneyLeg:
    """A leg of a journey, as it was found."""

    ref: ShipmentRef
    tracked: TrackingResult

    @property
    def key(self) -> str | None:
        """What its air waybill number is compared by."""
        return air_waybill_key(self.tracked.shipment.references.awb_number)

    @property
    def place(self) -> tuple[str, ReferenceKind]:
        """What no two legs of a journey have in common: one account carries a parcel once with each of its products."""
        return self.ref.account, self.ref.reference.kind


class Journeys:
    """Finds the other legs of a shipment's journey."""

    def __init__(self, tracker: ShipmentTracker, register: JourneyIndex) -> None:
        self._tracker = tracker
        self._register = register

    def named(self, numbers: Iterable[str], accounts: Collection[str]) -> Sequence[ShipmentRef]:
        """The shipments of some accounts that were last known by one of these air waybill numbers; `StoreUnavailable`."""
        keys = {key for number in numbers if (key := air_waybill_key(number))}
        return self._register.sharing(keys, accounts, MOST_LEGS) if keys else ()

    def beside(self, part: JourneyLeg, accounts: Collection[str]) -> tuple[tuple[JourneyLeg, ...], tuple[str, ...]]:
        """The other legs, and the accounts that could not be asked for theirs.

        A number that several shipments of one kind share at one account is that of a consolidation: which of them the
        parcel goes on with is not known, so none of them is a leg. Nor is what has another number by now.
        """
        key = part.key
        ref = self._others(part, key, accounts) if key else ()
        if not ref:
            return (), ()
        outcomes = self._tracker.track_all(ref, PATIENCE)
        parts = found(ref, outcomes)
        alike = {each.tracked.shipment.references: each for each in parts if each.key == key}
        shared = Counter(each.place for each in alike.values())
        legs = tuple(each for each in alike.values() if shared[each.place] == 1)
        return legs, tuple(dict.fromkeys(each.account for each in outcomes if isinstance(each, CarrierFailure)))

    def _others(self, part: JourneyLeg, key: str, accounts: Collection[str]) -> Sequence[ShipmentRef]:
        """Who may be a leg; nobody while the store is away."""
        with suppress(StoreUnavailable):
            found = self._register.sharing((key,), accounts, MOST_LEGS + 1)
            others = [each for each in found if (each.account, each.reference.kind) != part.place]
            return others if len(others) <= MOST_LEGS else ()
        return ()


def found(ref: Iterable[ShipmentRef], outcomes: Iterable[TrackingResult | TrackingError]) -> list[JourneyLeg]:
    """Those that a carrier knew, of what was asked for."""
    return [
        JourneyLeg(one, outcome)
        for one, outcome in zip(ref, outcomes, strict=True)
        if isinstance(outcome, TrackingResult)
    ]


def current(parts: Collection[JourneyLeg]) -> JourneyLeg:
    """The leg that the parcel is on: the last that has begun, or the first where none has."""
    way = _way(parts)
    begun = [part for part in way if part.tracked.shipment.status not in _NOT_BEGUN]
    return begun[-1] if begun else way[0]


def are_one(parts: Sequence[JourneyLeg]) -> bool:
    """Whether several shipments that were found are the legs of one journey."""
    keys, places = {part.key for part in parts}, {part.place for part in parts}
    return len(keys) == 1 and None not in keys and len(places) == len(parts)


def joined(own: JourneyLeg, beside: Sequence[JourneyLeg]) -> TrackingResult:
    """The journey as one shipment; what is the recipient's own is that of the leg that was asked for."""
    parts = (own, *beside)
    here = current(parts)
    # A leg that was called off is no part of the way, unless there is no other.
    way = _way([part for part in parts if part.tracked.shipment.status is not Status.CANCELLED] or parts)
    legs = [part.tracked.shipment for part in way]
    backwards = legs[::-1]
    now, last = here.tracked.shipment, legs[-1]
    status = Status.IN_TRANSIT if now.status is Status.DELIVERED and now is not last else now.status
    expected = next((leg for leg in backwards if leg.estimated_delivery), last)
    by_time = [now, *(leg for leg in backwards if leg is not now)]
    shipment = replace(
        own.tracked.shipment,
        carrier=now.carrier,
        account=now.account,
        carrier_name=now.carrier_name,
        references=_references(by_time),
        status=status,
        carrier_status=now.carrier_status,
        events=ordered(event for part in _way(parts) for event in _events(part, last=part.tracked.shipment is last)),
        last_location=_last_location(by_time),
        estimated_delivery=expected.estimated_delivery,
        first_estimated_delivery=expected.first_estimated_delivery,
        deadline=expected.deadline,
        stops_before=now.stops_before if now is last else None,
        delivered_at=last.delivered_at if status in (Status.DELIVERED, Status.PARTIALLY_DELIVERED) else None,
        merchant=next((leg.merchant for leg in by_time if leg.merchant), None),
        provider=now.provider,
        origin=next((leg.origin for leg in legs if leg.origin), None),
        destination=next((leg.destination for leg in backwards if leg.destination), None),
        attempts=last.attempts,
        legs=tuple(_leg(part) for part in (here, *(part for part in _way(parts) if part is not here))),
    )
    stale = any(part.tracked.stale for part in parts)
    return TrackingResult(shipment, here.tracked.fetched_at, stale)


def _way(parts: Iterable[JourneyLeg]) -> list[JourneyLeg]:
    return sorted(parts, key=lambda part: (_ON_THE_WAY.index(part.ref.reference.kind), part.ref.account))


def _leg(part: JourneyLeg) -> Leg:
    shipment = part.tracked.shipment
    return Leg(shipment.carrier, shipment.account, shipment.carrier_name, shipment.references, shipment.status)


def _references(legs: Iterable[Shipment]) -> References:
    """All the numbers; of two of a kind that of the leg named first."""
    told: Mapping[str, str | None] = {}
    for leg in legs:
        named = {each.name: getattr(leg.references, each.name) for each in fields(leg.references)}
        told = {**named, **{name: number for name, number in told.items() if number is not None}}
    return References(**told)


def _events(part: JourneyLeg, *, last: bool) -> Iterable[TrackingEvent]:
    """A leg's events, each with its carrier; what it delivered before the last leg it handed to the next carrier."""
    for event in part.tracked.shipment.events:
        told = replace(event, carrier_name=part.tracked.shipment.carrier_name)
        if event.status is Status.DELIVERED and not last:
            told = replace(told, status=Status.IN_TRANSIT, milestone=Milestone.HANDED_OVER)
        yield told


def _last_location(legs: Sequence[Shipment]) -> Location | None:
    """Where the current leg was seen last; before that is known, where any was."""
    return next((leg.last_location for leg in legs if leg.last_location), None)
