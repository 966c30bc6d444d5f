"""Changes of the expected delivery time, in the reader's language."""

from datetime import timedelta

from babel import Locale
from babel.units import format_unit

from tracking_site.web.i18n.labels import N_, RUNNING_LATE, Translate

LATER = N_("%(span)s later than first expected")
EARLIER = N_("%(span)s earlier than first expected")
LATE = N_("Late by %(span)s")
STEP = timedelta(minutes=5)
"""Durations are rounded to this, because estimates are no more exact."""
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def moved_text(moved: timedelta, translate: Translate, locale: Locale) -> str:
    """Return by how much the expected time has changed; a negative duration means earlier."""
    return translate(LATER if moved > timedelta() else EARLIER) % {"span": duration_text(abs(moved), locale)}


def late_text(delay: timedelta, translate: Translate, locale: Locale) -> str:
    """Return by how much a carrier says that a delivery is late, to the minute; nought means that it does not say."""
    if not delay:
        return translate(RUNNING_LATE)
    return translate(LATE) % {"span": duration_text(delay, locale, _MINUTE)}


def duration_text(duration: timedelta, locale: Locale, step: timedelta = STEP) -> str:
    """Return a duration in minutes below an hour, in hours and minutes below a day, then in days, rounded to `step`."""
    rounded = max(step, round(duration / step) * step)
    if rounded >= _DAY:
        return _format(round(rounded / _DAY), "day", locale)
    hours, minutes = divmod(rounded, _HOUR)
    parts = ((hours, "hour"), (minutes // _MINUTE, "minute"))
    return "\N{NO-BREAK SPACE}".join(_format(count, unit, locale) for count, unit in parts if count)


def _format(count: int, unit: str, locale: Locale) -> str:
    # Short units, because they are not inflected: the sentence may need any grammatical case.
    return str(format_unit(count, f"duration-{unit}", length="short", locale=locale)).replace(" ", "\N{NO-BREAK SPACE}")
