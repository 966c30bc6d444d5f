"""When a delivery is expected, in the reader's words; never at a time that is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking_site.domain.overdue import current_window, has_passed, is_current, is_overdue, missed_window
from tracking_site.domain.shipment import DeliveryWindow, Milestone, Moment, Shipment
from tracking_site.web.i18n.dates import iso, local_day
from tracking_site.web.i18n.durations import late_text, moved_text
from tracking_site.web.i18n.labels import MILESTONES, RUNNING_LATE
from tracking_site.web.i18n.reader import Reader
from tracking_site.web.i18n.time_texts import capitalise, day_name, time_of_day, time_text


@dataclass(frozen=True, slots=True)
class ExpectedView:
    """The expected delivery: when it is, what was promised, how that has changed, and how many stops come before it.

    `iso` has one or both ends of the window in RFC 3339; it is empty where `time` names no time: for a delivery that is
    late or waits to be collected. `promise` is set where the promise differs, `was_expected` where the delivery is
    overdue. `place` is the pick-up point, in the carrier's words.
    """

    label: str
    time: str
    iso: tuple[str, ...] = ()
    promise: str | None = None
    was_expected: str | None = None
    change: str | None = None
    stops: str | None = None
    place: str | None = None


def awaits_collection(shipment: Shipment) -> bool:
    """Tell whether a shipment waits at a pick-up point now."""
    return shipment.awaits_collection and not shipment.status.final


def expected_view(shipment: Shipment, reader: Reader, now: datetime) -> ExpectedView | None:
    """Return what is expected `now`; None where the carrier says nothing of it, or the shipment is in a final status."""
    if shipment.status.final:
        return None
    if awaits_collection(shipment):
        return _to_be_collected(shipment, reader)
    window = current_window(shipment, now, reader.zone)
    if window is not None:
        return _in_time(shipment, _from_today(window, reader), reader, now)
    overdue = is_overdue(shipment, now, reader.zone)
    return _late(shipment, reader, overdue=overdue) if overdue or shipment.delay is not None else None


def _to_be_collected(shipment: Shipment, reader: Reader) -> ExpectedView:
    waiting = Milestone.READY_FOR_COLLECTION
    places = (event.location.name for event in shipment.events if event.milestone is waiting and event.location)
    return ExpectedView(
        label=reader.gettext("Delivery"),
        time=reader.gettext(MILESTONES[waiting]),
        place=next((name for name in places if name), None),
    )


def _in_time(shipment: Shipment, window: DeliveryWindow, reader: Reader, now: datetime) -> ExpectedView:
    change = _change_text(shipment, reader, now)
    return ExpectedView(
        label=reader.gettext("Expected delivery"),
        time=capitalise(_window_text(window, reader)),
        iso=tuple(dict.fromkeys(iso(end) for end in (window.earliest, window.latest) if end)),
        promise=None if change.names_promise else _promise_text(shipment, window, reader, now),
        change=change.text,
        stops=_stops_text(shipment.stops_before, reader),
    )


def _late(shipment: Shipment, reader: Reader, *, overdue: bool) -> ExpectedView:
    late = late_text(shipment.delay or timedelta(), reader.gettext, reader.locale)
    return ExpectedView(
        label=reader.gettext("Expected delivery"),
        time=reader.gettext(RUNNING_LATE) if overdue else late,
        was_expected=_missed_text(shipment, reader) if overdue else None,
        change=late if overdue and shipment.delay else None,
        stops=_stops_text(shipment.stops_before, reader),
    )


def _from_today(window: DeliveryWindow, reader: Reader) -> DeliveryWindow:
    """Return a current window without a beginning on an earlier day, which says nothing any more."""
    if window.earliest is None or local_day(window.earliest, reader.zone) >= reader.today:
        return window
    return DeliveryWindow(None, window.latest)


def _promise_text(shipment: Shipment, shown: DeliveryWindow, reader: Reader, now: datetime) -> str | None:
    """Return the promise; None where it is over, or `shown` says as much."""
    promised = shipment.promised_delivery
    if promised is None or not is_current(promised, now, reader.zone):
        return None
    promised = _from_today(promised, reader)
    if promised.latest == shown.latest and promised.earliest in (None, shown.earliest):
        return None
    return _sentence(reader.gettext("Promised: %(window)s"), promised, reader)


def _missed_text(shipment: Shipment, reader: Reader) -> str | None:
    missed = missed_window(shipment, reader.zone)
    return _sentence(reader.gettext("Was expected: %(window)s"), missed, reader) if missed else None


def _sentence(pattern: str, window: DeliveryWindow, reader: Reader) -> str:
    return pattern % {"window": _window_text(window, reader)}


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


@dataclass(frozen=True, slots=True)
class _Change:
    """How the expectation has changed, and whether the text names the promise."""

    text: str | None
    names_promise: bool = False


def _change_text(shipment: Shipment, reader: Reader, now: datetime) -> _Change:
    """Return by how much the carrier says that it is late, else how its promise has moved, else the estimate."""
    if shipment.delay is not None:
        return _Change(late_text(shipment.delay, reader.gettext, reader.locale))
    promised_by = shipment.promised_by
    if promised_by is not None and promised_by.original is not None and promised_by.time >= now:
        times = {
            "now": time_text(promised_by.time, reader).text,
            "before": time_text(promised_by.original, reader).text,
        }
        return _Change(reader.gettext("Promised by %(now)s; at first it was %(before)s") % times, names_promise=True)
    first, current = shipment.first_estimated_delivery, shipment.estimated_delivery
    if first is None or current is None or has_passed(current, now, reader.zone):
        return _Change(None)
    return _Change(moved_text(current.moved_from(first), reader.gettext, reader.locale))


def _stops_text(count: int | None, reader: Reader) -> str | None:
    if count is None:
        return None
    if count == 0:
        return reader.gettext("You are the next stop")
    return reader.ngettext("%(count)s stop before you", "%(count)s stops before you", count) % {"count": count}
