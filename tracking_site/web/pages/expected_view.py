"""When a delivery is expected, in the reader's words."""

from dataclasses import dataclass
from datetime import datetime

from tracking_site.domain.shipment import DeliveryWindow, Moment, Shipment
from tracking_site.web.i18n.dates import iso, local_day
from tracking_site.web.i18n.durations import moved_text
from tracking_site.web.i18n.reader import Reader
from tracking_site.web.i18n.time_texts import capitalise, day_name, time_of_day, time_text


@dataclass(frozen=True, slots=True)
class ExpectedView:
    """The expected delivery: when it is, how that has changed, and how many stops come before it.

    `iso` has one or both ends of the window in RFC 3339.
    """

    label: str
    time: str
    iso: tuple[str, ...]
    change: str | None
    stops: str | None


def expected_view(shipment: Shipment, reader: Reader) -> ExpectedView | None:
    """Return when a shipment is expected; None where the carrier names no time, or the shipment is in a final status."""
    window = shipment.estimated_delivery
    if window is None or shipment.status.final or not (window.earliest or window.latest):
        return None
    ends = tuple(iso(end) for end in (window.earliest, window.latest) if end)
    return ExpectedView(
        label=reader.gettext("Expected delivery"),
        time=capitalise(_window_text(window, reader)),
        iso=tuple(dict.fromkeys(ends)),
        change=_change_text(shipment, reader),
        stops=_stops_text(shipment.stops_before, reader),
    )


def _window_text(window: DeliveryWindow, reader: Reader) -> str:
    earliest, latest = window.earliest, window.latest
    if earliest is not None and latest is not None:
        return _between_text(earliest, latest, reader)
    if latest is not None:
        return reader.gettext("by %(time)s") % {"time": time_text(latest, reader).text}
    if earliest is not None:
        return reader.gettext("from %(time)s") % {"time": time_text(earliest, reader).text}
    return ""


def _between_text(earliest: Moment, latest: Moment, reader: Reader) -> str:
    if earliest == latest:
        return time_text(earliest, reader).text
    one_day = local_day(earliest, reader.zone) == local_day(latest, reader.zone)
    if not isinstance(earliest, datetime) or not isinstance(latest, datetime):
        if one_day:
            # The end that has a time of day says more than the one that is a date only.
            return time_text(earliest if isinstance(earliest, datetime) else latest, reader).text
        return _from_to_text(earliest, latest, reader)
    first, last = time_of_day(earliest, reader), time_of_day(latest, reader)
    if not one_day or first == last:
        return _from_to_text(earliest, latest, reader)
    return reader.gettext("%(day)s, between %(first)s and %(last)s") % {
        "day": day_name(local_day(earliest, reader.zone), reader),
        "first": first,
        "last": last,
    }


def _from_to_text(earliest: Moment, latest: Moment, reader: Reader) -> str:
    return f"{time_text(earliest, reader).text} – {time_text(latest, reader).text}"


def _change_text(shipment: Shipment, reader: Reader) -> str | None:
    """Return how the expectation has changed: by the carrier's own promise, else by the first known window."""
    promised_by = shipment.promised_by
    if promised_by is not None and promised_by.original is not None:
        times = {
            "now": time_text(promised_by.time, reader).text,
            "before": time_text(promised_by.original, reader).text,
        }
        return reader.gettext("Promised by %(now)s; at first it was %(before)s") % times
    first, now = shipment.first_estimated_delivery, shipment.estimated_delivery
    if first is None or now is None:
        return None
    return moved_text(now.moved_from(first), reader.gettext, reader.locale)


def _stops_text(count: int | None, reader: Reader) -> str | None:
    if count is None:
        return None
    if count == 0:
        return reader.gettext("You are the next stop")
    return reader.ngettext("%(count)s stop before you", "%(count)s stops before you", count) % {"count": count}
