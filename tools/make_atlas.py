"""Write tracking_site/places/atlas.bin: the world's land and borders, simplified for four levels of detail.

It is run by hand, with the unpacked npm package world-atlas 2.0.2, which the site does not depend on:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m tools.make_atlas package

Positions are those of Mercator's map, in hundredths of a degree. Sources and licences: tracking_site/places/SOURCES.md.
"""

import json
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from tracking_site.places.atlas import FILE, LEVELS, POINTS_PER_RUN, STEPS_PER_DEGREE
from tracking_site.places.geometry import mercator

# For each level the source, and how far (in degrees) a simplified line may be from the original.
SOURCES = (
    ("countries-110m.json", 0.35),
    ("countries-50m.json", 0.12),
    ("countries-50m.json", 0.04),
    ("countries-10m.json", 0.02),
)
NORTH_OF_ANTARCTICA = -60
MIN_LATITUDE, MAX_LATITUDE = -80.0, 84.0
MIN_RING_POINTS = 4

Line = list[tuple[float, float]]


class Topology:
    """A TopoJSON file; each arc is simplified once, so that neighbouring countries still share it."""

    def __init__(self, path: Path, tolerance: float) -> None:
        topology = json.loads(path.read_text())
        self.objects = topology["objects"]
        (x_scale, y_scale), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs: list[Line] = []
        for arc in topology["arcs"]:
            positions = accumulate(arc, lambda position, step: [position[0] + step[0], position[1] + step[1]])
            line = continuous((x * x_scale + west, y * y_scale + south) for x, y in positions)
            projected = [(x, mercator(max(MIN_LATITUDE, min(y, MAX_LATITUDE)))) for x, y in line]
            self.arcs.append(simplify(projected, tolerance))

    def rings(self) -> Iterator[Line]:
        """Yield the coasts, except Antarctica's."""
        for polygon in _polygons(self.objects["land"]):
            for ring in polygon:
                line = self._join(ring)
                if max(y for _, y in line) > NORTH_OF_ANTARCTICA:
                    yield line

    def borders(self) -> Iterator[Line]:
        """Yield the arcs that two countries share."""
        rings = chain.from_iterable(_polygons(self.objects["countries"]))
        uses = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
        yield from (self.arcs[arc] for arc, times in uses.items() if times > 1)

    def _join(self, ring: Iterable[int]) -> Line:
        line: Line = []
        for arc in ring:
            points = self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]
            line = continuous([*line, *(points[1:] if line else points)])
        return line


def _polygons(shape: dict[str, Any]) -> Iterator[list[list[int]]]:
    if shape["type"] == "GeometryCollection":
        for part in shape["geometries"]:
            yield from _polygons(part)
    elif shape["type"] == "MultiPolygon":
        yield from shape["arcs"]
    elif shape["type"] == "Polygon":
        yield shape["arcs"]


def continuous(points: Iterable[tuple[float, float]]) -> Line:
    """Return a line that continues beyond 180 degrees where the source's jumps to the other edge of the map."""
    line: Line = []
    for x, y in points:
        turns = round((line[-1][0] - x) / 360) if line else 0
        line.append((x + 360 * turns, y))
    return line


def simplify(line: Line, tolerance: float) -> Line:
    """Return a line without the points that are within the tolerance of it (Douglas and Peucker)."""
    retained = {0, len(line) - 1}
    segments = [(0, len(line) - 1)]
    while segments:
        first, last = segments.pop()
        distance, farthest = max(
            ((_distance(line[index], line[first], line[last]), index) for index in range(first + 1, last)),
            default=(0.0, first),
        )
        if distance > tolerance:
            retained.add(farthest)
            segments += [(first, farthest), (farthest, last)]
    return [point for index, point in enumerate(line) if index in retained]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the distance of a point from the segment between `start` and `end`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    squared_length = dx * dx + dy * dy
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / squared_length if squared_length else 0.0
    share = min(1.0, max(0.0, share))
    return float(((point[0] - start[0] - share * dx) ** 2 + (point[1] - start[1] - share * dy) ** 2) ** 0.5)


def pack(lines: Iterable[Line]) -> bytes:
    """Return lines as columns: the number of points of each, the box of every run, all longitudes, all heights."""
    steps = [[(round(x * STEPS_PER_DEGREE), round(y * STEPS_PER_DEGREE)) for x, y in line] for line in lines]
    runs = [line[start : start + POINTS_PER_RUN] for line in steps for start in range(0, len(line), POINTS_PER_RUN)]
    boxes = [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in (zip(*run, strict=True) for run in runs)]
    points = [point for line in steps for point in line]
    return b"".join(
        (
            struct.pack("<3I", len(steps), len(runs), len(points)),
            struct.pack(f"<{len(steps)}I", *map(len, steps)),
            *(struct.pack(f"<{len(runs)}h", *(box[side] for box in boxes)) for side in range(4)),
            *(struct.pack(f"<{len(points)}h", *(point[axis] for point in points)) for axis in range(2)),
        )
    )


def worth_drawing(line: Line, tolerance: float) -> bool:
    """Tell whether a ring is large enough to be visible at its level of detail."""
    xs, ys = zip(*line, strict=True)
    return len(line) >= MIN_RING_POINTS and max(max(xs) - min(xs), max(ys) - min(ys)) > 3 * tolerance


def main() -> None:
    """Write the file."""
    folder = Path(sys.argv[1])
    parts = []
    for name, tolerance in SOURCES:
        topology = Topology(folder / name, tolerance)
        parts.append(pack(ring for ring in topology.rings() if worth_drawing(ring, tolerance)))
        parts.append(pack(topology.borders()))
    head = struct.pack(f"<{2 * LEVELS}I", *map(len, parts))
    FILE.write_bytes(zlib.compress(head + b"".join(parts), 9))
    sys.stdout.write(f"{FILE.name}: {FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
