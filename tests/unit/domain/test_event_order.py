"""The order of events at the same time, and of those with only a date."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.domain.event_order import MILESTONE_RANK, STATUS_RANK, newest_first, step_rank
from tracking_site.domain.shipment import Milestone, Moment, Status, TrackingEvent

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = date(2026, 11, 23)
COPENHAGEN, NEW_YORK = ZoneInfo("Europe/Copenhagen"), ZoneInfo("America/New_York")

IN_ORDER = (
    *(Milestone.PLACED, Milestone.SCHEDULED, Milestone.DRIVER_ASSIGNED, Milestone.COLLECTION_STARTED),
    *(Milestone.COLLECTION_ARRIVED, Milestone.COLLECTED, Milestone.LOADED, Milestone.STARTED),
    *(Milestone.REACHED_HUB, Milestone.OUT_FOR_DELIVERY, Milestone.ARRIVED, Milestone.NOT_DELIVERED),
    *(Milestone.DELIVERED, Milestone.RETURN_STARTED, Milestone.RETURNED),
)


def event(time: Moment | None, step: Status | Milestone, number: int | None = None, text: str = "") -> TrackingEvent:
    if isinstance(step, Milestone):
        return TrackingEvent(time, Status.IN_TRANSIT, text, step, sequence=number)
    return TrackingEvent(time, step, text, sequence=number)


def test_every_status_and_every_milestone_has_a_rank() -> None:
    assert set(STATUS_RANK) == set(Status)
    assert set(MILESTONE_RANK) == set(Milestone)


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(IN_ORDER)))
def test_a_later_step_stands_above_an_earlier_one_of_the_same_minute(earlier: Milestone, later: Milestone) -> None:
    steps = [event(MORNING, earlier), event(MORNING, later)]
    for told in permutations(steps):
        assert newest_first(told) == (steps[1], steps[0])


def test_a_carriers_words_and_the_sites_own_words_for_a_step_have_the_same_rank() -> None:
    for status, milestone in (
        (Status.PICKED_UP, Milestone.COLLECTED),
        (Status.OUT_FOR_DELIVERY, Milestone.OUT_FOR_DELIVERY),
        (Status.ATTEMPT_FAILED, Milestone.NOT_DELIVERED),
        (Status.DELIVERED, Milestone.DELIVERED),
        (Status.RETURNED, Milestone.RETURNED),
    ):
        assert step_rank(event(MORNING, status)) == step_rank(event(MORNING, milestone))


def test_the_running_number_decides_between_events_of_one_step() -> None:
    numbered = [event(MORNING, Status.IN_TRANSIT, number) for number in (7, 9, 100)]
    for told in permutations(numbered):
        assert newest_first(told) == tuple(reversed(numbered))


def test_the_step_decides_before_the_running_number() -> None:
    collected, out = event(MORNING, Status.PICKED_UP, 9), event(MORNING, Status.OUT_FOR_DELIVERY, 2)
    assert newest_first([out, collected]) == (out, collected)


def test_the_later_in_the_list_is_first_where_nothing_else_decides() -> None:
    one, other = event(MORNING, Status.IN_TRANSIT, text="one"), event(MORNING, Status.IN_TRANSIT, text="other")
    assert newest_first([one, other]) == (other, one)
    assert newest_first([other, one]) == (one, other)


def test_a_delivery_with_only_a_date_stands_above_that_days_way_to_it() -> None:
    out, delivered = event(MORNING, Status.OUT_FOR_DELIVERY), event(TODAY, Status.DELIVERED)
    yesterday = event(MORNING - timedelta(days=1), Status.IN_TRANSIT)
    tomorrow = event(MORNING + timedelta(days=1), Status.IN_TRANSIT)
    for told in permutations([out, delivered, yesterday, tomorrow]):
        assert newest_first(told) == (tomorrow, delivered, out, yesterday)


def test_an_event_with_only_a_date_stands_between_the_steps_before_and_after_it() -> None:
    collected = event(MORNING, Status.PICKED_UP)
    hub, delivered = event(TODAY, Status.IN_TRANSIT), event(MORNING + timedelta(hours=6), Status.DELIVERED)
    booked = event(TODAY, Status.INFO_RECEIVED)
    for told in permutations([collected, hub, delivered, booked]):
        assert newest_first(told) == (delivered, hub, collected, booked)


def test_two_events_with_only_a_date_stand_by_their_steps_and_numbers() -> None:
    first, second = event(TODAY, Status.IN_TRANSIT, 4), event(TODAY, Status.IN_TRANSIT, 5)
    delivered = event(TODAY, Status.DELIVERED, 3)
    for told in permutations([first, second, delivered]):
        assert newest_first(told) == (delivered, second, first)


def test_a_date_is_a_day_of_its_own_zone() -> None:
    """In New York the evening of the 23rd is the 24th in UTC."""
    out = event(datetime(2026, 11, 24, 2, tzinfo=UTC), Status.OUT_FOR_DELIVERY)
    delivered = event(TODAY, Status.DELIVERED)
    assert newest_first([out, replace(delivered, zone=NEW_YORK)])[0].status is Status.DELIVERED
    assert newest_first([out, replace(delivered, zone=COPENHAGEN)])[0] is out


STEPS = st.one_of(st.sampled_from(Status), st.sampled_from(Milestone))
EVENTS = st.lists(
    st.builds(
        event,
        st.one_of(
            st.none(),
            st.dates(date(2026, 11, 22), date(2026, 11, 24)),
            st.integers(0, 8).map(lambda steps: datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=9 * steps)),
        ),
        STEPS,
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    max_size=12,
)


@given(EVENTS, st.data())
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_list_changes_nothing_but_what_nothing_else_decides(
    events: list[TrackingEvent], data: st.DataObject
) -> None:
    def decided(each: TrackingEvent) -> object:
        return each.time, step_rank(each), each.sequence

    timed = [each for each in events if each.time]
    shuffled = data.draw(st.permutations(timed))
    assert [decided(each) for each in newest_first(shuffled)] == [decided(each) for each in newest_first(timed)]


@given(EVENTS)
@settings(max_examples=150, deadline=None)
def test_no_step_stands_below_an_earlier_step_of_its_time_or_day(events: list[TrackingEvent]) -> None:
    shown = newest_first(events)
    for above, below in ((one, other) for index, one in enumerate(shown) for other in shown[index + 1 :]):
        if isinstance(above.time, datetime) and isinstance(below.time, datetime):
            assert above.time >= below.time
            assert above.time > below.time or step_rank(above) >= step_rank(below)
        elif isinstance(above.time, datetime) and below.time is not None:
            assert above.time.date() > below.time or step_rank(above) >= step_rank(below)
        elif isinstance(below.time, datetime) and above.time is not None:
            assert below.time.date() <= above.time
