"""The last mile: the delivery is drawn in its direction, at its share of the ring's distance."""

import math

import pytest
from babel import Locale

from tracking_site.web.maps.last_mile import OUTER_RADIUS, SIZE, draw_nearby

ENGLISH, AMERICAN = Locale.parse("en_GB"), Locale.parse("en_US")


@pytest.mark.parametrize(
    ("bearing", "x", "y"), [(0, 120, 48), (90, 192, 120), (180, 120, 192), (270, 48, 120), (45, 171, 69)]
)
def test_north_is_at_the_top_and_directions_are_clockwise(bearing: float, x: int, y: int) -> None:
    drawing = draw_nearby(1.5, bearing, ENGLISH)
    assert (drawing.x, drawing.y) == (x, y)


@pytest.mark.parametrize(
    ("km", "distance"),
    [(0.01, "200 m"), (0.2, "200 m"), (0.21, "500 m"), (4, "5 km"), (150, "150 km"), (900, "150 km")],
)
def test_the_outer_ring_is_the_next_round_distance(km: float, distance: str) -> None:
    assert draw_nearby(km, 0, ENGLISH).distance == distance


def test_american_readers_get_a_ring_in_miles() -> None:
    assert draw_nearby(1.5, 0, AMERICAN).distance == "1 mi"


@pytest.mark.parametrize("km", [0, 0.001, 3, 150, 20_000])
def test_the_delivery_never_covers_the_address_or_leaves_the_ring(km: float) -> None:
    drawing = draw_nearby(km, 30, ENGLISH)
    radius = math.dist((drawing.x, drawing.y), (SIZE / 2, SIZE / 2))
    assert 29 <= radius <= OUTER_RADIUS + 1


@pytest.mark.parametrize(("bearing", "side"), [(90, -1), (270, 1)])
def test_the_distance_is_written_at_the_other_side(bearing: float, side: int) -> None:
    assert draw_nearby(2, bearing, ENGLISH).distance_x == round(SIZE / 2 + side * OUTER_RADIUS)
