"""The route of a shipment on a map: paths, dots and names, as numbers for a template."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.atlas import Frame, Point, atlas
from tracking_site.places.geometry import mercator
from tracking_site.web.maps.labels import Label, Spot, labels

WIDTH, HEIGHT = 640, 360
MIN_WIDTH_DEGREES = 6.0
"""In a smaller frame the coasts of the data would be too coarse."""
MAX_TOP, MIN_BOTTOM = mercator(83.5), mercator(-62)
SIDE_MARGIN, VERTICAL_MARGIN = 0.16, 0.2
"""The shares of the frame that stay free at each side of the route, and above and below the route."""
BEND = 0.12
"""How far a line between two stops bends, as a share of its length."""
SAME_DOT_UNITS = 9
MAX_CACHED_MAPS = 256
MAX_IMPORTANT_NAMES = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the route; `state` is `passed`, `newest` or `ahead`."""

    name: str
    position: Coordinates
    state: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A stop in units of the drawing."""

    x: int
    y: int
    state: str


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A map: land, borders, the route so far and the route ahead as SVG paths, then dots and names."""

    land: str
    borders: str
    travelled: str
    ahead: str
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    width: int = WIDTH
    height: int = HEIGHT


@lru_cache(maxsize=MAX_CACHED_MAPS)
def draw_map(stops: tuple[Stop, ...]) -> MapDrawing:
    """Draw the map of a route of at least two stops."""
    frame = frame_of([stop.position for stop in stops])
    outlines = atlas().outlines(frame)
    points = [frame.at(stop.position) for stop in stops]
    legs = [
        _Leg(start, end, stop.state == "ahead") for (start, end), stop in zip(pairwise(points), stops[1:], strict=True)
    ]
    dots = list(_distinct(stops, points))
    by_importance = sorted(range(len(dots)), key=lambda index: _importance(dots[index][0], index, len(dots)))
    spots = [
        Spot(dots[index][1], dots[index][0].name, dots[index][0].state == "newest", rank < MAX_IMPORTANT_NAMES)
        for rank, index in enumerate(by_importance)
    ]
    return MapDrawing(
        land="".join(_path(ring) + "z" for ring in outlines.land),
        borders="".join(map(_path, outlines.borders)),
        travelled="".join(leg.path for leg in legs if not leg.ahead),
        ahead="".join(leg.path for leg in legs if leg.ahead),
        # The newest dot is drawn last, above the others.
        dots=tuple(Dot(*point, stop.state) for stop, point in sorted(dots, key=lambda dot: dot[0].state == "newest")),
        labels=tuple(labels(spots, (point for leg in legs for point in leg.samples()), WIDTH, HEIGHT)),
    )


def frame_of(positions: Sequence[Coordinates]) -> Frame:
    """Return the part of the map that shows all positions with a margin, whichever way round the globe is shorter."""
    west, east = _shortest_span(sorted({position.longitude % 360 for position in positions}))
    heights = [mercator(position.latitude) for position in positions]
    low, high = min(heights), max(heights)
    ratio = WIDTH / HEIGHT
    width_for_route = (east - west) / (1 - 2 * SIDE_MARGIN)
    width_for_height = (high - low) / (1 - 2 * VERTICAL_MARGIN) * ratio
    width = min(360.0, max(MIN_WIDTH_DEGREES, width_for_route, width_for_height))
    height = width / ratio
    top = min((low + high) / 2 + height / 2, MAX_TOP)
    top = max(top, MIN_BOTTOM + height)
    left = ((west + east) / 2 - width / 2 + 180) % 360 - 180
    return Frame(left, top, WIDTH / width, WIDTH, HEIGHT)


def _shortest_span(longitudes: Sequence[float]) -> tuple[float, float]:
    """Return the western and eastern ends of the shortest stretch of the globe that contains all longitudes."""
    circle = [*longitudes, longitudes[0] + 360]
    widest_gap, index = max((after - before, index) for index, (before, after) in enumerate(pairwise(circle)))
    west = circle[index + 1]
    return west, west + 360 - widest_gap


class _Leg:
    """A slightly bent line between two stops."""

    def __init__(self, start: Point, end: Point, ahead: bool) -> None:  # noqa: FBT001 - a leg is ahead or travelled
        self.start, self.end, self.ahead = start, end, ahead
        across, down = end[0] - start[0], end[1] - start[1]
        side = -1 if across > 0 else 1
        self.bend = (
            round((start[0] + end[0]) / 2 - side * down * BEND),
            round((start[1] + end[1]) / 2 + side * across * BEND),
        )

    @property
    def path(self) -> str:
        """The line as an SVG path: a quadratic curve."""
        (x, y), (bx, by), (ex, ey) = self.start, self.bend, self.end
        return f"M{x} {y}Q{bx} {by} {ex} {ey}"

    def samples(self) -> Iterator[Point]:
        """Yield points along the line."""
        for step in range(1, 12):
            t = step / 12
            start_weight, bend_weight, end_weight = (1 - t) ** 2, 2 * t * (1 - t), t * t
            yield (
                round(start_weight * self.start[0] + bend_weight * self.bend[0] + end_weight * self.end[0]),
                round(start_weight * self.start[1] + bend_weight * self.bend[1] + end_weight * self.end[1]),
            )


def _importance(stop: Stop, index: int, count: int) -> tuple[int, int]:
    """Return a sort key: the newest stop first, then the destination, the origin, and the latest of the others."""
    group = 0 if stop.state == "newest" else 1 if index == count - 1 else 2 if index == 0 else 3
    return group, -index


def _distinct(stops: Sequence[Stop], points: Sequence[Point]) -> Iterator[tuple[Stop, Point]]:
    """Yield the stops that get a dot: of stops at nearly the same point, the most important."""
    order = sorted(range(len(stops)), key=lambda index: _importance(stops[index], index, len(stops)))
    chosen: list[int] = []
    for index in order:
        if all(_apart(points[index], points[other]) for other in chosen):
            chosen.append(index)
    yield from ((stops[index], points[index]) for index in sorted(chosen))


def _apart(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > SAME_DOT_UNITS or abs(one[1] - other[1]) > SAME_DOT_UNITS


def _path(points: Iterable[Point]) -> str:
    """Return a line as an SVG path with relative steps, which are shorter than absolute ones."""
    (x, y), *others = points
    text = [f"M{x} {y}l"]
    for next_x, next_y in others:
        dx, dy = next_x - x, next_y - y
        text.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
        if len(text) > 2 and dx >= 0:
            text[-1] = " " + text[-1]
        x, y = next_x, next_y
    return "".join(text)
