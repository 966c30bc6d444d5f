"""The event store: events are stored once, and a status that changed between two fetches is an event."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from tests.support.fakes import FakeClient, clients
from tracking_site.config import Freshness
from tracking_site.domain.order_legs import LegDirection, LegKind, OrderLeg
from tracking_site.domain.recorded_history import ArrivalEstimate, RecordedHistory, RecordedStep, WebhookUpdate
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import DeliveryWindow, Milestone, References, Shipment, Status, TrackingEvent
from tracking_site.storage.database import Database
from tracking_site.storage.erasure import DAY, purge
from tracking_site.storage.event_store import FETCH_RECORD_SECONDS, EventStore
from tracking_site.storage.journey_index import JourneyIndex
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.storage.schema import events, shipments
from tracking_site.tracking.fetcher import ShipmentFetcher
from tracking_site.tracking.history import merged
from tracking_site.tracking.recorded_history import apply_history
from tracking_site.tracking.stores import CachedResult
from tracking_site.tracking.tracker import Tracker

ORDER = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "GR432U5"))
NOW = 1_800_000_000.0
PICKED = TrackingEvent(datetime.fromtimestamp(NOW - 60, UTC), Status.PICKED_UP, milestone=Milestone.COLLECTED)


@pytest.fixture
def store(database: Database) -> EventStore:
    return EventStore(database, JourneyIndex(database))


def seen(status: Status, *content: TrackingEvent) -> Shipment:
    return Shipment("loginext", "mile", "LogiNext", References(order_number="GR432U5"), status, events=content)


def test_a_status_that_changed_between_two_fetches_becomes_an_observed_event(store: EventStore) -> None:
    for after, status in enumerate((Status.INFO_RECEIVED, Status.INFO_RECEIVED, Status.IN_TRANSIT, Status.DELIVERED)):
        store.record_fetch(ORDER, seen(status), NOW + after * 100)
    found = store.history_of(ORDER).events
    assert [(event.status, event.time, event.observed) for event in found] == [
        (Status.IN_TRANSIT, datetime.fromtimestamp(NOW + 200, UTC), True),
        (Status.DELIVERED, datetime.fromtimestamp(NOW + 300, UTC), True),
    ]


def test_the_first_fetch_and_an_unknown_status_give_no_events(store: EventStore) -> None:
    store.record_fetch(ORDER, seen(Status.IN_TRANSIT), NOW)
    store.record_fetch(ORDER, seen(Status.UNKNOWN), NOW + 1)
    store.record_fetch(ORDER, seen(Status.IN_TRANSIT), NOW + 2)
    assert store.history_of(ORDER).events == []


def test_a_reported_status_is_not_also_an_observed_event(store: EventStore) -> None:
    store.record_fetch(ORDER, seen(Status.INFO_RECEIVED), NOW)
    store.record_fetch(ORDER, seen(Status.PICKED_UP), NOW + 100)
    assert merged((PICKED,), store.history_of(ORDER).events) == (PICKED,)
    assert [event.observed for event in merged((), store.history_of(ORDER).events)] == [True]


def test_a_repeated_event_is_stored_once(store: EventStore) -> None:
    for turn in range(5):
        store.record_webhook(
            "mile", WebhookUpdate("PICKEDUPNOTIFICATION", ORDER.reference, PICKED, "435-1"), NOW + turn
        )
    assert store.history_of(ORDER).events == [PICKED]


def test_what_a_webhook_says_of_a_leg_is_stored_with_the_word_and_makes_the_order_known(store: EventStore) -> None:
    leg = OrderLeg(LegKind.COLLECTION, LegDirection.BACK, to_pickup_point=True)
    step = WebhookUpdate("DELIVEREDNOTIFICATION", ORDER.reference, PICKED, leg=leg, word="DELIVERED")
    notice = WebhookUpdate("ORDERUPDATENOTIFICATION", ORDER.reference, leg=OrderLeg())
    for update in (step, notice, step, notice):
        store.record_webhook("mile", update, NOW)
    found = store.history_of(ORDER)
    assert PICKED.time is not None
    assert found.steps == [
        RecordedStep(datetime.fromtimestamp(NOW - 60, UTC), leg, "DELIVERED", PICKED),
        RecordedStep(datetime.fromtimestamp(NOW, UTC), OrderLeg(), None, None),
    ]
    assert (found.events, found.is_known) == ([], True)


def test_a_webhook_without_details_makes_no_order_known(store: EventStore) -> None:
    store.record_webhook("mile", WebhookUpdate("SOMETHING NEW", ORDER.reference), NOW)
    assert not store.history_of(ORDER).is_known


def promising(minutes: int, given: int | None) -> WebhookUpdate:
    promised = ArrivalEstimate(window(minutes), given_at=None if given is None else moment(given), to_recipient=True)
    return WebhookUpdate("ORDERUPDATENOTIFICATION", ORDER.reference, leg=OrderLeg(), promised=promised)


def test_the_newest_promise_is_stored_beside_the_estimates(store: EventStore) -> None:
    for update in (promising(60, 1), revised(120, 3), promising(90, 5), promising(70, 2), revised(120, 3)):
        store.record_webhook("mile", update, NOW + 60 * 30)
    found = store.history_of(ORDER)
    assert found.promised == ArrivalEstimate(window(90), None, moment(5), to_recipient=True)
    assert found.arrival == ArrivalEstimate(window(120), None, moment(3))


def test_repeated_unchanged_fetches_write_nothing_for_an_hour(store: EventStore, database: Database) -> None:
    for after in range(0, int(2 * FETCH_RECORD_SECONDS), 600):
        store.record_fetch(ORDER, seen(Status.IN_TRANSIT), NOW + after)
    with database.reading() as connection:
        looked = connection.execute(select(shipments.c.fetched_at)).scalar_one()
        count = connection.execute(select(func.count()).select_from(events)).scalar_one()
    assert (looked, count) == (NOW + FETCH_RECORD_SECONDS, 0)


def test_an_ended_shipment_is_purged_in_time_even_if_it_is_viewed(store: EventStore, database: Database) -> None:
    store.record_fetch(ORDER, seen(Status.DELIVERED), NOW)
    store.record_fetch(ORDER, seen(Status.DELIVERED), NOW + 29 * DAY)
    assert purge(database, NOW + 30 * DAY - 1, 30) == 0
    assert purge(database, NOW + 30 * DAY + 1, 30) == 1


def test_the_tracker_shows_an_observed_change(store: EventStore) -> None:
    now = [Status.INFO_RECEIVED]
    client = FakeClient(lambda _: seen(now[0]))
    cache = MemoryCache[CachedResult](10, 100.0)
    with ThreadPoolExecutor(2) as threads:
        fetcher = ShipmentFetcher(clients(mile=client), store)
        tracker = Tracker(fetcher, cache, Freshness(fresh=0.0, renewing=0.0), threads)
        first = tracker.track(ORDER).shipment
        now[0] = Status.IN_TRANSIT
        tracker.drop(ORDER.key)
        second = tracker.track(ORDER).shipment
    assert first.events == ()
    assert [(event.status, event.observed) for event in second.events] == [(Status.IN_TRANSIT, True)]


def moment(minutes: int) -> datetime:
    return datetime.fromtimestamp(NOW + 60 * minutes, UTC)


def window(minutes: int) -> DeliveryWindow:
    return DeliveryWindow(moment(minutes), moment(minutes + 30))


def revised(minutes: int, content: int, stops: int | None = None) -> WebhookUpdate:
    arrival = ArrivalEstimate(window(minutes), stops, moment(content))
    return WebhookUpdate("REVISEETANOTIFICATION", ORDER.reference, arrival=arrival)


def expecting(minutes: int) -> Shipment:
    return replace(seen(Status.OUT_FOR_DELIVERY), estimated_delivery=window(minutes))


@pytest.mark.parametrize("seed", range(6))
def test_the_newest_estimate_applies_in_any_order_of_receipt(store: EventStore, seed: int) -> None:
    content = [revised(120, 0), revised(150, 10, 4), revised(140, 20, 2), revised(140, 20, 2)]
    random.Random(seed).shuffle(content)
    for notice in content:
        store.record_webhook("mile", notice, NOW + 60 * 30)
    found = store.history_of(ORDER)
    assert found.arrival == ArrivalEstimate(window(140), 2, moment(20))
    assert found.first_expected == window(120)


def test_a_new_estimate_of_the_carrier_replaces_an_older_one_of_a_webhook(store: EventStore) -> None:
    store.record_fetch(ORDER, expecting(120), NOW)
    store.record_webhook("mile", revised(150, 10), NOW + 60 * 10)
    store.record_fetch(ORDER, expecting(120), NOW + 60 * 11)
    assert (store.history_of(ORDER).arrival or revised(0, 0).arrival) == ArrivalEstimate(window(150), None, moment(10))
    store.record_fetch(ORDER, expecting(135), NOW + 60 * 20)
    found = store.history_of(ORDER)
    assert (found.arrival, found.first_expected) == (None, window(120))


def test_an_estimate_in_the_past_is_ignored(store: EventStore) -> None:
    store.record_webhook("mile", revised(120, 0), NOW + 30 * DAY)
    found = store.history_of(ORDER)
    assert (found.arrival, found.first_expected) == (None, None)


def test_a_webhooks_estimate_and_a_fetch_at_the_same_time_are_both_stored(store: EventStore) -> None:
    store.record_fetch(ORDER, expecting(100), NOW)
    for turn in range(1, 9):
        with ThreadPoolExecutor(2) as pool:
            tasks = (
                pool.submit(store.record_webhook, "mile", revised(100 + turn, turn), NOW + 60 * turn),
                pool.submit(store.record_fetch, ORDER, expecting(90), NOW + 30),
            )
            assert [task.result() for task in tasks] == [None, None]
        assert store.history_of(ORDER).arrival == ArrivalEstimate(window(100 + turn), None, moment(turn))


@pytest.mark.parametrize(
    ("after", "arrival", "shown", "moved", "stops"),
    [
        (5, None, 120, None, None),
        (5, ArrivalEstimate(window(123), 3, moment(1)), 123, None, 3),
        (5, ArrivalEstimate(window(150), 3, moment(1)), 150, 120, 3),
        (62, ArrivalEstimate(window(150), 3, moment(1)), 150, 120, None),
    ],
    ids=["nothing told", "hardly moved", "moved", "its stops are old"],
)
def test_the_latest_estimate_is_shown(
    after: int, arrival: ArrivalEstimate | None, shown: int, moved: int | None, stops: int | None
) -> None:
    content = RecordedHistory(arrival=arrival, first_expected=window(120))
    found = apply_history(expecting(120), content, moment(after))
    assert found.estimated_delivery == window(shown)
    assert (found.first_estimated_delivery, found.stops_before) == (window(moved) if moved else None, stops)


def test_a_webhooks_estimate_leaves_the_promise_as_it_was() -> None:
    promised = replace(expecting(120), promised_delivery=window(120))
    content = RecordedHistory(arrival=ArrivalEstimate(window(150), 3, moment(1)), first_expected=window(120))
    found = apply_history(promised, content, moment(5))
    assert (found.estimated_delivery, found.promised_delivery) == (window(150), window(120))


def test_an_ended_shipment_has_no_estimate() -> None:
    content = RecordedHistory(arrival=ArrivalEstimate(window(150), 3, moment(1)), first_expected=window(120))
    found = apply_history(replace(expecting(120), status=Status.DELIVERED), content, moment(2))
    assert (found.first_estimated_delivery, found.stops_before) == (None, None)
