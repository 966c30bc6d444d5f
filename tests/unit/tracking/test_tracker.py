"""The tracker: one fetch at a time for each reference, and separate cache entries for separate references."""

import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from tests.support.fakes import LONG, Clock, FakeClient, MakeTracker, order, shipment, slow
from tracking_site.domain.errors import (
    CarrierFailure,
    CarrierServerError,
    CarrierUnreachable,
    CarrierUnreadable,
    TrackingError,
    UnknownShipment,
)
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import Shipment, Status, TrackingEvent, TrackingResult
from tracking_site.tracking.stores import CachedResult

DOWN = CarrierUnreachable("mile", "refused")


def test_fifty_parallel_views_make_one_call_to_the_carrier(make_tracker: MakeTracker) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    together = threading.Barrier(50)

    def view(_: int) -> TrackingResult:
        together.wait(LONG)
        return tracker.track(order())

    with slow(line, shipment(Status.PICKED_UP)) as carrier, ThreadPoolExecutor(50) as viewers:
        views = [viewers.submit(view, number) for number in range(50)]
        time.sleep(0.05)
        carrier.gate.set()
        assert {each.result(LONG).shipment.status for each in views} == {Status.PICKED_UP}
    assert len(line.requested) == 1


def test_a_view_after_a_fetch_has_ended_starts_a_new_fetch(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    for _ in range(3):
        tracker.track(order())
        clock.pass_by(61)
    assert len(line.requested) == 3


def test_the_same_number_at_another_account_or_of_another_kind_is_another_shipment(make_tracker: MakeTracker) -> None:
    mile, later = FakeClient(shipment(Status.PENDING)), FakeClient(shipment(Status.CANCELLED, account="later"))
    tracker = make_tracker(mile=mile, later=later)
    trip = ShipmentRef("mile", Reference(ReferenceKind.TRIP_NAME, "GR432U5"))
    assert tracker.track(order()).shipment.status is Status.PENDING
    assert tracker.track(order(account="later")).shipment.status is Status.CANCELLED
    tracker.track(trip)
    assert [len(mile.requested), len(later.requested)] == [2, 1]


def test_cache_keys_do_not_reveal_the_number(make_tracker: MakeTracker) -> None:
    class Open(dict[str, CachedResult]):
        def put(self, key: str, kept: CachedResult) -> None:
            self[key] = kept

    cache = Open()
    secret = "0ddba110-5c4b-4d7e-9a61-000000000001"
    ref = ShipmentRef("nord", Reference(ReferenceKind.JOB_ID, "10610600-5c4b-4d7e-9a61-000000000001", secret))
    make_tracker(cache, nord=FakeClient(shipment(account="nord"))).track(ref)
    (key,) = cache
    assert not any(content in key for content in ("nord", "10610600", "0ddba110"))
    assert secret not in repr(cache)


def test_an_unknown_status_word_is_logged_once(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(lambda reference: shipment(Status.UNKNOWN, carrier_status=f"WORD{reference.value}"))
    tracker = make_tracker(mile=line)
    with capture_logs() as written:
        for number in ("1", "1", "2"):
            tracker.track(order(number))
            clock.pass_by(61)
    content = [(entry["event"], entry["carrier"], entry["word"]) for entry in written]
    assert content == [("unknown_carrier_status", "loginext", "WORD1"), ("unknown_carrier_status", "loginext", "WORD2")]
    assert len(line.requested) == 3


def test_the_number_of_logged_status_words_is_limited(make_tracker: MakeTracker) -> None:
    line = FakeClient(lambda reference: shipment(Status.UNKNOWN, carrier_status=reference.value))
    tracker = make_tracker(mile=line)
    with capture_logs() as written:
        tracker.track_all([order(str(number)) for number in range(1_200)])
    assert len(written) == 1000


def test_accounts_are_called_in_parallel(make_tracker: MakeTracker) -> None:
    together = threading.Barrier(6)

    def answer(_: Reference) -> Shipment:
        together.wait(LONG)  # passes only where all six are asked before any has answered
        time.sleep(0.2)
        return shipment()

    fakes = {f"a{number}": FakeClient(answer) for number in range(6)}
    began = time.monotonic()
    outcomes = make_tracker(**fakes).track_all([order(account=name) for name in fakes])
    assert time.monotonic() - began < 0.9
    assert all(isinstance(outcome, TrackingResult) for outcome in outcomes)


def test_a_failing_account_does_not_hide_the_results_of_others(make_tracker: MakeTracker) -> None:
    tracker = make_tracker(
        down=FakeClient(CarrierUnreachable("down")), without=FakeClient(UnknownShipment()), mile=FakeClient(shipment())
    )
    outcomes = tracker.track_all([order(account=name) for name in ("down", "without", "mile")])
    assert [type(outcome) for outcome in outcomes] == [CarrierUnreachable, UnknownShipment, TrackingResult]


def test_no_references_give_no_outcomes(make_tracker: MakeTracker) -> None:
    assert make_tracker().track_all(()) == ()


@pytest.mark.parametrize("error", [UnknownShipment("no such order"), CarrierServerError("mile", "answered 500")])
def test_a_cached_error_does_not_collect_tracebacks(make_tracker: MakeTracker, error: TrackingError) -> None:
    tracker = make_tracker(mile=FakeClient(error))
    depths = []
    for _ in range(4):
        with pytest.raises(type(error)) as raised:
            tracker.track(order())
        depths.append(len(traceback.extract_tb(raised.tb)))
    assert len(set(depths)) == 1
    assert not any("carrier" in frame.name for frame in traceback.extract_tb(raised.tb))


def test_an_exception_in_an_adapter_does_not_block_the_next_view(make_tracker: MakeTracker) -> None:
    line = FakeClient(RuntimeError("a fault nobody thought of"))
    tracker = make_tracker(mile=line)
    with pytest.raises(CarrierUnreadable):
        tracker.track(order())
    line.answer = shipment()
    assert tracker.track(order()).shipment == shipment()


def test_events_are_sorted(make_tracker: MakeTracker) -> None:
    events = tuple(
        TrackingEvent(datetime(2026, 11, day, 8, tzinfo=UTC), Status.IN_TRANSIT, "Arrived") for day in (20, 23, 20, 21)
    )
    shown = make_tracker(mile=FakeClient(shipment(events=events))).track(order())
    assert [event.time.day for event in shown.shipment.events if event.time] == [23, 21, 20]


def test_a_result_has_the_time_of_the_fetch(make_tracker: MakeTracker, clock: Clock) -> None:
    line = FakeClient(shipment())
    tracker = make_tracker(mile=line)
    before = datetime.now(UTC)
    first = tracker.track(order())
    after = datetime.now(UTC)
    line.answer = DOWN
    clock.pass_by(600)
    assert before <= first.fetched_at <= after
    assert tracker.track(order()).fetched_at == first.fetched_at


def test_the_carriers_own_failure_is_raised(make_tracker: MakeTracker) -> None:
    tracker = make_tracker(mile=FakeClient(CarrierServerError("mile", "answered 502", 12.0)))
    with pytest.raises(CarrierFailure) as raised:
        tracker.track(order())
    assert (raised.value.account, raised.value.retry_after) == ("mile", 12.0)
