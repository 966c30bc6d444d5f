"""The history is the same for events from several sources, in any order and with repetitions."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.domain.shipment import Coordinates, Location, Milestone, Moment, Status, TrackingEvent, instant_of
from tracking_site.tracking.history import SAME_STEP, merged, ordered

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=30))])
# Few of each, so that many events are alike.
TIMES = st.one_of(
    st.none(),
    st.dates(date(2026, 11, 22), date(2026, 11, 24)),
    st.builds(
        lambda minutes, zone: (datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(zone),
        st.integers(0, 5).map(lambda hours: hours * 600),
        ZONES,
    ),
)
LOCATIONS = st.one_of(
    st.none(),
    st.builds(
        Location,
        st.sampled_from([None, "Copenhagen", "Aarhus"]),
        st.one_of(st.none(), st.builds(Coordinates, st.sampled_from([55.0, 56.0]), st.just(12.0))),
    ),
)
EVENTS = st.lists(
    st.builds(
        TrackingEvent,
        TIMES,
        st.sampled_from([Status.IN_TRANSIT, Status.DELIVERED]),
        st.sampled_from([None, "Arrived", "Left"]),
        st.sampled_from([None, Milestone.ARRIVED]),
        LOCATIONS,
    ),
    max_size=12,
)
PLENTY = settings(max_examples=60, deadline=None)


def content(event: TrackingEvent) -> tuple[object, ...]:
    return event.time, event.status, event.description, event.milestone


def day_of(moment: Moment) -> date:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


@given(EVENTS, st.data())
@PLENTY
def test_order_and_repetition_of_events_do_not_change_the_history(
    events: list[TrackingEvent], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(events))
    repeated = [*shuffled, *(data.draw(st.lists(st.sampled_from(events))) if events else ())]
    assert set(ordered(repeated)) == set(ordered(events))


@given(EVENTS)
@PLENTY
def test_the_history_has_no_duplicates_and_loses_no_event(events: list[TrackingEvent]) -> None:
    shown = [content(event) for event in ordered(events)]
    assert len(set(shown)) == len(shown)
    assert set(shown) == {content(event) for event in events}


@given(EVENTS)
@PLENTY
def test_events_are_newest_first_and_those_without_a_time_last(events: list[TrackingEvent]) -> None:
    times = [event.time for event in ordered(events)]
    timed = [moment for moment in times if isinstance(moment, datetime)]
    assert timed == sorted(timed, reverse=True)
    days = [day_of(moment) for moment in times if moment is not None]
    assert days == sorted(days, reverse=True), "a date without a time of day stays within its day"
    assert None not in times[: len(days)]


@given(EVENTS)
@PLENTY
def test_the_most_detailed_location_is_kept(events: list[TrackingEvent]) -> None:
    placed = {content(event) for event in events if event.location is not None}
    assert {content(event) for event in ordered(events) if event.location is not None} == placed


@given(EVENTS, EVENTS)
@PLENTY
def test_further_events_do_not_change_the_order_of_the_others(
    kept: list[TrackingEvent], fetched: list[TrackingEvent]
) -> None:
    assert set(ordered([*ordered(kept), *fetched])) == set(ordered([*kept, *fetched]))


@given(EVENTS, EVENTS, st.data())
@PLENTY
def test_order_and_repetition_of_recorded_events_do_not_matter(
    carriers: list[TrackingEvent], besides: list[TrackingEvent], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(besides))
    repeated = [*shuffled, *(data.draw(st.lists(st.sampled_from(besides))) if besides else ())]
    assert merged(carriers, repeated) == merged(carriers, besides)


@given(EVENTS, EVENTS)
@PLENTY
def test_merging_keeps_the_carriers_events_and_adds_no_duplicates(
    carriers: list[TrackingEvent], besides: list[TrackingEvent]
) -> None:
    shown = merged(carriers, besides)
    assert {content(event) for event in ordered(carriers)} <= {content(event) for event in shown}
    assert set(merged(shown, besides)) == set(shown), "what is shown already is told once more"
    for event in besides:
        near = [
            other
            for other in shown
            if other.status is event.status and (None in (other.time, event.time) or _apart(other, event) <= SAME_STEP)
        ]
        assert near, "what was told is lost"


def _apart(one: TrackingEvent, other: TrackingEvent) -> timedelta:
    assert one.time is not None
    assert other.time is not None
    return abs(instant_of(one.time) - instant_of(other.time))
