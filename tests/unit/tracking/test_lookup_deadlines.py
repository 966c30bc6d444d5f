"""What one view waits for in all: a warm page 0.2 seconds, however many carriers hang."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.support.fakes import Clock, FakeClient, MakeTracker, order, shipment, slow
from tests.support.queries import numbers
from tracking_site.domain.errors import UnknownShipment
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import References, Shipment, Status
from tracking_site.preview.fake_tracker import FakeRevocations
from tracking_site.tracking.journeys import Journeys
from tracking_site.tracking.lookup import BrandScope, Lookup, LookupResults
from tracking_site.tracking.sealed_links import LinkSealer
from tracking_site.tracking.stores import LEG_WAIT_SECONDS, STALE_WAIT_SECONDS, Deadlines
from tracking_site.tracking.tracker import Tracker

AT_ONCE = STALE_WAIT_SECONDS + 0.15
"""The time limit, in seconds, of a warm view on a busy machine."""
AWB = "160-55512340"
ORDERS = frozenset({ReferenceKind.ORDER_NUMBER})
BRAND = BrandScope("northwind", {"mile": ORDERS, "late": ORDERS, "later": frozenset({ReferenceKind.TRIP_NAME})})


def trip(account: str = "later") -> ShipmentRef:
    return ShipmentRef(account, Reference(ReferenceKind.TRIP_NAME, "TRIP-84"))


class Index:
    """A journey index with fixed shipments."""

    def __init__(self, *refs: ShipmentRef) -> None:
        self.refs = refs

    def by_air_waybill(self, keys: object, accounts: object, limit: int) -> list[ShipmentRef]:
        return list(self.refs[:limit])


def flown(account: str) -> FakeClient:
    return FakeClient(shipment(account=account, references=_numbers(account)))


def _numbers(account: str) -> References:
    return References(order_number="GR432U5" if account != "later" else None, trip_name=None, awb_number=AWB)


def lookup_of(tracker: Tracker, *legs: ShipmentRef) -> Lookup:
    return Lookup(
        tracker,
        LinkSealer(["a secret of at least thirty-two bytes"]),
        FakeRevocations(),
        Journeys(tracker, Index(*legs)),
    )


def seconds(view: Callable[[], LookupResults]) -> tuple[float, LookupResults]:
    began = time.monotonic()
    results = view()
    return time.monotonic() - began, results


@contextmanager
def hanging(*clients: FakeClient) -> Iterator[None]:
    with ExitStack() as stack:
        for client in clients:
            says = client.answer
            stack.enter_context(slow(client, says if isinstance(says, Shipment) else shipment()))
        yield


def test_a_view_has_one_deadline_where_its_shipment_is_cached_and_two_where_it_is_not() -> None:
    warm, cold = Deadlines.of_view(100.0, warm=True), Deadlines.of_view(100.0, warm=False)
    assert warm.cached == warm.uncached == 100.0 + STALE_WAIT_SECONDS
    assert cold.uncached > cold.cached == warm.cached


def test_the_legs_of_a_warm_view_have_no_time_of_their_own() -> None:
    warm = Deadlines.of_view(100.0, warm=True)
    assert warm.for_legs(100.15) == warm
    assert warm.for_legs(109.0) == warm


def test_the_legs_of_a_cold_view_have_two_seconds_and_never_longer_than_the_view() -> None:
    cold = Deadlines.of_view(100.0, warm=False)
    assert cold.for_legs(101.0).uncached == 101.0 + LEG_WAIT_SECONDS
    assert cold.for_legs(101.0).cached == 101.0 + STALE_WAIT_SECONDS
    assert cold.for_legs(159.5).uncached == cold.uncached


def test_a_view_is_warm_as_long_as_a_shipment_of_it_can_be_shown(make_tracker: MakeTracker, clock: Clock) -> None:
    client = FakeClient(shipment())
    tracker = make_tracker(mile=client, late=FakeClient(UnknownShipment()))
    refs = [order(), order(account="late")]
    assert not tracker.deadlines(refs).warm
    tracker.track_all(refs)
    assert tracker.deadlines(refs).warm
    assert not tracker.deadlines(refs[1:]).warm, "a number that is not known is nothing to show"
    clock.pass_by(8 * 86_400)
    assert not tracker.deadlines(refs).warm


@pytest.mark.parametrize("opened", ["link", "number"])
def test_a_warm_journey_waits_once_for_both_of_its_hanging_carriers(
    make_tracker: MakeTracker, clock: Clock, opened: str
) -> None:
    own, leg = flown("mile"), flown("later")
    tracker = make_tracker(mile=own, later=leg, late=FakeClient(UnknownShipment()))
    lookup = lookup_of(tracker, trip())
    link = lookup.open_link(BRAND, lookup.seal("northwind", order()))
    tracker.track_all([order(), trip(), order(account="late")])
    clock.pass_by(61)
    with hanging(own, leg):
        taken, results = seconds(
            lambda: (
                lookup.by_link(BRAND, link)
                if opened == "link"
                else lookup.by_number(BRAND, numbers({"ordno": ["GR432U5"]}))
            )
        )
        assert taken < AT_ONCE
        assert len(results.shipments[0].tracking.shipment.legs) == 2


def test_a_leg_that_is_not_cached_does_not_hold_up_a_warm_page_and_is_on_the_next_one(
    make_tracker: MakeTracker,
) -> None:
    own, leg = flown("mile"), flown("later")
    tracker = make_tracker(mile=own, later=leg)
    lookup = lookup_of(tracker, trip())
    link = lookup.open_link(BRAND, lookup.seal("northwind", order()))
    tracker.track(order())
    with slow(leg, shipment(account="later", references=_numbers("later"))) as carrier:
        taken, results = seconds(lambda: lookup.by_link(BRAND, link))
        assert taken < AT_ONCE
        assert (results.shipments[0].tracking.shipment.legs, results.unavailable) == ((), ("later",))
        carrier.gate.set()
        tracker.track(trip())
    _, results = seconds(lambda: lookup.by_link(BRAND, link))
    assert (len(results.shipments[0].tracking.shipment.legs), results.unavailable) == (2, ())


def test_a_cold_page_waits_for_a_leg_that_is_not_cached(make_tracker: MakeTracker) -> None:
    def answer(_: Reference) -> Shipment:
        time.sleep(0.4)
        return shipment(account="later", references=_numbers("later"))

    lookup = lookup_of(make_tracker(mile=flown("mile"), later=FakeClient(answer)), trip())
    link = lookup.open_link(BRAND, lookup.seal("northwind", order()))
    assert len(lookup.by_link(BRAND, link).shipments[0].tracking.shipment.legs) == 2


def test_a_warm_number_does_not_wait_for_an_account_that_hangs(make_tracker: MakeTracker) -> None:
    own, other = FakeClient(shipment()), FakeClient(shipment(account="late"))
    tracker = make_tracker(mile=own, late=other)
    tracker.track(order())
    with hanging(other):
        taken, results = seconds(lambda: lookup_of(tracker).by_number(BRAND, numbers({"ordno": ["GR432U5"]})))
    assert taken < AT_ONCE
    assert [each.ref.account for each in results.shipments] == ["mile"]
    assert results.unavailable == ("late",)


def test_an_account_that_did_not_know_the_number_is_not_named_while_it_is_slow(
    make_tracker: MakeTracker, clock: Clock
) -> None:
    other = FakeClient(UnknownShipment())
    tracker = make_tracker(mile=FakeClient(shipment()), late=other)
    tracker.track_all([order(), order(account="late")])
    clock.pass_by(31)
    with hanging(other):
        taken, results = seconds(lambda: lookup_of(tracker).by_number(BRAND, numbers({"ordno": ["GR432U5"]})))
    assert taken < AT_ONCE
    assert results.unavailable == ()


def test_the_spellings_of_a_number_share_the_wait(make_tracker: MakeTracker) -> None:
    """As typed it is not known yet, and its carrier hangs; in capitals it is cached."""

    def answer(reference: Reference) -> Shipment:
        if reference.value != "GR432U5":
            time.sleep(1)
        return shipment(Status.PICKED_UP)

    unknown = FakeClient(UnknownShipment())
    tracker = make_tracker(mile=FakeClient(answer), late=unknown, later=unknown)
    tracker.track_all([order(), order(account="late")])
    taken, results = seconds(lambda: lookup_of(tracker).by_number(BRAND, numbers({"q": ["gr432u5"]})))
    assert taken < AT_ONCE
    assert results.shipments[0].tracking.shipment.status is Status.PICKED_UP


def test_the_postcodes_of_a_warm_number_do_not_wait_for_an_account_that_hangs(make_tracker: MakeTracker) -> None:
    other = FakeClient(shipment(account="late"))
    tracker = make_tracker(mile=FakeClient(shipment()), late=other)
    tracker.track(order())
    with hanging(other):
        began = time.monotonic()
        assert lookup_of(tracker).postcodes(BRAND, numbers({"ordno": ["GR432U5"]})) == {}
        assert time.monotonic() - began < AT_ONCE
