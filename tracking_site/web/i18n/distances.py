"""Distances and directions in the reader's language and units."""

from babel import Locale

from tracking_site.web.i18n.labels import N_, Translate
from tracking_site.web.i18n.units import unit_text

KM_PER_MILE = 1.609344
AT_THE_ADDRESS_KM = 0.1
# Whole sentences, because in many languages the direction changes the words around it. Clockwise from north.
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


def from_the_address(km: float, bearing: float, translate: Translate, locale: Locale) -> str:
    """Return the distance and direction from the delivery address; `bearing` is in degrees clockwise from north."""
    if km < AT_THE_ADDRESS_KM:
        return translate(AT_THE_ADDRESS)
    sentence = FROM_THE_ADDRESS[round(bearing / 45) % len(FROM_THE_ADDRESS)]
    return translate(sentence) % {"distance": distance_text(km, locale)}


def from_the_centre(km: float, city: str, translate: Translate, locale: Locale) -> str:
    """Return the distance from the centre of a city, in whole kilometres, because positions are rounded."""
    if km < 1:
        return translate(IN_THE_CENTRE) % {"city": city}
    return translate(FROM_THE_CENTRE) % {"distance": distance_text(round(km), locale), "city": city}


def in_miles(locale: Locale) -> bool:
    """Tell whether the reader uses miles.

    Only readers in the United States count: `en` without a country is `en_GB` here, and British readers know both units.
    """
    return locale.territory == "US"


def distance_text(km: float, locale: Locale) -> str:
    """Return a distance, rounded as a person would round it."""
    if in_miles(locale):
        return _format(_round(km / KM_PER_MILE), "length-mile", locale)
    if km < 0.95:
        return _format(max(100, round(km, 1) * 1000), "length-meter", locale)
    return _format(_round(km), "length-kilometer", locale)


def _round(amount: float) -> float:
    for limit, step in ((1, 0.1), (3, 0.5), (20, 1), (100, 5)):
        if amount < limit:
            return max(step, round(amount / step) * step)
    return round(amount, -1)


def _format(amount: float, unit: str, locale: Locale) -> str:
    # Short units, because they are not inflected: the sentence may need any grammatical case.
    return unit_text(round(amount, 1), unit, "short", locale)
