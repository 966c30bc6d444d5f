"""Which delivery times are over, and which may still be shown (docs/contract.md, section 4, Delivery times)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracking_site.domain.shipment import DeliveryWindow, Moment, Shipment

_ONE_DAY = timedelta(days=1)


def end_of(moment: Moment, zone: ZoneInfo) -> datetime:
    """Return the instant at which a moment is over, in UTC; a date is over where the next day begins in `zone`."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment + _ONE_DAY, time(), zone).astimezone(UTC)


def delivery_windows(shipment: Shipment) -> tuple[DeliveryWindow, ...]:
    """Return the estimate, then the promise: those of them that name a time."""
    windows = (shipment.estimated_delivery, shipment.promised_delivery)
    return tuple(window for window in windows if window is not None and (window.earliest or window.latest))


def has_passed(window: DeliveryWindow, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a window is over; one without an end never is."""
    return window.latest is not None and end_of(window.latest, zone) < now


def is_overdue(shipment: Shipment, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether both the estimate and the promise have passed, for a shipment that is not final."""
    windows = delivery_windows(shipment)
    return bool(windows) and not shipment.status.final and all(has_passed(window, now, zone) for window in windows)


def is_current(window: DeliveryWindow, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a window may be shown as the expected one: it has not passed, nor has the day from which it is open."""
    if window.latest is None and window.earliest is not None:
        return end_of(_day_of(window.earliest, zone), zone) >= now
    return not has_passed(window, now, zone)


def current_window(shipment: Shipment, now: datetime, zone: ZoneInfo) -> DeliveryWindow | None:
    """Return the window in which the delivery is expected: the estimate, or the promise where only that is current.

    None for a final or overdue shipment, and where the carrier names no time.
    """
    if shipment.status.final:
        return None
    return next((window for window in delivery_windows(shipment) if is_current(window, now, zone)), None)


def missed_window(shipment: Shipment, zone: ZoneInfo) -> DeliveryWindow | None:
    """Return the window that ends last, of the estimate and the promise; None where neither has an end."""
    ends = [(end_of(window.latest, zone), window) for window in delivery_windows(shipment) if window.latest]
    return max(ends, key=lambda entry: entry[0])[1] if ends else None


def next_change(shipment: Shipment, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the words of a page change though no data do: the next midnight in `zone`, or an earlier end of a window."""
    ends = [end_of(window.latest, zone) for window in delivery_windows(shipment) if window.latest]
    return min([end_of(_day_of(now, zone), zone), *(end for end in ends if end >= now)])


def _day_of(moment: Moment, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
