"""The last mile as a small drawing: the address in the middle, rings around it, and the position of the delivery."""

from dataclasses import dataclass
from math import cos, radians, sin

from babel import Locale

from tracking_site.web.i18n.distances import KM_PER_MILE, distance_text, in_miles

SIZE = 240
OUTER_RADIUS = 96.0
_RING_DISTANCES = (0.2, 0.5, 1, 2, 3, 5, 10, 15, 20, 30, 50, 100, 150)
"""Possible distances of the outer ring from the address, in the reader's kilometres or miles."""
_MIN_RADIUS = 30.0
"""The least distance between the symbols of the address and of the delivery, in units of the drawing."""


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


def draw_nearby(km: float, bearing: float, locale: Locale) -> NearbyDrawing:
    """Draw a delivery that is `km` away from the address; `bearing` is in degrees clockwise from north."""
    unit_km = KM_PER_MILE if in_miles(locale) else 1.0
    outer_km = next((ring * unit_km for ring in _RING_DISTANCES if ring * unit_km >= km), _RING_DISTANCES[-1] * unit_km)
    radius = max(_MIN_RADIUS, OUTER_RADIUS * min(km / outer_km, 1))
    x, y = radius * sin(radians(bearing)), -radius * cos(radians(bearing))
    # The distance is written at the side of the ring where the delivery is not.
    side = 1 if x < 0 else -1
    return NearbyDrawing(
        x=round(SIZE / 2 + x),
        y=round(SIZE / 2 + y),
        rings=(round(OUTER_RADIUS / 2), round(OUTER_RADIUS)),
        distance=distance_text(outer_km, locale),
        distance_x=round(SIZE / 2 + side * OUTER_RADIUS),
    )
