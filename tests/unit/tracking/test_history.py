"""The order of events, by example; test_history_properties.py has the properties."""

from datetime import UTC, date, datetime, timedelta, timezone

from tracking_site.domain.shipment import Coordinates, Location, Milestone, Moment, Status, TrackingEvent
from tracking_site.tracking.history import ordered

EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)
HUB = Location(name="Copenhagen")
EXACT = Location(name="Copenhagen", position=Coordinates(55.68, 12.57))


def event(
    time: Moment | None,
    description: str | None = "Arrived",
    location: Location | None = None,
    status: Status = Status.IN_TRANSIT,
    milestone: Milestone | None = None,
) -> TrackingEvent:
    return TrackingEvent(time, status, description, milestone, location)


def test_events_are_newest_first_and_those_without_a_time_last() -> None:
    old, new, timeless = event(EIGHT), event(EIGHT + timedelta(hours=2)), event(None)
    assert ordered([timeless, old, new]) == (new, old, timeless)


def test_of_two_events_at_the_same_time_the_later_in_the_list_comes_first() -> None:
    arrived, left = event(EIGHT, "Arrived"), event(EIGHT, "Left")
    assert ordered([arrived, left]) == (left, arrived)


def test_events_without_a_time_keep_their_order() -> None:
    first, second = event(None, "Booked"), event(None, "Labelled")
    assert ordered([first, second]) == (first, second)


def test_an_event_with_only_a_date_comes_below_those_with_a_time_on_that_day() -> None:
    day, morning, before = event(date(2026, 11, 23)), event(EIGHT), event(EIGHT - timedelta(days=1))
    assert ordered([before, day, morning]) == (morning, day, before)


def test_a_repeated_event_is_shown_once() -> None:
    assert ordered([event(EIGHT), event(EIGHT)]) == (event(EIGHT),)


def test_an_event_in_two_time_zones_is_shown_once() -> None:
    here = EIGHT.astimezone(timezone(timedelta(hours=-5)))
    assert len(ordered([event(EIGHT), event(here)])) == 1


def test_of_two_equal_events_the_one_with_the_more_detailed_location_is_kept() -> None:
    content = [event(EIGHT), event(EIGHT, location=HUB), event(EIGHT, location=EXACT)]
    assert ordered(content) == ordered(reversed(content)) == (event(EIGHT, location=EXACT),)


def test_events_with_different_content_are_not_merged() -> None:
    events = [
        event(EIGHT),
        event(EIGHT, "Left"),
        event(EIGHT, status=Status.EXCEPTION),
        event(EIGHT, milestone=Milestone.ARRIVED),
        event(EIGHT + timedelta(seconds=1)),
        event(date(2026, 11, 23)),
        event(None),
    ]
    assert len(ordered(events)) == len(events)


def test_an_empty_history_stays_empty() -> None:
    assert ordered([]) == ()
