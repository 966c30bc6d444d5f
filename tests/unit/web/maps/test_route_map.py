"""A route is drawn the short way round the globe, within the frame, and quickly."""

import time

import pytest

from tracking_site.domain.shipment import Coordinates
from tracking_site.web.maps.route_map import HEIGHT, WIDTH, Stop, draw_map, frame_of


def test_a_route_across_the_date_line_takes_the_short_way() -> None:
    frame = frame_of([Coordinates(35.8, 140.4), Coordinates(34.1, -118.2)])
    assert frame.width / frame.scale < 180
    (tokyo, _), (los_angeles, _) = frame.at(Coordinates(35.8, 140.4)), frame.at(Coordinates(34.1, -118.2))
    assert 0 < tokyo < los_angeles < WIDTH


@pytest.mark.parametrize(
    "ends",
    [
        ((55.7, 12.6), (-33.9, 18.4)),
        ((-36.8, 174.8), (-33.4, -70.7)),
        ((64.1, -21.9), (1.3, 103.8)),
        ((69.6, 18.9), (78.2, 15.6)),
        ((-54.8, -68.3), (-45.0, 170.0)),
        ((0.0, 0.0), (0.0, 180.0)),
        ((45.0, -179.9), (45.0, 179.9)),
        ((53.8, -1.5), (53.8, -1.5)),
    ],
)
def test_both_ends_are_well_within_the_frame(ends: tuple[tuple[float, float], ...]) -> None:
    positions = [Coordinates(*end) for end in ends]
    frame = frame_of(positions)
    for x, y in map(frame.at, positions):
        assert 0.08 * WIDTH <= x <= 0.92 * WIDTH
        assert 0.05 * HEIGHT <= y <= 0.95 * HEIGHT


def test_a_map_is_drawn_quickly_and_once() -> None:
    stops = tuple(
        Stop(name, Coordinates(*at), "passed")
        for name, at in {"A": (56.2, 10.2), "B": (64.0, -22.6), "C": (43.7, -79.4)}.items()
    )
    draw_map(stops)
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        draw_map.__wrapped__(stops)
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.01
    assert draw_map(stops) is draw_map(tuple(stops))


def test_long_names_are_shortened_on_the_map() -> None:
    drawing = draw_map(
        (
            Stop("x" * 400, Coordinates(56.2, 10.2), "newest"),
            Stop("‎東京" * 30, Coordinates(43.7, -79.4), "ahead"),
        )
    )
    assert all(len(label.text) <= 24 for label in drawing.labels)


def test_stops_at_the_same_point_have_one_dot_of_the_most_important() -> None:
    near = Coordinates(56.2, 10.2)
    drawing = draw_map(
        (
            Stop("Depot", near, "passed"),
            Stop("Hub", Coordinates(56.21, 10.21), "newest"),
            Stop("Oslo", Coordinates(59.9, 10.7), "ahead"),
        )
    )
    assert [dot.state for dot in drawing.dots] == ["ahead", "newest"]
    assert {label.text for label in drawing.labels} == {"Hub", "Oslo"}


def test_the_newest_dot_is_drawn_above_the_others() -> None:
    drawing = draw_map(
        (
            Stop("Lyon", Coordinates(45.8, 4.8), "newest"),
            Stop("Paris", Coordinates(48.9, 2.4), "ahead"),
            Stop("Lille", Coordinates(50.6, 3.1), "ahead"),
        )
    )
    assert drawing.dots[-1].state == "newest"
