"""Changes of the expected delivery time, in the reader's language."""

from datetime import timedelta

from babel import Locale

from tracking_site.web.i18n.labels import N_, RUNNING_LATE, Translate
from tracking_site.web.i18n.units import Length, joined_units, unit_text

LATER = N_("%(span)s later than first expected")
EARLIER = N_("%(span)s earlier than first expected")
LATE = N_("Late by %(span)s")
STEP = timedelta(minutes=5)
"""Durations are rounded to this, because estimates are no more exact."""
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# Languages whose short hours and minutes are not read at once ("1 j 5 mnt").
_SPELT_OUT = frozenset(("ar", "hi", "id", "ms"))
# Languages in which a whole word would need another case in the sentence ("1 päivän myöhemmin").
_INFLECTED = frozenset(("fi",))


def moved_text(moved: timedelta, translate: Translate, locale: Locale) -> str:
    """Return by how much the expected time has changed; a negative duration means earlier."""
    return translate(LATER if moved > timedelta() else EARLIER) % {"span": duration_text(abs(moved), locale)}


def late_text(delay: timedelta, translate: Translate, locale: Locale) -> str:
    """Return by how much a carrier says that a delivery is late, to the minute; nought means that it does not say."""
    if not delay:
        return translate(RUNNING_LATE)
    return translate(LATE) % {"span": duration_text(delay, locale, _MINUTE)}


def duration_text(duration: timedelta, locale: Locale, step: timedelta = STEP) -> str:
    """Return a duration, rounded to `step`: in minutes below an hour, in hours and minutes below a day, then in days.

    No line breaks in it.
    """
    return _text(max(step, round(duration / step) * step), locale).replace(" ", "\N{NO-BREAK SPACE}")


def _text(rounded: timedelta, locale: Locale) -> str:
    if rounded >= _DAY:
        length: Length = "short" if locale.language in _INFLECTED else "long"
        return unit_text(round(rounded / _DAY), "duration-day", length, locale)
    hours, minutes = divmod(rounded, _HOUR)
    parts = ((hours, "duration-hour"), (minutes // _MINUTE, "duration-minute"))
    length = "long" if locale.language in _SPELT_OUT else "short"
    return joined_units([unit_text(count, unit, length, locale) for count, unit in parts if count], length, locale)
