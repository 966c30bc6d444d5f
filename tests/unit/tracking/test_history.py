"""The order of events, by example; the properties are in tests/properties."""

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


def test_the_newest_event_comes_first_and_one_without_a_time_last() -> None:
    old, new, timeless = event(EIGHT), event(EIGHT + timedelta(hours=2)), event(None)
    assert ordered([timeless, old, new]) == (new, old, timeless)


def test_of_two_at_the_same_time_the_one_told_later_comes_first() -> None:
    arrived, left = event(EIGHT, "Arrived"), event(EIGHT, "Left")
    assert ordered([arrived, left]) == (left, arrived)


def test_events_without_a_time_keep_their_order() -> None:
    first, second = event(None, "Booked"), event(None, "Labelled")
    assert ordered([first, second]) == (first, second)


def test_a_date_alone_stands_below_what_has_a_time_on_that_day() -> None:
    day, morning, before = event(date(2026, 11, 23)), event(EIGHT), event(EIGHT - timedelta(days=1))
    assert ordered([before, day, morning]) == (morning, day, before)


def test_the_same_event_told_twice_is_there_once() -> None:
    assert ordered([event(EIGHT), event(EIGHT)]) == (event(EIGHT),)


def test_the_same_instant_told_in_two_zones_is_one_event() -> None:
    here = EIGHT.astimezone(timezone(timedelta(hours=-5)))
    assert len(ordered([event(EIGHT), event(here)])) == 1


def test_of_two_alike_the_one_that_tells_most_of_where_is_kept() -> None:
    told = [event(EIGHT), event(EIGHT, location=HUB), event(EIGHT, location=EXACT)]
    assert ordered(told) == ordered(reversed(told)) == (event(EIGHT, location=EXACT),)


def test_events_that_differ_in_what_happened_stay_apart() -> None:
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


def test_no_events_are_no_events() -> None:
    assert ordered([]) == ()
