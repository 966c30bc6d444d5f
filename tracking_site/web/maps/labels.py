"""Puts names beside the dots of a map so that none covers another, a dot or, where it can be helped, the way."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracking_site.places.atlas import Point

LARGE, SMALL = 27.0, 17.0
"""A letter's height in units: where the drawing is small on the page, and where it is large."""
LONGEST = 24
MARGIN = 4.0
DOT = 8.0
GAP = 14.0
GAP_OF_THE_NEWEST = 20.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot that wants a name, `first` where the name is one of those that matter most."""

    at: Point
    name: str
    newest: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A name as it is drawn; `wide` where there is only room for it in a drawing that is large on the page."""

    x: int
    y: int
    anchor: str
    raised: str
    text: str
    newest: bool
    wide: bool


def labels(spots: Sequence[Spot], way: Iterable[Point], width: int, height: int) -> Iterator[Label]:
    """The names that there is room for, in the order of the spots: the first ones are placed first."""
    along = tuple(way)
    dots = {spot: _around(spot.at, DOT + (6 if spot.newest else 0)) for spot in spots}
    taken: list[Box] = []
    page = (MARGIN, MARGIN, width - MARGIN, height - MARGIN)
    left = list(spots)
    for size in (LARGE, SMALL):
        for spot in tuple(left):
            if size == LARGE and not spot.first:
                continue
            others = [*taken, *(dot for other, dot in dots.items() if other is not spot)]
            ways = [
                (sum(_inside(point, box) for point in along) + 0.1 * place, place, box)
                for place, box in enumerate(_boxes(spot, size))
                if _within(box, page) and not any(_meet(box, other) for other in others)
            ]
            if ways:
                _, place, box = min(ways)
                taken.append(box)
                left.remove(spot)
                yield _label(spot, place, wide=size == SMALL)


@dataclass(frozen=True, slots=True)
class _Side:
    """Where beside its dot a name stands: how far across and down, in gaps; how far the letters hang below that."""

    across: float
    down: float
    anchor: str
    hanging: float


# The most legible first. Slanted sides are nearer, since their corner points at the dot.
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
    gap = GAP_OF_THE_NEWEST if spot.newest else GAP
    wide, high = size * _ems(_shortened(spot.name)), size * 1.15
    for side in _SIDES:
        x, y = spot.at[0] + side.across * gap, spot.at[1] + side.down * gap
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[side.anchor]
        top = y + (side.hanging - 0.95) * size
        yield (left, top, left + wide, top + high)


def _label(spot: Spot, place: int, *, wide: bool) -> Label:
    side, gap = _SIDES[place], GAP_OF_THE_NEWEST if spot.newest else GAP
    x, y = round(spot.at[0] + side.across * gap), round(spot.at[1] + side.down * gap)
    return Label(x, y, side.anchor, f"{side.hanging:g}em", _shortened(spot.name), spot.newest, wide)


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def _ems(text: str) -> float:
    """How wide a text is set at the most, in heights of its letters: readers' own fonts are wider than others."""
    return sum(
        1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.8 if letter.isupper() else 0.68 for letter in text
    )


def _around(point: Point, reach: float) -> Box:
    return (point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _within(box: Box, page: Box) -> bool:
    return box[0] >= page[0] and box[1] >= page[1] and box[2] <= page[2] and box[3] <= page[3]
