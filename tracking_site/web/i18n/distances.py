"""How far and in which direction, in the reader's words and units."""

from collections.abc import Callable

from babel import Locale
from babel.units import format_unit

from tracking_site.web.i18n.labels import N_

Say = Callable[[str], str]

KM_OF_A_MILE = 1.609344
NO_DISTANCE_KM = 0.1
# Whole sentences: in many languages the direction changes what is around it. Clockwise from north.
FROM_THE_ADDRESS = (
    N_("About %(distance)s north of the delivery address"),
    N_("About %(distance)s north-east of the delivery address"),
    N_("About %(distance)s east of the delivery address"),
    N_("About %(distance)s south-east of the delivery address"),
    N_("About %(distance)s south of the delivery address"),
    N_("About %(distance)s south-west of the delivery address"),
    N_("About %(distance)s west of the delivery address"),
    N_("About %(distance)s north-west of the delivery address"),
)
AT_THE_ADDRESS = N_("At the delivery address")
FROM_THE_CENTRE = N_("About %(distance)s from the centre of %(city)s")
IN_THE_CENTRE = N_("In the centre of %(city)s")


def from_the_address(km: float, towards: float, say: Say, locale: Locale) -> str:
    """Where something is, seen from the delivery address; `towards` in degrees clockwise from north."""
    if km < NO_DISTANCE_KM:
        return say(AT_THE_ADDRESS)
    sentence = FROM_THE_ADDRESS[round(towards / 45) % len(FROM_THE_ADDRESS)]
    return say(sentence) % {"distance": distance_text(km, locale)}


def from_the_centre(km: float, city: str, say: Say, locale: Locale) -> str:
    """How far something is from the centre of a city, as closely as rounded positions allow."""
    if km < 1:
        return say(IN_THE_CENTRE) % {"city": city}
    return say(FROM_THE_CENTRE) % {"distance": distance_text(round(km), locale), "city": city}


def in_miles(locale: Locale) -> bool:
    """Whether the reader counts miles; British readers cannot be told from those who name no country, and read both."""
    return locale.territory == "US"


def distance_text(km: float, locale: Locale) -> str:
    """A distance as one would say it: not more exact than it is of use."""
    if in_miles(locale):
        return _text(_rounded(km / KM_OF_A_MILE), "length-mile", locale)
    if km < 0.95:
        return _text(max(100, round(km, 1) * 1000), "length-meter", locale)
    return _text(_rounded(km), "length-kilometer", locale)


def _rounded(amount: float) -> float:
    for most, step in ((1, 0.1), (3, 0.5), (20, 1), (100, 5)):
        if amount < most:
            return max(step, round(amount / step) * step)
    return round(amount, -1)


def _text(amount: float, unit: str, locale: Locale) -> str:
    # The short form is the same in every case of a language that has cases.
    return str(format_unit(round(amount, 1), unit, length="short", locale=locale))
