"""Outlines of land and borders within a frame, from a data file that is read on first use."""

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.geometry import mercator

FILE = Path(__file__).with_name("atlas.bin")
STEPS = 100
"""Steps per degree in the file."""
RUN = 24
"""Points per bounding box; a run of points that lies on one side of the frame is skipped at once."""
LEVELS = 4
MAX_WIDTHS = (1000.0, 100.0, 40.0, 14.0)
"""The widest frame, in degrees, for each level, the coarsest level first."""
MAX_POINTS = 1400
"""Above this number of points a drawing gets longer steps."""
MIN_STEP, LONGER_STEPS = 2, (3, 4, 6, 9)
"""The minimum distance between the points of a line, in units."""
MIN_SIZE = 2.5
"""The size, in units, below which outlines are not drawn."""
MARGIN = 40
"""The distance by which outlines continue beyond the frame, in units."""

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of Mercator's map with a size of `width` by `height` units of the drawing."""

    west: float
    top: float
    scale: float
    width: int
    height: int

    def at(self, position: Coordinates) -> Point:
        """Return the point of a position; longitudes west of the frame's western edge wrap around to the east."""
        east = (position.longitude - self.west) % 360
        # Rounding may leave a position on the edge just west of it.
        east -= 360 if east > 359.99 else 0
        return round(east * self.scale), round((self.top - mercator(position.latitude)) * self.scale)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The coasts and borders in a frame as lines of points; a frame at the coarsest level has no borders."""

    land: tuple[tuple[Point, ...], ...]
    borders: tuple[tuple[Point, ...], ...]


class _Lines:
    """The lines of one kind at one scale."""

    def __init__(self, data: bytes) -> None:
        count, runs, points = struct.unpack_from("<3I", data)
        sizes = struct.unpack_from(f"<{count}I", data, 12)
        at = 12 + 4 * count
        columns = []
        for size in (runs, runs, runs, runs, points, points):
            column = array("h")
            column.frombytes(data[at : at + 2 * size])
            if sys.byteorder == "big":
                column.byteswap()
            columns.append(column)
            at += 2 * size
        self._west, self._south, self._east, self._north, self._x, self._y = columns
        self._runs = list(zip(self._west, self._south, self._east, self._north, strict=True))
        self._lines = list(self._boxed(sizes))

    def _boxed(self, sizes: Iterable[int]) -> Iterator[tuple[int, int, int, int, int, int, int, int]]:
        """Yield the bounding box of every line, and the ranges of its points and runs."""
        start = run = 0
        for size in sizes:
            end, last = start + size, run - (-size // RUN)
            yield (
                min(self._west[run:last]),
                min(self._south[run:last]),
                max(self._east[run:last]),
                max(self._north[run:last]),
                *(start, end, run, last),
            )
            start, run = end, last

    def within(self, frame: Frame) -> Iterator[tuple[Point, ...]]:
        """Yield the visible parts of the lines in a frame, which may cross any meridian."""
        for turn in (-360, 0, 360):
            # Coasts that cross the date line go on a little beyond 180 degrees.
            if turn - 195 < frame.west + frame.width / frame.scale and frame.west < turn + 195:
                yield from self._turned(frame, turn)

    def _turned(self, frame: Frame, shift: int) -> Iterator[tuple[Point, ...]]:
        west, top, scale = (frame.west - shift) * STEPS, frame.top * STEPS, frame.scale / STEPS
        south, east = top - frame.height / scale, west + frame.width / scale
        speck = MIN_SIZE / scale
        for left, low, right, high, start, end, run, last in self._lines:
            if (
                left <= east
                and right >= west
                and low <= top
                and high >= south
                and (right - left > speck or high - low > speck)
            ):
                points = self._near_frame(start, end, run, last, (west, south, east, top))
                yield _placed(points, (west, top, scale), frame)

    def _near_frame(
        self, start: int, end: int, run: int, last: int, box: tuple[float, float, float, float]
    ) -> tuple[list[int], list[int]]:
        """Return the points of a line, without those between two points on the same side of the frame."""
        west, south, east, north = box
        xs: list[int] = []
        ys: list[int] = []
        side = 0
        for left, low, right, high in self._runs[run:last]:
            after = min(start + RUN, end)
            here = (right < west) | (left > east) << 1 | (high < south) << 2 | (low > north) << 3
            if not here:
                xs += self._x[start:after]
                ys += self._y[start:after]
            elif side & here:
                xs[-1], ys[-1] = self._x[after - 1], self._y[after - 1]
            else:
                xs += (self._x[start], self._x[after - 1])
                ys += (self._y[start], self._y[after - 1])
            side = side & here or here
            start = after
        return xs, ys


def _placed(points: tuple[list[int], list[int]], origin: tuple[float, float, float], frame: Frame) -> tuple[Point, ...]:
    """Return points in units of the drawing, without those that are closer than a step to the one before."""
    west, top, scale = origin
    right, bottom = frame.width + MARGIN, frame.height + MARGIN
    placed: list[Point] = []
    last_x = last_y = -9999
    for x, y in zip(*points, strict=True):
        across, down = int((x - west) * scale), int((top - y) * scale)
        if abs(across - last_x) + abs(down - last_y) < MIN_STEP:
            continue
        last_x, last_y = across, down
        if not (-MARGIN <= across <= right and -MARGIN <= down <= bottom):
            across, down = min(max(across, -MARGIN), right), min(max(down, -MARGIN), bottom)
        placed.append((across, down))
    return tuple(placed)


class Atlas:
    """The contents of the file: land and borders at each level."""

    def __init__(self, packed: bytes) -> None:
        data = zlib.decompress(packed)
        sizes = struct.unpack_from(f"<{2 * LEVELS}I", data)
        ends = list(accumulate(sizes, initial=8 * LEVELS))
        parts = [_Lines(data[start:end]) for start, end in pairwise(ends)]
        self._levels = [(parts[at], parts[at + 1]) for at in range(0, 2 * LEVELS, 2)]

    def outlines(self, frame: Frame) -> Outlines:
        """Return the outlines in a frame, at the level for its scale and with at most `MAX_POINTS` points if possible."""
        degrees = frame.width / frame.scale
        level = max(at for at in range(LEVELS) if degrees <= MAX_WIDTHS[at])
        land, borders = self._levels[level]
        coasts, edges = list(land.within(frame)), list(borders.within(frame)) if level else []
        for step in LONGER_STEPS:
            if sum(map(len, coasts)) + sum(map(len, edges)) <= MAX_POINTS:
                break
            coasts, edges = ([_thinned(line, step) for line in lines] for lines in (coasts, edges))
        return Outlines(tuple(ring for ring in coasts if len(ring) > 3), tuple(line for line in edges if len(line) > 1))


def _thinned(line: Sequence[Point], step: int) -> tuple[Point, ...]:
    """Return a line without the points that are closer than a step to the one before, except its last point."""
    x, y = line[0]
    kept = [line[0]]
    for point in line[1:]:
        if abs(point[0] - x) + abs(point[1] - y) >= step:
            kept.append(point)
            x, y = point
    if kept[-1] != line[-1]:
        kept.append(line[-1])
    return tuple(kept)


@cache
def atlas() -> Atlas:
    """Return the atlas of the package."""
    return Atlas(FILE.read_bytes())
