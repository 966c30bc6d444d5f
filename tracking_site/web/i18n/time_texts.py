"""Days and times in a reader's words: near days by name, others by date, always in the brand's time zone."""

from dataclasses import dataclass
from datetime import date, datetime

from tracking_site.domain.shipment import Moment
from tracking_site.web.i18n.dates import clock_text, day_text, iso, local_day
from tracking_site.web.i18n.reader import Reader


@dataclass(frozen=True, slots=True)
class TimeText:
    """A moment in words, and in RFC 3339 for the attribute `datetime` of an element `time`."""

    text: str
    iso: str


def day_name(day: date, reader: Reader) -> str:
    """Return "today", "tomorrow", "yesterday", or the date."""
    _ = reader.gettext
    names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return names.get((day - reader.today).days) or day_text(day, reader.locale, reader.today.year)


def time_of_day(moment: datetime, reader: Reader) -> str:
    """Return the hour and minute of a moment."""
    return clock_text(moment, reader.locale, reader.zone)


def time_text(moment: Moment, reader: Reader) -> TimeText:
    """Return the day of a moment, and its time of day where it has one."""
    day = day_name(local_day(moment, reader.zone), reader)
    if not isinstance(moment, datetime):
        return TimeText(day, iso(moment))
    text = reader.gettext("%(day)s, %(time)s") % {"day": day, "time": time_of_day(moment, reader)}
    return TimeText(text, iso(moment))


def today_pattern(reader: Reader) -> str:
    """Return the words for a time of today, with `{}` for the time of day: a page's script puts another one in."""
    return reader.gettext("%(day)s, %(time)s") % {"day": reader.gettext("today"), "time": "{}"}


def capitalise(text: str) -> str:
    """Return a text with a capital first letter; the others stay as they are."""
    return text[:1].upper() + text[1:]
