"""Land and borders in a part of the map, from a data file that is read on first use."""

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.geometry import mercator

FILE = Path(__file__).with_name("atlas.bin")
STEPS_PER_DEGREE = 100
"""Units of the file's coordinates in a degree."""
POINTS_PER_RUN = 24
"""Points that share a bounding box; a run on one side of the frame is skipped as a whole."""
LEVELS = 4
MAX_DEGREES = (1000.0, 100.0, 40.0, 14.0)
"""The widest frame, in degrees, for each level of detail, the coarsest level first."""
MAX_POINTS = 1400
"""If a drawing has more points, it is drawn with longer steps, to keep the page small."""
MIN_STEP, LONGER_STEPS = 2, (3, 4, 6, 9)
"""The least distance between two points of a line, in units of the drawing."""
MIN_SIZE = 2.5
"""Smaller islands and lines, in units of the drawing, are left out."""
MAX_OVERHANG = 40
"""How far a line may reach beyond the frame, in units of the drawing."""

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of Mercator's map; `scale` is units of the drawing per degree, `width` and `height` are such units."""

    west: float
    top: float
    scale: float
    width: int
    height: int

    def at(self, position: Coordinates) -> Point:
        """Return the point of a position, counted eastwards from the western edge of the frame."""
        east = (position.longitude - self.west) % 360
        # Rounding may put a position on the western edge just west of it.
        east -= 360 if east > 359.99 else 0
        return round(east * self.scale), round((self.top - mercator(position.latitude)) * self.scale)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The coasts and borders in a frame, as lines of points of the drawing; a very wide frame has no borders."""

    land: tuple[tuple[Point, ...], ...]
    borders: tuple[tuple[Point, ...], ...]


class _Line(NamedTuple):
    """The bounding box of a line, and the ranges of its points and of its runs."""

    west: int
    south: int
    east: int
    north: int
    points: tuple[int, int]
    runs: tuple[int, int]


class _Lines:
    """The lines of one kind (land or borders) at one level of detail."""

    def __init__(self, data: bytes) -> None:
        count, runs, points = struct.unpack_from("<3I", data)
        sizes = struct.unpack_from(f"<{count}I", data, 12)
        offset = 12 + 4 * count
        columns = []
        for size in (runs, runs, runs, runs, points, points):
            column = array("h")
            column.frombytes(data[offset : offset + 2 * size])
            if sys.byteorder == "big":
                column.byteswap()
            columns.append(column)
            offset += 2 * size
        self._west, self._south, self._east, self._north, self._x, self._y = columns
        self._runs = list(zip(self._west, self._south, self._east, self._north, strict=True))
        self._lines = list(self._with_boxes(sizes))

    def _with_boxes(self, sizes: Iterable[int]) -> Iterator[_Line]:
        point = run = 0
        for size in sizes:
            # A line's last run may have fewer points: the division rounds up.
            next_point, next_run = point + size, run - (-size // POINTS_PER_RUN)
            yield _Line(
                min(self._west[run:next_run]),
                min(self._south[run:next_run]),
                max(self._east[run:next_run]),
                max(self._north[run:next_run]),
                (point, next_point),
                (run, next_run),
            )
            point, run = next_point, next_run

    def within(self, frame: Frame) -> Iterator[tuple[Point, ...]]:
        """Yield the lines that may be visible in a frame, which may lie across any meridian."""
        for shift in (-360, 0, 360):
            # Coasts that cross the date line continue a little beyond 180 degrees.
            if shift - 195 < frame.west + frame.width / frame.scale and frame.west < shift + 195:
                yield from self._shifted(frame, shift)

    def _shifted(self, frame: Frame, shift: int) -> Iterator[tuple[Point, ...]]:
        """Yield the lines in a frame, with `shift` degrees added to their longitudes."""
        steps_per_unit = frame.scale / STEPS_PER_DEGREE
        west, top = (frame.west - shift) * STEPS_PER_DEGREE, frame.top * STEPS_PER_DEGREE
        south, east = top - frame.height / steps_per_unit, west + frame.width / steps_per_unit
        min_size = MIN_SIZE / steps_per_unit
        for line in self._lines:
            in_frame = line.west <= east and line.east >= west and line.south <= top and line.north >= south
            if in_frame and (line.east - line.west > min_size or line.north - line.south > min_size):
                points = self._visible_points(line, (west, south, east, top))
                yield _to_drawing(points, (west, top, steps_per_unit), frame)

    def _visible_points(self, line: _Line, box: tuple[float, float, float, float]) -> tuple[list[int], list[int]]:
        """Return the coordinates of a line, without the points between two that are on the same side of the frame."""
        west, south, east, north = box
        start, end = line.points
        xs: list[int] = []
        ys: list[int] = []
        previous_sides = 0
        for left, low, right, high in self._runs[slice(*line.runs)]:
            next_start = min(start + POINTS_PER_RUN, end)
            # One bit for each side of the frame on which the whole run lies.
            sides = (right < west) | (left > east) << 1 | (high < south) << 2 | (low > north) << 3
            if not sides:
                xs += self._x[start:next_start]
                ys += self._y[start:next_start]
            elif previous_sides & sides:
                xs[-1], ys[-1] = self._x[next_start - 1], self._y[next_start - 1]
            else:
                xs += (self._x[start], self._x[next_start - 1])
                ys += (self._y[start], self._y[next_start - 1])
            previous_sides = previous_sides & sides or sides
            start = next_start
        return xs, ys


def _to_drawing(
    points: tuple[list[int], list[int]], origin: tuple[float, float, float], frame: Frame
) -> tuple[Point, ...]:
    """Return points in units of the drawing, without those that are closer than a step to the one before."""
    west, top, scale = origin
    right, bottom = frame.width + MAX_OVERHANG, frame.height + MAX_OVERHANG
    drawn: list[Point] = []
    last_x = last_y = -9999
    for file_x, file_y in zip(*points, strict=True):
        x, y = int((file_x - west) * scale), int((top - file_y) * scale)
        if abs(x - last_x) + abs(y - last_y) < MIN_STEP:
            continue
        last_x, last_y = x, y
        if not (-MAX_OVERHANG <= x <= right and -MAX_OVERHANG <= y <= bottom):
            x, y = min(max(x, -MAX_OVERHANG), right), min(max(y, -MAX_OVERHANG), bottom)
        drawn.append((x, y))
    return tuple(drawn)


class Atlas:
    """The data file: land and borders at each level of detail.

    The file is a zlib stream of columns of integers, written by tools/make_atlas.py.
    """

    def __init__(self, packed: bytes) -> None:
        data = zlib.decompress(packed)
        sizes = struct.unpack_from(f"<{2 * LEVELS}I", data)
        offsets = list(accumulate(sizes, initial=8 * LEVELS))
        parts = [_Lines(data[start:end]) for start, end in pairwise(offsets)]
        self._levels = [(parts[index], parts[index + 1]) for index in range(0, 2 * LEVELS, 2)]

    def outlines(self, frame: Frame) -> Outlines:
        """Return the outlines in a frame, as detailed as its scale needs and `MAX_POINTS` allows."""
        degrees = frame.width / frame.scale
        level = max(index for index in range(LEVELS) if degrees <= MAX_DEGREES[index])
        land, borders = self._levels[level]
        coasts, edges = list(land.within(frame)), list(borders.within(frame)) if level else []
        for step in LONGER_STEPS:
            if sum(map(len, coasts)) + sum(map(len, edges)) <= MAX_POINTS:
                break
            coasts, edges = ([_thin_out(line, step) for line in lines] for lines in (coasts, edges))
        return Outlines(tuple(ring for ring in coasts if len(ring) > 3), tuple(line for line in edges if len(line) > 1))


def _thin_out(line: Sequence[Point], step: int) -> tuple[Point, ...]:
    """Return a line without the points that are closer than a step to the one before; the last point stays."""
    x, y = line[0]
    thinned = [line[0]]
    for point in line[1:]:
        if abs(point[0] - x) + abs(point[1] - y) >= step:
            thinned.append(point)
            x, y = point
    if thinned[-1] != line[-1]:
        thinned.append(line[-1])
    return tuple(thinned)


@cache
def atlas() -> Atlas:
    """Return the atlas of the package."""
    return Atlas(FILE.read_bytes())
