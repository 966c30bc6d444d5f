"""Tolerant parsing of carriers' JSON: a field that is missing, null, of another type or out of range is None."""

import math
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import msgspec

from tracking_site.carriers.charsets import decode_text
from tracking_site.domain.shipment import Coordinates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MAX_TEXT_LENGTH = 500
MAX_ROWS = 500
MAX_INTEGER = 10**40
MAX_EXACT_FLOAT = 1e15
MIN_NAME_LENGTH = 3
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

_TRUE = frozenset({"1", "true", "yes"})
_FALSE = frozenset({"0", "false", "no"})

# Control characters, marks that change the direction of text, surrogates, and code points that are not characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_ADDRESS = re.compile(r"\d.*,|,.*\d")
_BLANKS = re.compile(r"\s+")

_LETTERS = re.compile(r"[^\W\d_]+")

_BEFORE_JSON = "\ufeff \t\r\n"
# Escapes in a JSON string: a surrogate pair, a lone surrogate (the group), or any other.
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


class Unreadable(ValueError):
    """The body is not JSON, or not of the expected shape; the message never quotes the body."""


class UnsafePayload(ValueError):
    """A payload that must not be stored: XML with a document type or entities, or one that is nested too deeply."""


def decode(body: bytes) -> object:
    """Parse JSON; `Unreadable`. A wrong byte, or half of an emoji that was cut, becomes a replacement character."""
    utf8 = decode_text(body).lstrip(_BEFORE_JSON).encode()
    repaired = _ESCAPES.sub(lambda escape: rb"\ufffd" if escape[1] else escape[0], utf8)
    try:
        return cast("object", msgspec.json.decode(repaired))
    except RecursionError as error:
        raise Unreadable("JSON nested too deeply") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise Unreadable("no JSON") from error


def clean(value: str, limit: int = MAX_TEXT_LENGTH) -> str:
    """Return text from outside as one line, without invisible characters, and no longer than the limit."""
    visible = _INVISIBLE.sub("", value[: limit * 8])
    line = _BLANKS.sub(" ", visible).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def name_parts(*names: str | None) -> "Iterator[str]":
    """Yield the parts of people's names: each identifies a person, as a signature with the surname only does."""
    for name in names:
        yield from (part for part in _LETTERS.findall(name or "") if len(part) >= MIN_NAME_LENGTH)


def public_place_name(name: str | None) -> str | None:
    """Return the name of a hub or city, or None where it looks like an address, which may be the recipient's."""
    return None if name is None or _ADDRESS.search(name) else name


