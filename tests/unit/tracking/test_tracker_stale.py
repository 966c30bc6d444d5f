"""Cached shipments: fresh, shown while they are fetched again, and shown while the carrier fails."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.fakes import LONG, Clock, FakeClient, MakeTracker, SlowCarrier, order, shipment, slow
from tracking_site.domain.errors import CarrierServerError, CarrierTimeout, CarrierUnreachable, UnknownShipment
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import Shipment, Status, TrackingResult
from tracking_site.tracking.stores import CachedResult
from tracking_site.tracking.tracker import Tracker

DAY = 86_400
DOWN = CarrierUnreachable("mile", "refused")
AT_ONCE = 0.3
"""The time limit, in seconds, for showing a cached shipment of a slow carrier."""


def soon(tracker: Tracker, ref: ShipmentRef) -> TrackingResult:
    """Return the outcome, which must be available at once."""
    began = time.monotonic()
    shown = tracker.track(ref)
    assert time.monotonic() - began < AT_ONCE + 0.2
    return shown


def until(tracker: Tracker, ref: ShipmentRef, status: Status) -> TrackingResult:
    """Wait until the shipment has a status, since another thread fetches it, and return it."""
    ends = time.monotonic() + LONG
    while (shown := tracker.track(ref)).shipment.status is not status:
        assert time.monotonic() < ends
        time.sleep(0.005)
    return shown


@pytest.mark.parametrize(
    ("status", "fresh"),
    [
        (Status.IN_TRANSIT, 60),
        (Status.INFO_RECEIVED, 60),
        (Status.UNKNOWN, 60),
        (Status.ATTEMPT_FAILED, 60),
        (Status.OUT_FOR_DELIVERY, 15),
        (Status.DELIVERED, 600),
        (Status.RETURNED, 600),
        (Status.CANCELLED, 600),
    ],
)
def test_a_shipment_is_fetched_again_only_when_it_is_no_longer_fresh(
    make_tracker: MakeTracker, clock: Clock, status: Status, fresh: int
) -> None:
    line = FakeClient(shipment(status))
    tracker = make_tracker(mile=line)
    first = tracker.track(order())
    clock.pass_by(fresh - 1)
    assert tracker.track(order()) is first
    assert len(line.requested) == 1
    clock.pass_by(1)
    assert tracker.track(order()).stale is False
    assert len(line.requested) == 2


def test_an_unknown_number_is_cached_for_half_a_minute(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(UnknownShipment("no such order"))
    tracker = make_tracker(mile=line)
    for passed in (0, 15, 14):
        clock.pass_by(passed)
        with pytest.raises(UnknownShipment):
            tracker.track(order())
    assert len(line.requested) == 1
    clock.pass_by(1)
    line.answer = shipment()
    assert tracker.track(order()).shipment.status is Status.IN_TRANSIT
    assert len(line.requested) == 2


def test_a_cached_unknown_number_is_not_shown_when_the_carrier_fails_later(
    make_tracker: MakeTracker, clock: Clock
) -> None:
    line = FakeClient(UnknownShipment("no such order"))
    tracker = make_tracker(mile=line)
    with pytest.raises(UnknownShipment):
        tracker.track(order())
    clock.pass_by(30)
    line.answer = DOWN
    with pytest.raises(CarrierUnreachable):
        tracker.track(order())


@pytest.mark.parametrize(("status", "days"), [(Status.IN_TRANSIT, 7), (Status.DELIVERED, 30)])
def test_the_cached_shipment_of_a_failing_carrier_is_marked_stale(
    make_tracker: MakeTracker, clock: Clock, status: Status, days: int
) -> None:
    line = FakeClient(shipment(status))
    tracker = make_tracker(mile=line)
    first = tracker.track(order())
    line.answer = DOWN
    clock.pass_by(700)
    assert tracker.track(order()) == replace(first, stale=True)
    clock.now += days * DAY - 701
    assert tracker.track(order()) == replace(first, stale=True)
    clock.pass_by(1)
    with pytest.raises(CarrierUnreachable):
        tracker.track(order())


def test_a_shipment_is_not_stale_once_its_carrier_responds_again(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    tracker.track(order())
    clock.pass_by(61)
    line.answer = DOWN
    assert tracker.track(order()).stale
    line.answer = shipment(Status.OUT_FOR_DELIVERY)
    shown = tracker.track(order())
    assert (shown.stale, shown.shipment.status) == (False, Status.OUT_FOR_DELIVERY)


def test_failures_are_not_cached(make_tracker: MakeTracker) -> None:
    line = FakeClient(CarrierServerError("mile", "answered 500"))
    tracker = make_tracker(mile=line)
    for _ in range(2):
        with pytest.raises(CarrierServerError):
            tracker.track(order())
    assert len(line.requested) == 2


def test_a_cached_shipment_of_a_slow_carrier_is_shown_without_waiting(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    first = tracker.track(order())
    clock.pass_by(61)
    with slow(line, shipment(Status.OUT_FOR_DELIVERY)) as carrier:
        assert soon(tracker, order()) == first
        assert soon(tracker, order()) == first
        assert len(line.requested) == 2, "the renewal that is under way is the only one"
        carrier.gate.set()
        assert carrier.answered.wait(LONG)
        assert until(tracker, order(), Status.OUT_FOR_DELIVERY).stale is False
    assert len(line.requested) == 2


@pytest.mark.parametrize(("age", "stale"), [(659, False), (660, True)])
def test_a_shipment_is_stale_after_the_time_for_revalidation(
    make_tracker: MakeTracker, clock: Clock, age: int, *, stale: bool
) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    tracker.track(order())
    clock.pass_by(age)
    with slow(line, shipment()):
        assert soon(tracker, order()).stale is stale


def test_a_shipment_is_stale_while_a_recently_failed_carrier_is_slow(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    tracker.track(order())
    clock.pass_by(61)
    line.answer = CarrierTimeout("mile", "no answer")
    assert tracker.track(order()).stale
    with slow(line, shipment()):
        assert soon(tracker, order()).stale


def test_a_shipment_is_not_stale_while_a_recovered_carrier_is_slow(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    for says in (shipment(), DOWN, shipment()):
        line.answer = says
        tracker.track(order())
        clock.pass_by(61)
    with slow(line, shipment()):
        assert soon(tracker, order()).stale is False


def test_several_cached_shipments_of_slow_carriers_share_one_wait(make_tracker: MakeTracker, clock: Clock) -> None:
    fakes = {name: FakeClient(shipment(account=name)) for name in ("one", "two", "three", "four")}
    tracker = make_tracker(**fakes)
    ref = [order(account=name) for name in fakes]
    tracker.track_all(ref)
    clock.pass_by(61)
    gates = [SlowCarrier(shipment()) for _ in fakes]
    for line, gate in zip(fakes.values(), gates, strict=True):
        line.answer = gate
    try:
        began = time.monotonic()
        outcomes = tracker.track_all(ref)
        assert time.monotonic() - began < AT_ONCE + 0.2
    finally:
        for gate in gates:
            gate.gate.set()
    assert all(isinstance(outcome, TrackingResult) for outcome in outcomes)


def test_an_unknown_shipment_replaces_the_cached_one_when_the_carrier_says_so_twice(
    make_tracker: MakeTracker, clock: Clock
) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    first = tracker.track(order())
    clock.pass_by(61)
    line.answer = UnknownShipment("deleted")
    for passed in (0, 2, 2.9):
        clock.pass_by(passed)
        assert tracker.track(order()) == replace(first, stale=True)
    assert len(line.requested) == 2, "it is not asked again within 5 seconds"
    clock.pass_by(0.1)
    with pytest.raises(UnknownShipment):
        tracker.track(order())
    assert len(line.requested) == 3
    line.answer = DOWN
    clock.pass_by(31)
    with pytest.raises(CarrierUnreachable):
        tracker.track(order())


def test_a_shipment_that_its_carrier_forgot_for_a_moment_is_shown_as_before(
    make_tracker: MakeTracker, clock: Clock
) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    tracker.track(order())
    clock.pass_by(61)
    line.answer = UnknownShipment("a gap")
    assert tracker.track(order()).stale
    line.answer = shipment(Status.DELIVERED)
    clock.pass_by(5)
    found = tracker.track(order())
    assert (found.shipment.status, found.stale) == (Status.DELIVERED, False)
    line.answer = UnknownShipment("another gap, long after")
    clock.pass_by(601)
    assert tracker.track(order()).stale


def test_a_failure_between_two_unknown_answers_changes_nothing(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    tracker.track(order())
    clock.pass_by(61)
    for answer in (UnknownShipment("first"), DOWN):
        line.answer = answer
        assert tracker.track(order()).stale
        clock.pass_by(5)
    line.answer = UnknownShipment("second")
    with pytest.raises(UnknownShipment):
        tracker.track(order())


def test_a_shipment_that_may_no_longer_be_shown_is_unknown_at_once(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    tracker.track(order())
    clock.pass_by(8 * DAY)
    line.answer = UnknownShipment("long gone")
    with pytest.raises(UnknownShipment):
        tracker.track(order())


def test_a_wrong_review_key_does_not_find_the_result_cached_for_the_right_one(
    make_tracker: MakeTracker, clock: Clock
) -> None:
    job = "10610600-5c4b-4d7e-9a61-000000000001"
    right, wrong = (f"0ddba11{number}-5c4b-4d7e-9a61-000000000001" for number in (1, 2))

    def logis(reference: Reference) -> Shipment:
        if reference.review_key != right:
            raise UnknownShipment("the review key is not the job's")
        return shipment(account="nord", verifies=True)

    def ref(key: str | None) -> ShipmentRef:
        return ShipmentRef("nord", Reference(ReferenceKind.JOB_ID, job, key))

    line = FakeClient(logis)
    tracker = make_tracker(nord=line)
    assert tracker.track(ref(right)).shipment.verifies
    for key in (wrong, None):
        with pytest.raises(UnknownShipment):
            tracker.track(ref(key))
    assert tracker.track(ref(right)).shipment.verifies
    assert len(line.requested) == 3
    clock.pass_by(61)
    line.answer = CarrierUnreachable("nord")
    assert tracker.track(ref(right)).stale
    with pytest.raises(CarrierUnreachable):
        tracker.track(ref(wrong))


def test_changes_of_the_system_clock_do_not_affect_the_cache(make_tracker: MakeTracker, clock: Clock) -> None:
    """The age of an answer is measured with the monotonic clock."""
    long_ago = CachedResult(TrackingResult(shipment(), datetime(2001, 1, 1, tzinfo=UTC)), clock.now)

    class Holding:
        def get(self, _: str) -> CachedResult:
            return long_ago

        def put(self, _: str, __: CachedResult) -> None: ...

    line = FakeClient(DOWN)
    tracker = make_tracker(Holding(), mile=line)
    assert tracker.track(order()) is long_ago.answer
    assert line.requested == []
