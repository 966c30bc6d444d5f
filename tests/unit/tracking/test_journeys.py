"""Journeys: merging of the legs of several carriers, and shipments that are not a journey."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fakes import FakeClient, MakeTracker, slow
from tracking_site.domain.air_waybill import air_waybill_key
from tracking_site.domain.errors import CarrierUnreachable, StoreUnavailable
from tracking_site.domain.order_legs import LegDirection, LegKind, OrderLeg
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import (
    DeliveryWindow,
    Milestone,
    PersonalData,
    References,
    Shipment,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.journeys import MAX_LEGS, JourneyLeg, Journeys, current_leg, merge_legs, same_journey
from tracking_site.tracking.stores import Deadlines

AWB = "160-55512340"
SLI, ORDER, TRIP, JOB = (
    ReferenceKind.SLI_NUMBER,
    ReferenceKind.ORDER_NUMBER,
    ReferenceKind.TRIP_NAME,
    ReferenceKind.JOB_ID,
)


def at(hour: int) -> datetime:
    return datetime(2026, 11, 23, hour, tzinfo=UTC)


def leg(kind: ReferenceKind, status: Status, *content: TrackingEvent, awb: str | None = AWB, **more: Any) -> JourneyLeg:
    carrier, name = {SLI: ("leaps", "GEODIS"), JOB: ("logis", "Nord")}.get(kind, ("loginext", "LogiNext"))
    numbers = {
        SLI: References(sli_number="10482203", awb_number=awb),
        ORDER: References(order_number="GR432U5", awb_number=awb),
        TRIP: References(trip_name="TRIP-84", awb_number=awb),
        JOB: References(job_id="1", awb_number=awb),
    }[kind]
    shipment = Shipment(carrier, carrier, name, numbers, status, events=content, **more)
    return JourneyLeg(ShipmentRef(carrier, Reference(kind, "1")), TrackingResult(shipment, at(12)))


FLOWN = leg(
    SLI,
    Status.DELIVERED,
    TrackingEvent(at(8), Status.DELIVERED, "Delivered", Milestone.DELIVERED),
    TrackingEvent(at(2), Status.PICKED_UP, "Picked up", Milestone.COLLECTED),
    delivered_at=at(8),
    estimated_delivery=DeliveryWindow(at(7), None),
    personal=PersonalData(recipient="Maude"),
)
OUT = leg(
    ORDER,
    Status.OUT_FOR_DELIVERY,
    TrackingEvent(at(9), Status.OUT_FOR_DELIVERY, milestone=Milestone.OUT_FOR_DELIVERY),
    stops_before=2,
    estimated_delivery=DeliveryWindow(at(13), at(14)),
)
WAITING = leg(ORDER, Status.INFO_RECEIVED)


def whole(own: JourneyLeg, *others: JourneyLeg) -> Shipment:
    return merge_legs(own, others).shipment


def test_a_delivered_flight_leg_does_not_make_the_journey_delivered() -> None:
    content = whole(FLOWN, OUT)
    assert (content.status, content.delivered_at, content.stops_before) == (Status.OUT_FOR_DELIVERY, None, 2)
    assert content.estimated_delivery == DeliveryWindow(at(13), at(14))
    assert [(event.status, event.milestone, event.carrier_name) for event in content.events] == [
        (Status.OUT_FOR_DELIVERY, Milestone.OUT_FOR_DELIVERY, "LogiNext"),
        (Status.IN_TRANSIT, Milestone.HANDED_OVER, "GEODIS"),
        (Status.PICKED_UP, Milestone.COLLECTED, "GEODIS"),
    ]


def test_between_legs_the_parcel_is_in_transit_and_the_last_legs_estimate_applies() -> None:
    content = whole(FLOWN, WAITING)
    assert (content.status, content.carrier, content.delivered_at) == (Status.IN_TRANSIT, "leaps", None)
    assert content.estimated_delivery is None, "the time of a leg that has arrived is over, and nothing is late"
    flying = leg(SLI, Status.IN_TRANSIT, estimated_delivery=DeliveryWindow(at(7), None))
    assert whole(flying, WAITING).estimated_delivery == DeliveryWindow(at(7), None), "the last leg has none"


def test_promise_and_delay_are_those_of_the_leg_with_the_estimate() -> None:
    late = leg(
        ORDER,
        Status.OUT_FOR_DELIVERY,
        estimated_delivery=DeliveryWindow(at(15), at(15)),
        promised_delivery=DeliveryWindow(at(13), at(14)),
        delay=timedelta(minutes=60),
    )
    first = leg(
        SLI, Status.DELIVERED, promised_delivery=DeliveryWindow(None, at(3)), delay=timedelta(), awaits_collection=True
    )
    content = whole(first, late)
    assert (content.promised_delivery, content.delay) == (DeliveryWindow(at(13), at(14)), timedelta(minutes=60))
    assert whole(late, first) == content


def test_only_the_last_leg_waits_to_be_collected_by_the_recipient() -> None:
    assert whole(FLOWN, leg(ORDER, Status.OUT_FOR_DELIVERY, awaits_collection=True)).awaits_collection
    assert not whole(leg(SLI, Status.IN_TRANSIT, awaits_collection=True), WAITING).awaits_collection


def test_a_journey_is_delivered_with_its_last_leg() -> None:
    over = leg(ORDER, Status.DELIVERED, delivered_at=at(11))
    assert (whole(FLOWN, over).status, whole(FLOWN, over).delivered_at) == (Status.DELIVERED, at(11))


FIRST_MILE = leg(
    ORDER,
    Status.IN_TRANSIT,
    TrackingEvent(at(1), Status.IN_TRANSIT, milestone=Milestone.REACHED_HUB),
    order_legs=(OrderLeg(LegKind.COLLECTION, LegDirection.FORWARD),),
)
RETURN = leg(ORDER, Status.IN_TRANSIT, order_legs=(OrderLeg(LegKind.DELIVERY, LegDirection.BACK),))


def test_a_first_mile_is_the_first_leg_and_holds_up_no_delivery() -> None:
    for content in (whole(FLOWN, FIRST_MILE), whole(FIRST_MILE, FLOWN)):
        assert (content.status, content.delivered_at) == (Status.DELIVERED, at(8))
        assert [each.carrier for each in content.legs] == ["leaps", "loginext"]
        assert content.events[0].milestone is Milestone.DELIVERED
    flying = replace(FLOWN, tracking=TrackingResult(replace(FLOWN.tracking.shipment, status=Status.IN_TRANSIT), at(12)))
    assert whole(FIRST_MILE, flying).carrier == "leaps"


def test_a_first_mile_is_a_part_of_its_own_beside_the_delivery_of_the_same_account() -> None:
    assert same_journey((FIRST_MILE, FLOWN, OUT))
    assert whole(FIRST_MILE, FLOWN, OUT).status is Status.OUT_FOR_DELIVERY
    assert not same_journey((FIRST_MILE, FIRST_MILE))


def test_a_way_back_follows_the_delivery_and_counts_once_it_has_begun() -> None:
    assert whole(FLOWN, RETURN).status is Status.IN_TRANSIT
    assert whole(FLOWN, RETURN).estimated_delivery is None
    milestones = [event.milestone for event in whole(FLOWN, RETURN).events]
    assert Milestone.DELIVERED in milestones, "a delivery before the way back is no handover"
    waiting = replace(RETURN.tracking.shipment, status=Status.INFO_RECEIVED)
    content = whole(FLOWN, replace(RETURN, tracking=TrackingResult(waiting, at(12))))
    assert (content.status, content.delivered_at) == (Status.DELIVERED, at(8))


def test_a_cancelled_leg_is_not_part_of_the_route() -> None:
    content = whole(FLOWN, leg(ORDER, Status.CANCELLED))
    assert (content.status, content.delivered_at) == (Status.DELIVERED, at(8))
    assert len(content.legs) == 2


def test_personal_data_come_from_the_opened_leg() -> None:
    assert whole(FLOWN, OUT).personal == PersonalData(recipient="Maude")
    assert whole(OUT, FLOWN).personal is None


def test_a_journey_is_as_stale_as_its_stalest_leg() -> None:
    assert merge_legs(OUT, [replace(FLOWN, tracking=replace(FLOWN.tracking, stale=True))]).stale


EVENTS = st.lists(
    st.builds(TrackingEvent, st.sampled_from([at(hour) for hour in range(5)]), st.sampled_from(Status)),
    max_size=4,
    unique=True,
)
LEGS = st.tuples(*(st.builds(leg, st.just(kind), st.sampled_from(Status)) for kind in (SLI, TRIP, ORDER, JOB)))


@given(legs=LEGS, content=st.tuples(EVENTS, EVENTS, EVENTS, EVENTS))
def test_the_journey_is_the_same_from_every_leg(
    legs: Sequence[JourneyLeg], content: Sequence[Sequence[TrackingEvent]]
) -> None:
    parts = [
        _telling(part, f"Carrier {turn}", events) for turn, (part, events) in enumerate(zip(legs, content, strict=True))
    ]
    found_legs = {_without_order(whole(*order)) for order in permutations(parts)}
    assert len(found_legs) == 1
    assert [len(each.events) for each in found_legs] == [sum(map(len, content))], "no event is lost"


def _telling(part: JourneyLeg, carrier: str, events: Sequence[TrackingEvent]) -> JourneyLeg:
    """Return a leg with its own carrier name, since equal events of two legs of one carrier are merged."""
    shipment = replace(part.tracking.shipment, carrier_name=carrier, events=tuple(events))
    return replace(part, tracking=replace(part.tracking, shipment=shipment))


def _without_order(content: Shipment) -> Shipment:
    """Return the shipment with its events in an order that is independent of the order of equal times."""
    return replace(content, events=tuple(sorted(content.events, key=repr)))


def test_the_current_leg_is_the_last_that_has_begun() -> None:
    assert current_leg((OUT, FLOWN)) is OUT
    assert current_leg((WAITING, FLOWN)) is FLOWN
    assert current_leg((WAITING, leg(SLI, Status.PENDING))).ref.reference.kind is SLI


def test_only_shipments_with_the_same_number_are_one_journey() -> None:
    assert same_journey((FLOWN, OUT))
    assert not same_journey((FLOWN, leg(ORDER, Status.IN_TRANSIT, awb="160-55512351")))
    assert not same_journey((leg(SLI, Status.IN_TRANSIT, awb=None), leg(ORDER, Status.IN_TRANSIT, awb=None)))
    assert not same_journey((OUT, OUT)), "two orders of one account"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("160-5551 2340", "16055512340"),
        ("mawb 160-55512340", "MAWB16055512340"),
        ("N/A", None),
        ("", None),
        (None, None),
        ("000-00000000", None),
        ("TBA TBA", None),
        ("12", None),
        ("9" * 101, None),
    ],
)
def test_an_air_waybill_number_is_compared_by_its_letters_and_digits(written: str | None, key: str | None) -> None:
    assert air_waybill_key(written) == key


class Shared:
    """A journey index with fixed shipments, or an unavailable one."""

    def __init__(self, *found_legs: ShipmentRef, away: bool = False) -> None:
        self.found_legs, self.away = found_legs, away

    def by_air_waybill(self, keys: object, accounts: object, limit: int) -> Sequence[ShipmentRef]:
        if self.away:
            raise StoreUnavailable("away")
        return self.found_legs[:limit]


def of(number: str, account: str = "mile", kind: ReferenceKind = ORDER) -> ShipmentRef:
    return ShipmentRef(account, Reference(kind, number))


def cold() -> Deadlines:
    return Deadlines.of_view(time.monotonic(), warm=False)


def answers(reference: Reference) -> Shipment:
    return Shipment(
        "loginext", "mile", "LogiNext", References(order_number=reference.value, awb_number=AWB), Status.IN_TRANSIT
    )


def test_a_number_shared_by_many_orders_does_not_make_a_journey(make_tracker: MakeTracker) -> None:
    journeys = Journeys(make_tracker(mile=FakeClient(answers)), Shared(of("A"), of("B")))
    assert journeys.other_legs(FLOWN, ["mile"], cold()) == ((), ())


def test_one_of_many_orders_under_a_number_names_no_other_shipment(make_tracker: MakeTracker) -> None:
    flight = ShipmentRef("geodis", Reference(SLI, "10482203"))
    tracker = make_tracker(mile=FakeClient(answers), geodis=FakeClient(FLOWN.tracking.shipment))
    own = JourneyLeg(of("A"), tracker.track(of("A")))
    others, _ = Journeys(tracker, Shared(of("A"), flight)).other_legs(own, ["mile", "geodis"], cold())
    assert [each.ref for each in others] == [flight]
    assert Journeys(tracker, Shared(of("A"), of("B"), flight)).other_legs(own, ["mile", "geodis"], cold()) == ((), ())


def test_more_candidates_than_the_maximum_of_legs_are_not_fetched(make_tracker: MakeTracker) -> None:
    line = FakeClient(answers)
    Journeys(make_tracker(mile=line), Shared(*(of(str(place)) for place in range(MAX_LEGS + 5)))).other_legs(
        FLOWN, ["mile"], cold()
    )
    assert line.requested == []


def test_the_leg_of_a_slow_or_failing_carrier_is_left_out_and_reported(
    make_tracker: MakeTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracking_site.tracking.stores.LEG_WAIT_SECONDS", 0.05)
    line = FakeClient(CarrierUnreachable("mile"))
    journeys = Journeys(make_tracker(mile=line), Shared(of("A")))
    assert journeys.other_legs(FLOWN, ["mile"], cold()) == ((), ("mile",))
    with slow(line, answers(Reference(ORDER, "A"))):
        assert journeys.other_legs(FLOWN, ["mile"], cold()) == ((), ("mile",))


def test_a_journey_is_shown_without_its_other_legs_while_the_store_is_down(make_tracker: MakeTracker) -> None:
    assert Journeys(make_tracker(), Shared(away=True)).other_legs(FLOWN, ["mile"], cold()) == ((), ())
