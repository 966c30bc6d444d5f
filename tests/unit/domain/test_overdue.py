"""A shipment is overdue once the later of its estimate and its promise has passed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.domain.overdue import current_window, end_of, is_overdue, missed_window, next_change
from tracking_site.domain.shipment import DeliveryWindow, Moment, References, Shipment, Status

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEW_YORK = ZoneInfo("America/New_York")


def shipment(
    estimated: Moment | None = None, promised: Moment | None = None, status: Status = Status.OUT_FOR_DELIVERY
) -> Shipment:
    windows = [DeliveryWindow(None, end) if end else None for end in (estimated, promised)]
    return Shipment(
        "leaps",
        "geodis",
        "GEODIS",
        References(),
        status,
        estimated_delivery=windows[0],
        promised_delivery=windows[1],
    )


@pytest.mark.parametrize(
    ("estimated", "promised", "overdue"),
    [
        (NOON - HOUR, None, True),
        (None, NOON - HOUR, True),
        (NOON + HOUR, NOON - HOUR, False),
        (NOON - HOUR, NOON + HOUR, False),
        (NOON - HOUR, NOON - 2 * HOUR, True),
        (None, None, False),
    ],
)
def test_the_later_of_estimate_and_promise_decides(estimated: Moment, promised: Moment, *, overdue: bool) -> None:
    assert is_overdue(shipment(estimated, promised), NOON, NEW_YORK) is overdue


@pytest.mark.parametrize("status", Status)
def test_only_a_shipment_that_is_not_final_is_overdue(status: Status) -> None:
    assert is_overdue(shipment(NOON - HOUR, status=status), NOON, NEW_YORK) is not status.final


def test_a_date_passes_at_midnight_in_the_brands_zone() -> None:
    expected = shipment(date(2026, 11, 23))
    midnight = datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert not is_overdue(expected, midnight, NEW_YORK)
    assert is_overdue(expected, midnight + timedelta(seconds=1), NEW_YORK)


def test_a_window_without_an_end_is_never_over() -> None:
    open_ended = Shipment(
        "logis", "nord", "Nord", References(), Status.IN_TRANSIT, estimated_delivery=DeliveryWindow(NOON - HOUR)
    )
    assert not is_overdue(open_ended, NOON, NEW_YORK)


def test_an_estimate_without_an_end_is_not_over_though_the_promise_is() -> None:
    late = replace(shipment(promised=NOON - HOUR), estimated_delivery=DeliveryWindow(NOON + HOUR))
    assert not is_overdue(late, NOON, NEW_YORK)
    assert current_window(late, NOON, NEW_YORK) == DeliveryWindow(NOON + HOUR)


@pytest.mark.parametrize(
    ("estimated", "promised", "current", "missed"),
    [
        (NOON + HOUR, NOON + 2 * HOUR, NOON + HOUR, NOON + 2 * HOUR),
        (NOON - HOUR, NOON + HOUR, NOON + HOUR, NOON + HOUR),
        (NOON + HOUR, NOON - HOUR, NOON + HOUR, NOON + HOUR),
        (NOON - 2 * HOUR, NOON - HOUR, None, NOON - HOUR),
        (NOON - HOUR, NOON - 2 * HOUR, None, NOON - HOUR),
        (None, None, None, None),
    ],
)
def test_the_estimate_is_current_until_only_the_promise_is_not_over(
    estimated: Moment | None, promised: Moment | None, current: Moment | None, missed: Moment | None
) -> None:
    given_windows = shipment(estimated, promised)
    assert current_window(given_windows, NOON, NEW_YORK) == (DeliveryWindow(None, current) if current else None)
    assert missed_window(given_windows, NEW_YORK) == (DeliveryWindow(None, missed) if missed else None)


@pytest.mark.parametrize("earliest", [NOON - timedelta(days=1), date(2026, 11, 22)])
def test_a_window_without_an_end_is_current_until_its_first_day_is_over(earliest: Moment) -> None:
    open_ended = replace(shipment(promised=NOON + HOUR), estimated_delivery=DeliveryWindow(earliest))
    assert current_window(open_ended, NOON, NEW_YORK) == DeliveryWindow(None, NOON + HOUR)
    assert current_window(open_ended, NOON - timedelta(days=1), NEW_YORK) == DeliveryWindow(earliest)
    assert current_window(replace(open_ended, promised_delivery=None), NOON, NEW_YORK) is None
    assert not is_overdue(open_ended, NOON + 2 * HOUR, NEW_YORK)


def test_words_change_when_a_window_ends_and_at_midnight_where_the_brand_is() -> None:
    midnight = datetime(2026, 11, 24, 5, tzinfo=UTC)
    expected = shipment(NOON + HOUR, NOON + 2 * HOUR)
    assert next_change(expected, NOON, NEW_YORK) == NOON + HOUR
    assert next_change(expected, NOON + HOUR + timedelta(seconds=1), NEW_YORK) == NOON + 2 * HOUR
    assert next_change(expected, NOON + 3 * HOUR, NEW_YORK) == midnight
    assert next_change(shipment(status=Status.DELIVERED), NOON, NEW_YORK) == midnight


ZONES = sorted(available_timezones())


@given(st.sampled_from(ZONES), st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_day_ends_where_the_next_begins_in_every_zone(name: str, now: datetime) -> None:
    zone = ZoneInfo(name)
    today = now.astimezone(zone).date()
    end = end_of(today, zone)
    assert end > now
    assert end.astimezone(zone).date() == today + timedelta(days=1)
    assert (end - timedelta(seconds=1)).astimezone(zone).date() == today


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Australia/Lord_Howe", date(2026, 10, 3), datetime(2026, 10, 3, 13, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), datetime(2026, 10, 4, 13, 0, tzinfo=UTC)),
        ("Africa/Casablanca", date(2026, 3, 21), datetime(2026, 3, 22, 0, 0, tzinfo=UTC)),
        ("Africa/Casablanca", date(2026, 3, 22), datetime(2026, 3, 22, 23, 0, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 23), datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 10, 29), datetime(2026, 10, 29, 22, 0, tzinfo=UTC)),
        ("America/Havana", date(2026, 3, 7), datetime(2026, 3, 8, 5, 0, tzinfo=UTC)),
        ("America/Havana", date(2026, 10, 31), datetime(2026, 11, 1, 4, 0, tzinfo=UTC)),
        ("America/Toronto", date(2026, 11, 1), datetime(2026, 11, 2, 5, 0, tzinfo=UTC)),
        ("Asia/Kolkata", date(2026, 11, 1), datetime(2026, 11, 1, 18, 30, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_by_the_clocks_that_change(zone: str, day: date, end: datetime) -> None:
    assert end_of(day, ZoneInfo(zone)) == end
