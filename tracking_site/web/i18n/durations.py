"""How much later or earlier a delivery is expected by now, in the reader's words and units."""

from collections.abc import Callable
from datetime import timedelta

from babel import Locale
from babel.units import format_unit

from tracking_site.web.i18n.labels import N_

Say = Callable[[str], str]

LATER = N_("%(span)s later than first expected")
EARLIER = N_("%(span)s earlier than first expected")
STEP = timedelta(minutes=5)
"""To what it is rounded: an expectation is no closer."""
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def moved_text(moved: timedelta, say: Say, locale: Locale) -> str:
    """By how much an expectation has moved; less than nothing is earlier."""
    return say(LATER if moved > timedelta() else EARLIER) % {"span": span_text(abs(moved), locale)}


def span_text(span: timedelta, locale: Locale) -> str:
    """A span of time as people say it: minutes below an hour, hours and minutes below a day, then days."""
    rounded = max(STEP, round(span / STEP) * STEP)
    if rounded >= _DAY:
        return _count(round(rounded / _DAY), "day", locale)
    hours, minutes = divmod(rounded, _HOUR)
    parts = ((hours, "hour"), (minutes // timedelta(minutes=1), "minute"))
    return "\N{NO-BREAK SPACE}".join(_count(count, unit, locale) for count, unit in parts if count)


def _count(count: int, unit: str, locale: Locale) -> str:
    # Short units: the long ones would want the case that the sentence puts them in.
    return str(format_unit(count, f"duration-{unit}", length="short", locale=locale)).replace(" ", "\N{NO-BREAK SPACE}")
