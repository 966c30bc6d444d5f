"""A shipment is overdue once the later of its estimate and its promise has passed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracking_site.domain.overdue import is_overdue
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