class Fields:
    """A JSON object with its fields read by name and type; any other JSON value counts as an empty object."""

    __slots__ = ("_fields",)

    def __init__(self, value: object) -> None:
        self._fields: Mapping[str, object] = value if isinstance(value, dict) else {}

    @classmethod
    def of(cls, body: bytes) -> "Fields":
        """Parse a body as a JSON object; `Unreadable` where it is not an object, or is empty."""
        fields = cls(decode(body))
        if not fields:
            raise Unreadable("no JSON object")
        return fields

    def __bool__(self) -> bool:
        return bool(self._fields)

    def has(self, *names: str) -> bool:
        """Tell whether there is one of the fields, null or not."""
        return any(name in self._fields for name in names)

    def is_list(self, name: str) -> bool:
        """Tell whether a field has a list in one of the forms of `rows`."""
        value = self._fields.get(name)
        return isinstance(value["results"] if isinstance(value, dict) and "results" in value else value, list)

    def is_empty(self, name: str) -> bool:
        """Tell whether a field is missing, null, or an empty list; an empty object is none."""
        value = self._fields.get(name)
        return value is None or (self.is_list(name) and not self.list_items(name))

    def text(self, *names: str, limit: int = MAX_TEXT_LENGTH) -> str | None:
        """Return the first of the fields with a text; a number counts as text."""
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
        """Return a number within a range; it may be written as text (`12.59`, `12,59`)."""
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
        """Return a whole number within a range."""
        value = self.number(name, low, high)
        return int(value) if value is not None and value == int(value) else None

    def flag(self, name: str) -> bool | None:
        """Return a boolean in any of the forms that carriers use: true, 1, "1", "yes"."""
        value = self._fields.get(name)
        if not isinstance(value, bool | int | float | str):
            return None
        word = str(value).strip().lower().removesuffix(".0")
        return True if word in _TRUE else False if word in _FALSE else None

    def within(self, name: str) -> "Fields":
        """Return the object in a field, or the only element of a list in it."""
        value = self._fields.get(name)
        return Fields(value[0] if isinstance(value, list) and len(value) == 1 else value)

    def rows(self, name: str) -> tuple["Fields", ...]:
        """Return the non-empty objects in a field: a list, or a single object.

        A list may also be an object with numbers as keys, or be in the field `results` of an object.
        """
        return tuple(row for row in self.list_items(name) if row)

    def list_items(self, name: str) -> tuple["Fields", ...]:
        """Return the same with an empty object in place of every other element, so that positions are preserved."""
        value = self._fields.get(name)
        if isinstance(value, dict) and isinstance(value.get("results"), list):
            value = value["results"]
        elif isinstance(value, dict) and value and all(isinstance(row, dict) for row in value.values()):
            value = list(value.values())
        rows: Iterable[object] = value if isinstance(value, list) else (value,)
        return tuple(Fields(row) for row in list(rows)[:MAX_ROWS])

    def coordinates(self, latitude: str, longitude: str) -> Coordinates | None:
        """Return a position; 0,0 counts as unknown, since trackers without a fix send it."""
        north, east = self.number(latitude, -90, 90), self.number(longitude, -180, 180)
        if north is None or east is None or (north == 0 and east == 0):
            return None
        return Coordinates(north, east)

    def instant(self, name: str) -> datetime | None:
        """Return a time: ISO 8601, `2016-11-19 06:11:27`, or Unix milliseconds; UTC where it has no offset."""
        value = self._fields.get(name)
        if isinstance(value, str):
            if not value.strip().isdecimal():
                return _parse_instant(value)
            value = int(value) if len(value.strip()) < 16 else 0
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 4e12:
            return None
        return _plausible(datetime.fromtimestamp(value / 1000, UTC))

    def local_instant(self, name: str, zone: ZoneInfo) -> datetime | None:
        """Return the same; a text without an offset is in `zone` (the account's `webhook_time_zone`)."""
        value = self._fields.get(name)
        instant = self.instant(name)
        if instant is None or not isinstance(value, str) or value.strip().isdecimal():
            return instant
        parsed = datetime.fromisoformat(value.strip())
        return instant if parsed.tzinfo else _plausible(parsed.replace(tzinfo=zone).astimezone(UTC))

    def texts(self, name: str, limit: int = MAX_TEXT_LENGTH, max_rows: int = MAX_ROWS) -> tuple[str, ...]:
        """Return the texts of the list in a field; a single text counts as a list of one."""
        value = self._fields.get(name)
        rows = value if isinstance(value, list) else [value]
        texts = (Fields({name: row}).text(name, limit=limit) for row in rows[:max_rows])
        return tuple(text for text in texts if text)

    def raw_text(self, name: str) -> str | None:
        """Return a text unchanged, for a second parser."""
        value = self._fields.get(name)
        return value if isinstance(value, str) else None


def encode_rows(value: "Mapping[str, Sequence[Fields]]") -> bytes:
    """Return objects as JSON, unchanged."""
    return msgspec.json.encode({name: [row._fields for row in rows] for name, rows in value.items()})


def _digits(value: float) -> str:
    """Return a number as text: an integer of any usual length, a float as far as it is exact, otherwise an empty text."""
    if isinstance(value, int):
        return str(value) if abs(value) < MAX_INTEGER else ""
    if not abs(value) < MAX_EXACT_FLOAT:
        return ""
    return str(int(value)) if value.is_integer() else str(value)


def _parse_instant(value: str) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(value.strip())
        return _plausible(parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _plausible(instant: datetime) -> datetime | None:
    return instant if EARLIEST <= instant < LATEST else None
