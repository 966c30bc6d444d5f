"""Tolerant readers: a field that is missing, null, of another type or out of range reads as nothing."""

import math
import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import msgspec

from tracking_site.domain.shipment import Coordinates, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

TEXT_LIMIT = 500
ROWS_LIMIT = 500
LARGEST_NUMBER = 10**40
LARGEST_EXACT = 1e15
SHORTEST_NAME = 3
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

_TRUE = frozenset({"1", "true", "yes"})
_FALSE = frozenset({"0", "false", "no"})

# Controls, the marks that reorder a line of text, surrogates, and code points that are no characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_ADDRESS = re.compile(r"\d.*,|,.*\d")
_BLANKS = re.compile(r"\s+")

_LETTERS = re.compile(r"[^\W\d_]+")

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# The escapes of a text in JSON: a pair of surrogates, one that stands alone (the group), or any other.
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


class Unreadable(ValueError):
    """What came is no JSON, or no JSON of the expected shape; says what, never quotes it."""


class UnsafePayload(ValueError):
    """A payload that must not be stored: XML with a document type or entities, or anything nested too deeply."""


def decode(body: bytes) -> object:
    """Any bytes as JSON, or `Unreadable`; half a surrogate pair, as a cut emoji leaves it, costs no more than itself."""
    mended = _ESCAPES.sub(lambda escape: rb"\ufffd" if escape[1] else escape[0], body.removeprefix(_BYTE_ORDER_MARK))
    try:
        return cast("object", msgspec.json.decode(mended))
    except RecursionError as error:
        raise Unreadable("JSON nested too deeply") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise Unreadable("no JSON") from error


def clean(value: str, limit: int = TEXT_LIMIT) -> str:
    """Text from outside as one line, without what no one can see, and not endless."""
    kept = _UNPRINTABLE.sub("", value[: limit * 8])
    line = _BLANKS.sub(" ", kept).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def name_parts(*names: str | None) -> "Iterator[str]":
    """The parts of people's names, each of which tells who they are: a proof of delivery is signed with a surname."""
    for name in names:
        yield from (part for part in _LETTERS.findall(name or "") if len(part) >= SHORTEST_NAME)


def public_place_name(name: str | None) -> str | None:
    """A hub's or a city's name; nothing where it is written like an address, which may be the recipient's."""
    return None if name is None or _ADDRESS.search(name) else name


