"""The cities and airports of the world by name, from a data file that is read on first use."""

import struct
import sys
import zlib
from array import array
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from tracking_site.domain.shipment import Coordinates

FILE = Path(__file__).with_name("cities.bin")
NORTH_STEPS, EAST_STEPS, WEIGHT_STEPS = 90 / 32767, 180 / 32767, 14.0
"""Degrees per step of latitude and longitude; steps per unit of a weight's logarithm."""
CODE_MARK = "="
"""The prefix of airport codes among the names."""
_HEAD = struct.Struct("<4I")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, with about how many people live there or fly from there."""

    country: str
    position: Coordinates
    people: float


class Gazetteer:
    """The contents of the file: columns of numbers, and sorted names, each with the rows that it may mean."""

    def __init__(self, packed: bytes) -> None:
        data = zlib.decompress(packed)
        count, names, codes, countries = _HEAD.unpack_from(data)
        ends = _HEAD.size
        parts = []
        for size in (2 * count, 2 * count, count, count, codes, countries, names):
            parts.append(data[ends : ends + size])
            ends += size
        self._north, self._east = _column(parts[0]), _column(parts[1])
        self._weights, self._countries = parts[2], parts[3]
        self._codes = parts[4].decode().split()
        self._country_names = dict(_pair(line) for line in parts[5].decode().splitlines())
        self._names = parts[6]

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places with a folded name."""
        return tuple(self._candidate(int(row, 36)) for row in self._rows(name.encode()))

    def country(self, name: str) -> str | None:
        """Return the ISO code of a country, given by a code of two or three letters or by its folded name."""
        return self._country_names.get(name)

    def _candidate(self, row: int) -> Candidate:
        position = Coordinates(self._north[row] * NORTH_STEPS, self._east[row] * EAST_STEPS)
        return Candidate(self._codes[self._countries[row]], position, exp(self._weights[row] / WEIGHT_STEPS))

    def _rows(self, name: bytes) -> list[bytes]:
        """Search the sorted lines by bisection, so that loading the file needs no parsing."""
        names, low, high = self._names, 0, len(self._names)
        while low < high:
            start = names.rfind(b"\n", 0, (low + high) // 2) + 1
            end = names.find(b"\n", start)
            key, _, rows = names[start:end].partition(b"\t")
            if key == name:
                return rows.split(b",")
            if key < name:
                low = end + 1
            else:
                high = start
        return []


def _column(data: bytes) -> "array[int]":
    column = array("h")
    column.frombytes(data)
    if sys.byteorder == "big":
        column.byteswap()
    return column


def _pair(line: str) -> tuple[str, str]:
    name, _, code = line.partition("\t")
    return name, code


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the package."""
    return Gazetteer(FILE.read_bytes())
