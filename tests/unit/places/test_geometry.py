"""Distances and directions are those of the globe, and heights those of Mercator's map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.geometry import bearing, distance_km, mercator

POSITIONS = st.builds(Coordinates, st.floats(-89, 89), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (Coordinates(53.80, -1.55), Coordinates(51.51, -0.13), 272),
        (Coordinates(35.76, 140.39), Coordinates(34.05, -118.24), 8760),
        (Coordinates(0, 179.5), Coordinates(0, -179.5), 111),
        (Coordinates(0, 0), Coordinates(0, 180), 20015),
    ],
)
def test_a_distance_is_the_shortest_way_on_the_globe(one: Coordinates, other: Coordinates, km: float) -> None:
    assert distance_km(one, other) == pytest.approx(km, rel=0.01)


@pytest.mark.parametrize(
    ("end", "degrees"),
    [
        (Coordinates(51, 0), 0),
        (Coordinates(50, 1), 90),
        (Coordinates(49, 0), 180),
        (Coordinates(50, -1), 270),
        (Coordinates(50.5, 0.78), 45),
    ],
)
def test_a_direction_is_that_of_the_compass(end: Coordinates, degrees: float) -> None:
    assert abs((bearing(Coordinates(50, 0), end) - degrees + 180) % 360 - 180) < 2


@given(POSITIONS, POSITIONS)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_the_globe(
    one: Coordinates, other: Coordinates
) -> None:
    assert 0 <= distance_km(one, other) <= 20_016
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))


@pytest.mark.parametrize(("latitude", "height"), [(0, 0.0), (45, 50.5), (-45, -50.5), (66.51, 90.0), (85.0511, 180.0)])
def test_heights_on_the_map_grow_towards_the_poles(latitude: float, height: float) -> None:
    assert mercator(latitude) == pytest.approx(height, abs=0.1)