class Fields:
    """A JSON object whose fields are read by name and by what they should be; anything else is an empty one."""

    __slots__ = ("_fields",)

    def __init__(self, value: object) -> None:
        self._fields: Mapping[str, object] = value if isinstance(value, dict) else {}

    @classmethod
    def of(cls, body: bytes) -> "Fields":
        """The object that a body is; `Unreadable` where it is none or an empty one."""
        fields = cls(decode(body))
        if not fields:
            raise Unreadable("no JSON object")
        return fields

    def __bool__(self) -> bool:
        return bool(self._fields)

    def text(self, *names: str, limit: int = TEXT_LIMIT) -> str | None:
        """The first of the fields that holds any text; a number counts as text."""
        for name in names:
            value = self._fields.get(name)
            if isinstance(value, bool):
                continue
            if isinstance(value, int | float):
                value = _digits(value)
            if isinstance(value, str) and (cleaned := clean(value, limit)):
                return cleaned
        return None

    def number(self, name: str, low: float, high: float) -> float | None:
        """A number, or a text that is one (`12.59`, `12,59`), within its range."""
        value = self._fields.get(name)
        if isinstance(value, str):
            try:
                value = float(value.strip().replace(",", "."))
            except ValueError:
                return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if low <= value <= high and math.isfinite(value) else None

    def integer(self, name: str, low: int, high: int) -> int | None:
        """A whole number within its range."""
        value = self.number(name, low, high)
        return int(value) if value is not None and value == int(value) else None

    def flag(self, name: str) -> bool | None:
        """A boolean in any of the forms in which carriers write one: true, 1, "1", "yes"."""
        value = self._fields.get(name)
        if not isinstance(value, bool | int | float | str):
            return None
        word = str(value).strip().lower().removesuffix(".0")
        return True if word in _TRUE else False if word in _FALSE else None

    def within(self, name: str) -> "Fields":
        """The object in a field, or the only one of a list there."""
        value = self._fields.get(name)
        return Fields(value[0] if isinstance(value, list) and len(value) == 1 else value)

    def rows(self, name: str) -> tuple["Fields", ...]:
        """The objects of the list in a field; one object alone counts as a list of one.

        A list can also come as an object by number, or inside of one as its `results`.
        """
        return tuple(row for row in self.list_items(name) if row)

    def list_items(self, name: str) -> tuple["Fields", ...]:
        """The same with an empty object in the place of whatever else stands in the list."""
        value = self._fields.get(name)
        if isinstance(value, dict) and isinstance(value.get("results"), list):
            value = value["results"]
        elif isinstance(value, dict) and value and all(isinstance(row, dict) for row in value.values()):
            value = list(value.values())
        rows: Iterable[object] = value if isinstance(value, list) else (value,)
        return tuple(Fields(row) for row in list(rows)[:ROWS_LIMIT])

    def coordinates(self, latitude: str, longitude: str) -> Coordinates | None:
        """A position; 0,0 is none, since that is what trackers say who know nothing."""
        north, east = self.number(latitude, -90, 90), self.number(longitude, -180, 180)
        if north is None or east is None or (north == 0 and east == 0):
            return None
        return Coordinates(north, east)

    def instant(self, name: str) -> datetime | None:
        """A time: ISO 8601, `2016-11-19 06:11:27`, or milliseconds since 1970; UTC where it names no zone."""
        value = self._fields.get(name)
        if isinstance(value, str):
            if not value.strip().isdecimal():
                return _written_instant(value)
            value = int(value) if len(value.strip()) < 16 else 0
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 4e12:
            return None
        return _plausible(datetime.fromtimestamp(value / 1000, UTC))

    def local_instant(self, name: str, zone: ZoneInfo) -> datetime | None:
        """The same, in a zone where it names none (later editions: the account's `webhook_time_zone`)."""
        value = self._fields.get(name)
        found = self.instant(name)
        if found is None or not isinstance(value, str) or value.strip().isdecimal():
            return found
        encode_rows = datetime.fromisoformat(value.strip())
        return found if encode_rows.tzinfo else _plausible(encode_rows.replace(tzinfo=zone).astimezone(UTC))

    def texts(self, name: str, limit: int = TEXT_LIMIT, most: int = ROWS_LIMIT) -> tuple[str, ...]:
        """The texts of the list in a field, without what is none; one alone counts as a list of one."""
        value = self._fields.get(name)
        rows = value if isinstance(value, list) else [value]
        found = (Fields({name: row}).text(name, limit=limit) for row in rows[:most])
        return tuple(text for text in found if text)

    def raw_text(self, name: str) -> str | None:
        """A text as it came, its lines and what nobody can see included: for what is parsed once more."""
        value = self._fields.get(name)
        return value if isinstance(value, str) else None


def encode_rows(value: "Mapping[str, Sequence[Fields]]") -> bytes:
    """Objects as JSON once more, as they came."""
    return msgspec.json.encode({name: [row._fields for row in rows] for name, rows in value.items()})


def _digits(value: float) -> str:
    """A number as text; a whole one however long a carrier's numbers are, any other as far as it is exact."""
    if isinstance(value, int):
        return str(value) if abs(value) < LARGEST_NUMBER else ""
    if not abs(value) < LARGEST_EXACT:
        return ""
    return str(int(value)) if value.is_integer() else str(value)


def _written_instant(value: str) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(value.strip())
        return _plausible(parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _plausible(combine: datetime) -> datetime | None:
    return combine if EARLIEST <= combine < LATEST else None


_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$")


def parse_date(value: str | None) -> date | None:
    """A date as Leaps writes it: `2011-08-05`, `05-08-2011`, `5-8-2011`, `05/08/2011` (basic concepts, Basic types)."""
    if value is None:
        return None
    if match := _YEAR_FIRST.match(value):
        year, month, number = match.groups()
    elif match := _DAY_FIRST.match(value):
        number, month, year = match.groups()
    else:
        return None
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        return None
    return found if EARLIEST.date() <= found < LATEST.date() else None


def parse_time(value: str | None) -> time | None:
    """A time of day as Leaps writes it: `18:45:00`, `18:45`, `18.45` (basic concepts, Basic types)."""
    match = _TIME.match(value) if value else None
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    try:
        return time(int(hours), int(minutes), int(seconds or 0))
    except ValueError:
        return None


def combine(on: date | None, at: time | None, zone: ZoneInfo) -> Moment | None:
    """A date and a time of day in a zone, in UTC; the date alone where there is no time of day."""
    if on is None or at is None:
        return on
    return datetime.combine(on, at, zone).astimezone(UTC)
