"""The last mile as a small drawing: the address in the middle, rings around it, and where the delivery is now."""

from dataclasses import dataclass
from math import cos, radians, sin

from babel import Locale

from tracking_site.web.i18n.distances import KM_OF_A_MILE, distance_text, in_miles

SIZE = 240
RING = 96.0
_RINGS = (0.2, 0.5, 1, 2, 3, 5, 10, 15, 20, 30, 50, 100, 150)
"""How far the outer ring is from the address, in the reader's kilometres or miles."""
_HIDDEN = 30.0
"""How near to the address, in units, it could not be told from it."""


@dataclass(frozen=True, slots=True)
class NearbyDrawing:
    """Two rings around the address, and the delivery; `distance` is the outer ring's."""

    x: int
    y: int
    rings: tuple[int, ...]
    distance: str
    distance_x: int
    size: int = SIZE
    middle: int = SIZE // 2


def draw_nearby(km: float, towards: float, locale: Locale) -> NearbyDrawing:
    """What is `km` away from the address, `towards` degrees clockwise from north of it."""
    unit = KM_OF_A_MILE if in_miles(locale) else 1.0
    outer = next((ring * unit for ring in _RINGS if ring * unit >= km), _RINGS[-1] * unit)
    away = max(_HIDDEN, RING * min(km / outer, 1))
    x, y = away * sin(radians(towards)), -away * cos(radians(towards))
    # The ring's distance stands on the side where the delivery is not.
    side = 1 if x < 0 else -1
    return NearbyDrawing(
        x=round(SIZE / 2 + x),
        y=round(SIZE / 2 + y),
        rings=(round(RING / 2), round(RING)),
        distance=distance_text(outer, locale),
        distance_x=round(SIZE / 2 + side * RING),
    )
