"""What merchants announce: times of RFC 3339 or dates, and a name that can be shown."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.domain.announcement import MAX_MERCHANT_LENGTH, clean_merchant, parse_moment, parse_window
from tracking_site.domain.shipment import DeliveryWindow


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-27", date(2026, 11, 27)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2026-11-27T10:00:00Z", datetime(2026, 11, 27, 10, tzinfo=UTC)),
        ("2026-11-27t10:00:00.999z", datetime(2026, 11, 27, 10, tzinfo=UTC)),
        ("2026-11-27 23:30:00-05:00", datetime(2026, 11, 28, 4, 30, tzinfo=UTC)),
        ("2026-11-27T00:15:00+13:45", datetime(2026, 11, 26, 10, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_utc(text: str, moment: date | datetime) -> None:
    assert parse_moment(text) == moment
    assert type(parse_moment(text)) is type(moment)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "2026-11-27T10:00:00", "2026-11-27T10:00Z", "2026-11-27T24:00:00Z", "2026-11-27T10:00:00+24:00"),
        *(
            "2026-02-29",
            "20261127",
            "2026-W48-5",
            "27.11.2026",
            "1999-12-31",
            "2100-01-01",
            "0001-01-01T00:00:00+14:00",
        ),
        *("2026-11-27\n", " 2026-11-27", "2026-11-27T10:00:00 Z", "２０２６-11-27", "2026-11-27Z"),
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reason is for the operator of the command
        parse_moment(text)


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [
        ("2026-11-27", "2026-11-27"),
        ("2026-11-27", None),
        (None, "2026-11-27T10:00:00Z"),
        # The 27th begins in Auckland while it is the 26th in UTC.
        ("2026-11-27", "2026-11-26T12:00:00Z"),
        ("2026-11-28T05:00:00Z", "2026-11-27"),
    ],
)
def test_a_window_may_be_open_and_mix_dates_with_times(earliest: str | None, latest: str | None) -> None:
    window = parse_window(earliest, latest)
    assert window == DeliveryWindow(earliest and parse_moment(earliest), latest and parse_moment(latest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [
        (None, None),
        ("2026-11-28", "2026-11-27"),
        ("2026-11-27T10:00:01Z", "2026-11-27T10:00:00Z"),
        ("2026-11-30", "2026-11-27T10:00:00Z"),
    ],
)
def test_a_window_that_ends_before_it_begins_or_says_nothing_is_refused(
    earliest: str | None, latest: str | None
) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reason is for the operator of the command
        parse_window(earliest, latest)


def test_a_name_is_shown_without_what_nobody_sees() -> None:
    assert clean_merchant("  Havn\t&\u2028 Hjem\u202e\x00 ") == "Havn & Hjem"
    assert clean_merchant("क्\u200dष") == "क्\u200dष", "a joiner is part of how a name is written"


@given(st.text())
def test_any_text_is_a_clean_name_or_refused(text: str) -> None:
    try:
        name = clean_merchant(text)
    except ValueError:
        return
    assert 0 < len(name) <= MAX_MERCHANT_LENGTH
    assert clean_merchant(name) == name
    assert "\0" not in name
    name.encode()
