"""Placing of names next to the dots of a map, so that they cover no other name, no dot and little of the route."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracking_site.places.atlas import Point

LARGE, SMALL = 27.0, 17.0
"""Font sizes in units of the drawing: legible on a narrow page, and legible on a wide page only."""
MAX_NAME_LENGTH = 24
MARGIN = 4.0
DOT_RADIUS = 8.0
NEWEST_EXTRA_RADIUS = 6.0
GAP = 14.0
NEWEST_GAP = 20.0
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot that needs a name; `important` if the name should be legible on a narrow page."""

    at: Point
    name: str
    newest: bool = False
    important: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A name in the drawing; `dy` is its vertical offset, `wide_only` if it is only shown on a wide page."""

    x: int
    y: int
    anchor: str
    dy: str
    text: str
    newest: bool
    wide_only: bool


def labels(spots: Sequence[Spot], route: Iterable[Point], width: int, height: int) -> Iterator[Label]:
    """Yield a label for each spot that has room for one; earlier spots are placed first."""
    route_points = tuple(route)
    dots = {spot: _around(spot.at, DOT_RADIUS + (NEWEST_EXTRA_RADIUS if spot.newest else 0)) for spot in spots}
    occupied: list[Box] = []
    page = (MARGIN, MARGIN, width - MARGIN, height - MARGIN)
    unplaced = list(spots)
    for size in (LARGE, SMALL):
        for spot in tuple(unplaced):
            if size == LARGE and not spot.important:
                continue
            obstacles = [*occupied, *(dot for other, dot in dots.items() if other is not spot)]
            candidates = [
                (sum(_contains(box, point) for point in route_points) + 0.1 * side, side, box)
                for side, box in enumerate(_boxes(spot, size))
                if _within(box, page) and not any(_overlap(box, obstacle) for obstacle in obstacles)
            ]
            if candidates:
                _, side, box = min(candidates)
                occupied.append(box)
                unplaced.remove(spot)
                yield _label(spot, side, wide_only=size == SMALL)


@dataclass(frozen=True, slots=True)
class _Side:
    """The position of a name relative to its dot.

    `across` and `down` are in gaps; `descent` is how far the letters reach below that point, in font sizes.
    """

    across: float
    down: float
    anchor: str
    descent: float


# The most legible first. Diagonal sides are nearer to the dot, because the corner of the text points at it.
_SIDES = (
    _Side(1, 0, "start", 0.35),
    _Side(-1, 0, "end", 0.35),
    _Side(0, -1, "middle", -0.2),
    _Side(0, 1, "middle", 0.9),
    _Side(0.6, -0.6, "start", -0.1),
    _Side(0.6, 0.6, "start", 0.8),
    _Side(-0.6, -0.6, "end", -0.1),
    _Side(-0.6, 0.6, "end", 0.8),
)


def _boxes(spot: Spot, size: float) -> Iterator[Box]:
    """Yield the box of the name at each of `_SIDES`."""
    gap = NEWEST_GAP if spot.newest else GAP
    width, height = size * _max_width_in_ems(_shorten(spot.name)), size * 1.15
    for side in _SIDES:
        x, y = spot.at[0] + side.across * gap, spot.at[1] + side.down * gap
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[side.anchor]
        top = y + (side.descent - 0.95) * size
        yield (left, top, left + width, top + height)


def _label(spot: Spot, side_index: int, *, wide_only: bool) -> Label:
    side, gap = _SIDES[side_index], NEWEST_GAP if spot.newest else GAP
    x, y = round(spot.at[0] + side.across * gap), round(spot.at[1] + side.down * gap)
    return Label(x, y, side.anchor, f"{side.descent:g}em", _shorten(spot.name), spot.newest, wide_only)


def _shorten(name: str) -> str:
    return name if len(name) <= MAX_NAME_LENGTH else name[: MAX_NAME_LENGTH - 1].rstrip() + "…"


def _max_width_in_ems(text: str) -> float:
    """Return the most that a text is wide, in font sizes; estimated, because readers' fonts differ in width."""
    return sum(
        1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.8 if letter.isupper() else 0.68 for letter in text
    )


def _around(point: Point, radius: float) -> Box:
    return (point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _contains(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _within(box: Box, page: Box) -> bool:
    return box[0] >= page[0] and box[1] >= page[1] and box[2] <= page[2] and box[3] <= page[3]
