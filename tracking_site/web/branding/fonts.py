"""What can be told about a font in WOFF2: whether it is one, and whether it has all weights in it."""

from collections.abc import Iterator
from pathlib import Path

_SIGNATURE = b"wOF2"
_HEADER_BYTES = 48
_FVAR = 47
_GLYF, _LOCA = 10, 11
_NAMED = 63
_UNTRANSFORMED = 3
_MOST_NUMBER_BYTES = 5


def is_woff2(path: Path) -> bool:
    """Whether a file begins as such a font does."""
    with path.open("rb") as file:
        return file.read(len(_SIGNATURE)) == _SIGNATURE


def is_variable(path: Path) -> bool:
    """Whether a font has axes of variation; False as well where its directory cannot be read."""
    content = path.read_bytes()
    try:
        return content.startswith(_SIGNATURE) and _FVAR in _tables(content)
    except IndexError:
        return False


def _tables(content: bytes) -> Iterator[int]:
    """The tables of a font by their numbers in the standard (WOFF2, 5.2); those that it names itself are `_NAMED`."""
    place = _HEADER_BYTES
    for _ in range(int.from_bytes(content[12:14])):
        flags = content[place]
        table, version = flags & 63, flags >> 6
        place = _after_number(content, place + (5 if table == _NAMED else 1))
        # Glyphs are transformed unless they say otherwise, all other tables if they say so.
        if (version != _UNTRANSFORMED) if table in (_GLYF, _LOCA) else version != 0:
            place = _after_number(content, place)
        yield table


def _after_number(content: bytes, place: int) -> int:
    for length in range(1, _MOST_NUMBER_BYTES + 1):
        if not content[place + length - 1] & 0x80:
            return place + length
    raise IndexError(place)
