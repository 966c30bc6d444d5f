"""Draws the way of a shipment on a map: paths, dots and names, as numbers for a template to write."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.atlas import Frame, Point, atlas
from tracking_site.places.geometry import mercator
from tracking_site.web.maps.labels import Label, Spot, labels

WIDTH, HEIGHT = 640, 360
NARROWEST = 6.0
"""Degrees: nearer than that the coasts of the data are too coarse."""
NORTHERNMOST, SOUTHERNMOST = mercator(83.5), mercator(-62)
BESIDE, ABOVE = 0.16, 0.2
"""The share of the frame that is kept free at each side of the way, and above and below it."""
BEND = 0.12
SAME_DOT = 9
KEPT = 256


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way; `state` is `passed`, `newest` or `ahead`."""

    name: str
    position: Coordinates
    state: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A stop as it is drawn."""

    x: int
    y: int
    state: str


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A map: the land, the borders, the way so far and the way ahead as paths of SVG, dots and names."""

    land: str
    borders: str
    gone: str
    ahead: str
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    width: int = WIDTH
    height: int = HEIGHT


@lru_cache(maxsize=KEPT)
def draw_map(stops: tuple[Stop, ...]) -> MapDrawing:
    """The map of a way of at least two stops."""
    frame = frame_of([stop.position for stop in stops])
    outlines = atlas().outlines(frame)
    points = [frame.at(stop.position) for stop in stops]
    legs = [
        _Leg(start, end, stop.state == "ahead") for (start, end), stop in zip(pairwise(points), stops[1:], strict=True)
    ]
    shown = list(_shown(stops, points))
    ordered = sorted(range(len(shown)), key=lambda at: _rank(shown[at][0], at, len(shown)))
    spots = [
        Spot(shown[at][1], shown[at][0].name, shown[at][0].state == "newest", place < 3)
        for place, at in enumerate(ordered)
    ]
    return MapDrawing(
        land="".join(_path(ring) + "z" for ring in outlines.land),
        borders="".join(map(_path, outlines.borders)),
        gone="".join(leg.path for leg in legs if not leg.ahead),
        ahead="".join(leg.path for leg in legs if leg.ahead),
        dots=tuple(
            Dot(*point, stop.state) for stop, point in sorted(shown, key=lambda each: each[0].state == "newest")
        ),
        labels=tuple(labels(spots, (point for leg in legs for point in leg.samples()), WIDTH, HEIGHT)),
    )


def frame_of(positions: Sequence[Coordinates]) -> Frame:
    """The part of the map that has all positions in it with room around, whichever way round the globe is shorter."""
    west, east = _span(sorted({position.longitude % 360 for position in positions}))
    heights = [mercator(position.latitude) for position in positions]
    low, high = min(heights), max(heights)
    ratio = WIDTH / HEIGHT
    width = min(360.0, max(NARROWEST, (east - west) / (1 - 2 * BESIDE), (high - low) / (1 - 2 * ABOVE) * ratio))
    height = width / ratio
    top = min((low + high) / 2 + height / 2, NORTHERNMOST)
    top = max(top, SOUTHERNMOST + height)
    left = ((west + east) / 2 - width / 2 + 180) % 360 - 180
    return Frame(left, top, WIDTH / width, WIDTH, HEIGHT)


def _span(longitudes: Sequence[float]) -> tuple[float, float]:
    """The shortest stretch of the globe that has all of the longitudes, from west to east."""
    around = [*longitudes, longitudes[0] + 360]
    gap, at = max((after - before, at) for at, (before, after) in enumerate(pairwise(around)))
    west = around[at + 1]
    return west, west + 360 - gap


class _Leg:
    """The line between two stops, bent a little, as ways on maps are."""

    def __init__(self, start: Point, end: Point, ahead: bool) -> None:  # noqa: FBT001 - a leg is ahead or gone
        self.start, self.end, self.ahead = start, end, ahead
        across, down = end[0] - start[0], end[1] - start[1]
        side = -1 if across > 0 else 1
        self.bend = (
            round((start[0] + end[0]) / 2 - side * down * BEND),
            round((start[1] + end[1]) / 2 + side * across * BEND),
        )

    @property
    def path(self) -> str:
        """The line as a path of SVG."""
        (x, y), (bx, by), (ex, ey) = self.start, self.bend, self.end
        return f"M{x} {y}Q{bx} {by} {ex} {ey}"

    def samples(self) -> Iterator[Point]:
        """Points along the line."""
        for step in range(1, 12):
            t = step / 12
            near, mid, far = (1 - t) ** 2, 2 * t * (1 - t), t * t
            yield (
                round(near * self.start[0] + mid * self.bend[0] + far * self.end[0]),
                round(near * self.start[1] + mid * self.bend[1] + far * self.end[1]),
            )


def _rank(stop: Stop, at: int, count: int) -> tuple[int, int]:
    """Which names matter most: where it is, where it goes, where it came from, then the latest."""
    matters = 0 if stop.state == "newest" else 1 if at == count - 1 else 2 if at == 0 else 3
    return matters, -at


def _shown(stops: Sequence[Stop], points: Sequence[Point]) -> Iterator[tuple[Stop, Point]]:
    """The stops that get a dot: of those that fall together the one that matters most."""
    order = sorted(range(len(stops)), key=lambda at: _rank(stops[at], at, len(stops)))
    kept: list[int] = []
    for at in order:
        if all(_apart(points[at], points[other]) for other in kept):
            kept.append(at)
    yield from ((stops[at], points[at]) for at in sorted(kept))


def _apart(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > SAME_DOT or abs(one[1] - other[1]) > SAME_DOT


def _path(points: Iterable[Point]) -> str:
    """A line as a path of SVG, in steps from point to point: they are shorter to write."""
    (x, y), *others = points
    text = [f"M{x} {y}l"]
    for across, down in others:
        dx, dy = across - x, down - y
        text.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
        if len(text) > 2 and dx >= 0:
            text[-1] = " " + text[-1]
        x, y = across, down
    return "".join(text)
