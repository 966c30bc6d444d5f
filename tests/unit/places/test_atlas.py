"""Land is drawn at its place, at every scale, across the date line, and with few points."""

import time

import pytest

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.atlas import FILE, LEVELS, MAX_DEGREES, MAX_OVERHANG, MAX_POINTS, Atlas, Frame, Point, atlas
from tracking_site.places.geometry import mercator

WIDTH, HEIGHT = 640, 360
SCALES = (200.0, 70.0, 25.0, 8.0)


def around(centre: Coordinates, degrees: float) -> Frame:
    scale = WIDTH / degrees
    top = mercator(centre.latitude) + HEIGHT / 2 / scale
    west = (centre.longitude - degrees / 2 + 180) % 360 - 180
    return Frame(west, top, scale, WIDTH, HEIGHT)


def is_land(frame: Frame, position: Coordinates) -> bool:
    """Tell whether a point is inside an odd number of the drawn rings."""
    x, y = frame.at(position)
    return sum(inside(ring, x + 0.5, y + 0.5) for ring in atlas().outlines(frame).land) % 2 == 1


def inside(ring: tuple[Point, ...], x: float, y: float) -> bool:
    crossings = 0
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize("degrees", SCALES)
@pytest.mark.parametrize(
    ("position", "land"),
    [
        (Coordinates(52.5, -1.5), True),
        (Coordinates(48.0, 16.0), True),
        (Coordinates(46.0, -100.0), True),
        (Coordinates(-25.0, 134.0), True),
        (Coordinates(67.0, 178.5), True),
        (Coordinates(66.5, -176.0), True),
        (Coordinates(22.0, 79.0), True),
        (Coordinates(35.0, -40.0), False),
        (Coordinates(56.0, 3.5), False),
        (Coordinates(10.0, 180.0), False),
        (Coordinates(10.0, -179.9), False),
        (Coordinates(-17.0, 170.0), False),
        (Coordinates(42.0, 51.0), False),
        (Coordinates(70.0, -5.0), False),
    ],
)
def test_land_is_land_and_sea_is_sea(position: Coordinates, *, land: bool, degrees: float) -> None:
    assert is_land(around(position, degrees), position) is land


@pytest.mark.parametrize("degrees", SCALES)
def test_land_away_from_the_middle_of_the_frame_is_land_too(degrees: float) -> None:
    frame = around(Coordinates(50.0, 10.0), degrees)
    for share in (-0.35, -0.2, 0.2, 0.35):
        assert is_land(frame, Coordinates(50.0, 10.0 + share * min(degrees, 20))) is True


@pytest.mark.parametrize("longitude", range(-180, 180, 40))
@pytest.mark.parametrize("latitude", [-30, 0, 40, 65])
@pytest.mark.parametrize("degrees", [*MAX_DEGREES[1:], 360.0, 6.0])
def test_no_part_of_the_world_makes_a_large_drawing(longitude: int, latitude: int, degrees: float) -> None:
    outlines = atlas().outlines(around(Coordinates(latitude, longitude), degrees))
    points = [point for line in (*outlines.land, *outlines.borders) for point in line]
    assert len(points) <= MAX_POINTS
    assert all(
        -MAX_OVERHANG <= x <= WIDTH + MAX_OVERHANG and -MAX_OVERHANG <= y <= HEIGHT + MAX_OVERHANG for x, y in points
    )
    assert all(len(ring) > 3 for ring in outlines.land)
    assert all(len(line) > 1 for line in outlines.borders)


def test_borders_are_drawn_only_in_a_frame_that_has_some() -> None:
    assert atlas().outlines(around(Coordinates(50, 10), 30)).borders
    assert not atlas().outlines(around(Coordinates(50, 10), 200)).borders
    assert not atlas().outlines(around(Coordinates(0, -140), 20)).borders


def test_the_file_is_small_and_read_quickly() -> None:
    assert len(MAX_DEGREES) == LEVELS
    assert FILE.stat().st_size < 800_000
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        Atlas(FILE.read_bytes())
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.1
