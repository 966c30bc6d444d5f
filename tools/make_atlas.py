"""Writes tracking_site/places/atlas.bin: the world's land and borders, simplified for four scales.

By hand, from the npm package world-atlas 2.0.2, unpacked (it is no dependency of the site):

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m tools.make_atlas package

Positions are Mercator's, in hundredths of a degree. Sources and licences: tracking_site/places/SOURCES.md.
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

from tracking_site.places.atlas import FILE, LEVELS, RUN, STEPS
from tracking_site.places.geometry import mercator

# For each scale the source, and how far (in degrees) a line may be off.
SOURCES = (
    ("countries-110m.json", 0.35),
    ("countries-50m.json", 0.12),
    ("countries-50m.json", 0.04),
    ("countries-10m.json", 0.02),
)
ANTARCTIC = -60
SOUTHERNMOST, NORTHERNMOST = -80.0, 84.0

CarrierClient = list[tuple[float, float]]


class Topology:
    """A TopoJSON file whose arcs are simplified once, so that neighbours still share them."""

    def __init__(self, path: Path, tolerance: float) -> None:
        read = json.loads(path.read_text())
        self.objects = read["objects"]
        (across, up), (west, south) = read["transform"]["scale"], read["transform"]["translate"]
        self.arcs: list[CarrierClient] = []
        for arc in read["arcs"]:
            steps = accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
            line = unbroken((x * across + west, y * up + south) for x, y in steps)
            drawn = [(x, mercator(max(SOUTHERNMOST, min(y, NORTHERNMOST)))) for x, y in line]
            self.arcs.append(simplified(drawn, tolerance))

    def rings(self) -> Iterator[CarrierClient]:
        """The coasts, but for the Antarctic's."""
        for polygon in _polygons(self.objects["land"]):
            for ring in polygon:
                line = self._joined(ring)
                if max(y for _, y in line) > ANTARCTIC:
                    yield line

    def borders(self) -> Iterator[CarrierClient]:
        """What two countries share."""
        rings = chain.from_iterable(_polygons(self.objects["countries"]))
        uses = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
        yield from (self.arcs[arc] for arc, times in uses.items() if times > 1)

    def _joined(self, ring: Iterable[int]) -> CarrierClient:
        line: CarrierClient = []
        for arc in ring:
            points = self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]
            line = unbroken([*line, *(points[1:] if line else points)])
        return line


def _polygons(shape: dict[str, Any]) -> Iterator[list[list[int]]]:
    if shape["type"] == "GeometryCollection":
        for part in shape["geometries"]:
            yield from _polygons(part)
    elif shape["type"] == "MultiPolygon":
        yield from shape["arcs"]
    elif shape["type"] == "Polygon":
        yield shape["arcs"]


def unbroken(points: Iterable[tuple[float, float]]) -> CarrierClient:
    """A line that goes on beyond 180 degrees where the source's goes on at the other edge of the map."""
    line: CarrierClient = []
    for x, y in points:
        turns = round((line[-1][0] - x) / 360) if line else 0
        line.append((x + 360 * turns, y))
    return line


def simplified(line: CarrierClient, tolerance: float) -> CarrierClient:
    """A line without the points that lie within the tolerance of it (Douglas and Peucker)."""
    kept = {0, len(line) - 1}
    open_ends = [(0, len(line) - 1)]
    while open_ends:
        first, last = open_ends.pop()
        far, where = max(
            ((_off(line[at], line[first], line[last]), at) for at in range(first + 1, last)), default=(0.0, first)
        )
        if far > tolerance:
            kept.add(where)
            open_ends += [(first, where), (where, last)]
    return [point for at, point in enumerate(line) if at in kept]


def _off(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    across, up = end[0] - start[0], end[1] - start[1]
    long = across * across + up * up
    along = ((point[0] - start[0]) * across + (point[1] - start[1]) * up) / long if long else 0.0
    along = min(1.0, max(0.0, along))
    return float(((point[0] - start[0] - along * across) ** 2 + (point[1] - start[1] - along * up) ** 2) ** 0.5)


def packed(lines: Iterable[CarrierClient]) -> bytes:
    """Lines as columns: how many points each has, the box of every run of points, all longitudes, all heights."""
    steps = [[(round(x * STEPS), round(y * STEPS)) for x, y in line] for line in lines]
    runs = [line[at : at + RUN] for line in steps for at in range(0, len(line), RUN)]
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


def worth_drawing(line: CarrierClient, tolerance: float) -> bool:
    """Whether a ring is more than a speck at its scale."""
    xs, ys = zip(*line, strict=True)
    return len(line) > 3 and max(max(xs) - min(xs), max(ys) - min(ys)) > 3 * tolerance


def main() -> None:
    """Writes the file anew."""
    folder = Path(sys.argv[1])
    parts = []
    for name, tolerance in SOURCES:
        topology = Topology(folder / name, tolerance)
        parts.append(packed(ring for ring in topology.rings() if worth_drawing(ring, tolerance)))
        parts.append(packed(topology.borders()))
    head = struct.pack(f"<{2 * LEVELS}I", *map(len, parts))
    FILE.write_bytes(zlib.compress(head + b"".join(parts), 9))
    sys.stdout.write(f"{FILE.name}: {FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
