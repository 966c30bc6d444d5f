"""Local times of status messages: the doubled hour of autumn and the missing one of spring."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.carriers.leaps.dates import combine_numbered

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
AUTUMN, SPRING = date(2026, 10, 25), date(2026, 3, 29)


def utc(hour: int, minute: int = 0, day: date = AUTUMN) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


def test_the_second_pass_through_the_doubled_hour_is_told_by_the_running_numbers() -> None:
    local: list[tuple[date | None, time | None]] = [
        (AUTUMN, time(2, 10)),
        (AUTUMN, time(2, 50)),
        (AUTUMN, time(2, 15)),
        (AUTUMN, time(2, 50)),
        (AUTUMN, time(3, 5)),
    ]
    expected = [utc(0, 10), utc(0, 50), utc(1, 15), utc(1, 50), utc(2, 5)]
    assert combine_numbered(local, [1, 2, 3, 4, 5], COPENHAGEN) == expected
    shuffled = combine_numbered(local[::-1], [5, 4, 3, 2, 1], COPENHAGEN)
    assert shuffled == expected[::-1], "the order of the rows does not matter"


def test_without_running_numbers_the_doubled_hour_is_the_first_one() -> None:
    assert combine_numbered([(AUTUMN, time(2, 50)), (AUTUMN, time(2, 10))], [None, None], COPENHAGEN) == [
        utc(0, 50),
        utc(0, 10),
    ]


def test_a_message_that_was_entered_late_does_not_move_those_of_the_doubled_hour() -> None:
    noon, half_past_two = (AUTUMN, time(12)), (AUTUMN, time(2, 30))
    assert combine_numbered([noon, half_past_two], [1, 2], COPENHAGEN) == [utc(11), utc(0, 30)]


def test_times_outside_of_the_doubled_hour_stay_as_they_are() -> None:
    told = combine_numbered([(AUTUMN, time(1, 59)), (AUTUMN, time(1, 30))], [1, 2], COPENHAGEN)
    before = date(2026, 10, 24)
    assert told == [utc(23, 59, day=before), utc(23, 30, day=before)]


def test_the_missing_hour_of_spring_is_read_as_the_time_before_the_change() -> None:
    local = [(SPRING, time(1, 59)), (SPRING, time(2, 30)), (SPRING, time(3, 0))]
    assert combine_numbered(local, [1, 2, 3], COPENHAGEN) == [
        utc(0, 59, day=SPRING),
        utc(1, 30, day=SPRING),
        utc(1, 0, day=SPRING),
    ]


def test_a_date_without_a_time_stays_a_date_and_nothing_stays_nothing() -> None:
    assert combine_numbered([(AUTUMN, None), (None, time(2, 30))], [1, 2], COPENHAGEN) == [AUTUMN, None]


@given(st.lists(st.integers(0, 300), max_size=12))
@settings(max_examples=200, deadline=None)
def test_messages_that_were_written_in_order_are_never_told_backwards(minutes: list[int]) -> None:
    """Whatever instants they were written at: the local clock and the number give an order without a step back."""
    began = datetime(2026, 10, 24, 22, tzinfo=UTC)
    instants = [began + timedelta(minutes=minute) for minute in sorted(minutes)]
    clocks = [instant.astimezone(COPENHAGEN) for instant in instants]
    local: list[tuple[date | None, time | None]] = [(clock.date(), clock.time()) for clock in clocks]
    told = combine_numbered(local, list(range(len(local))), COPENHAGEN)
    assert told == sorted(told, key=str)
    for instant, each in zip(instants, told, strict=True):
        assert isinstance(each, datetime)
        assert each.astimezone(COPENHAGEN).replace(tzinfo=None) == instant.astimezone(COPENHAGEN).replace(tzinfo=None)
