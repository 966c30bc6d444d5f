"""Reads what a visitor asks for, from the parameters of an address or from text pasted into the search field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus
from uuid import UUID

from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.sealed_links import MAX_TOKEN_LENGTH

LONGEST_NUMBER = 100
LONGEST_TEXT = 2_000
MOST_GUESSES = 3

PARAMETERS: Mapping[str, ReferenceKind] = {
    "job_id": ReferenceKind.JOB_ID,
    "slino": ReferenceKind.SLI_NUMBER,
    "ordno": ReferenceKind.ORDER_NUMBER,
    "order_no": ReferenceKind.ORDER_NUMBER,
    "orderNo": ReferenceKind.ORDER_NUMBER,
    "tripname": ReferenceKind.TRIP_NAME,
}
"""The parameters of `/track` that name a number, and which kind of number each names (docs/contract.md, section 3)."""
AIR_WAYBILL = "awb"
"""The parameter that names an air waybill number: the site itself knows which shipments have it."""
NAMING = (*PARAMETERS, AIR_WAYBILL, "q")

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_WHOLE_UUID = re.compile(_UUID)
# Control characters, marks that reorder a line, and the replacement character for bytes that are no UTF-8.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
# Bytes of an address that are no UTF-8 stay percent-encoded.
_NO_TEXT = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
# Invisible characters that copying adds: soft hyphens, zero-width spaces, direction marks.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff]")
_NAMED = re.compile(r"(?<![A-Za-z_])(job_id|review_key|slino|ordno|order_no|orderNo|tripname|awb)=([^&\s#]+)")
_OWN_LINK = re.compile(rf"/t/([A-Za-z0-9_-]{{40,{MAX_TOKEN_LENGTH}}})(?![A-Za-z0-9_-])")
_OWN_LOOK_UP = re.compile(r"/track(?=\?)[^\s#]*?[?&]q=([^&\s#]+)")
# An address, with or without a scheme; its parameters may hold credentials.
_LINK = re.compile(r"https?://\S+|(?<!\S)\S*[?&#][A-Za-z_]+=\S*")
_MARKS = "\"'«»“”„‘’"
_QUOTES = _MARKS + "()[]<>{}.,;:!?"
_LABEL = re.compile(r"[^\W\d_]*[:=°#№]+")
_CLOCK = r"\d{1,2}(?:[:.h]\d{0,2}(?::\d{2})?)?(?:min|[ap]m)?"
_DAY = r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?|\d{1,2}(?:st|nd|rd|th|er)"
_WHEN = re.compile(rf"(?:{_DAY}|{_CLOCK})(?:[t–-](?:{_DAY}|{_CLOCK})(?:z|[+-]\d\d:\d\d)?)?", re.IGNORECASE)
_TELEPHONE = re.compile(r"\+.*|(?:1[.-])?\d{3}[.-]\d{3}[.-]\d{4}")
FEWEST_LETTERS = 4
SHORTEST_WORD = 3
LONG_NUMBER = 5
UNLIKELIEST = 3


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """The references and air waybill numbers that may be meant.

    `account` limits the query to one account, as the links of the page to choose from do.
    """

    references: tuple[Reference, ...] = ()
    air_waybills: tuple[str, ...] = ()
    account: str | None = None


@dataclass(frozen=True, slots=True)
class LinkQuery:
    """The token of a sealed link."""

    token: str


Query = NumberQuery | LinkQuery


def read_query(parameters: Mapping[str, Sequence[str]]) -> Query:
    """Read the parameters of `/track`; `InvalidReference` where they name no number, several, or an impossible one."""
    account = next(iter(parameters.get("account", ())), None)
    named = {name: _one_of(parameters[name]) for name in NAMING if parameters.get(name)}
    if len(named) > 1:
        raise InvalidReference("several")
    if not named:
        raise InvalidReference("missing")
    ((name, value),) = named.items()
    if name == "q":
        return _read_text(value, account)
    if name == AIR_WAYBILL:
        return NumberQuery(air_waybills=(_number(value),), account=account)
    kind = PARAMETERS[name]
    key = _one_of(parameters["review_key"]) if parameters.get("review_key") else None
    return NumberQuery((_reference(kind, value, key),), account=account)


def _one_of(values: Sequence[str]) -> str:
    if len(set(values)) > 1:
        raise InvalidReference("several")
    return values[0]


def _number(value: str) -> str:
    value = value.strip(" ")
    if not value:
        raise InvalidReference("missing")
    if len(value) > LONGEST_NUMBER:
        raise InvalidReference("too_long")
    if _CONTROL.search(value) or _NO_TEXT.search(value):
        raise InvalidReference("malformed")
    return value


def _reference(kind: ReferenceKind, value: str, review_key: str | None = None) -> Reference:
    value = _number(value)
    if kind is not ReferenceKind.JOB_ID:
        return Reference(kind, value)
    return Reference(kind, _uuid(value), _uuid(review_key) if review_key else None)


def _uuid(value: str) -> str:
    if not _WHOLE_UUID.fullmatch(value.strip(" ")):
        raise InvalidReference("malformed")
    return str(UUID(value.strip(" ")))


def _read_text(text: str, account: str | None) -> Query:
    """Read pasted text: a link of this site or of a carrier, a number, or a sentence around one of them."""
    if len(text) > LONGEST_TEXT:
        raise InvalidReference("too_long")
    text = " ".join(_CONTROL.sub(" ", _UNSEEN.sub("", text)).split())
    if not text:
        raise InvalidReference("missing")
    # A link within a link is percent-encoded.
    spellings = dict.fromkeys((text, unquote(text)))
    for spelling in spellings:
        if own := _OWN_LINK.findall(spelling):
            return LinkQuery(_one_of(own))
        if linked := _named_in(spelling):
            return _linked(linked, account)
    looked_up = next((found for each in spellings if (found := _OWN_LOOK_UP.search(each))), None)
    references = tuple(_guesses(unquote_plus(looked_up[1]) if looked_up else text))
    if not references:
        raise InvalidReference("too_long" if len(text) > LONGEST_NUMBER else "malformed")
    # Any number may also be an air waybill number: that is looked up in the database and costs no call.
    return NumberQuery(references, tuple(dict.fromkeys(each.value for each in references)), account=account)


def _named_in(text: str) -> dict[str, list[str]]:
    """Return the numbers that links name; credentials in a carrier's link are left out."""
    named: dict[str, list[str]] = {}
    for match in _NAMED.finditer(text):
        name, value = match.groups()
        # Strip before decoding: an encoded mark belongs to the number, a plain one at the end belongs to the sentence.
        ends = text[match.end() : match.end() + 1] in ("", " ")
        bare = value.rstrip(_QUOTES if ends and name != "tripname" else "")
        if bare:
            named.setdefault(name, []).append(unquote_plus(bare))
    return named


def _linked(linked: Mapping[str, Sequence[str]], account: str | None) -> NumberQuery:
    for name, kind in PARAMETERS.items():
        if name in linked:
            key = _one_of(linked["review_key"]) if "review_key" in linked else None
            return NumberQuery((_reference(kind, _one_of(linked[name]), key),), account=account)
    if AIR_WAYBILL in linked:
        return NumberQuery(air_waybills=(_number(_one_of(linked[AIR_WAYBILL])),), account=account)
    raise InvalidReference("missing")


def _guesses(text: str) -> Iterator[Reference]:
    """Yield what a text without a link may mean: a job, or a number of any of the other kinds."""
    text = " ".join(_LINK.sub(" ", _CONTROL.sub(" ", text)).split()).strip(_MARKS + " ")
    if job := _WHOLE_UUID.search(text):
        yield Reference(ReferenceKind.JOB_ID, str(UUID(job.group())))
        return
    words = text.split()
    numbers = list(_numbers(words))
    short = len(words) <= MOST_GUESSES
    whole = [text] if len(text) <= LONGEST_NUMBER else []
    joined = _with_joined(words, numbers) if short and len(words) > 1 else numbers
    yield from _some(ReferenceKind.SLI_NUMBER, joined if len(words) > 1 else [text, *numbers])
    yield from _some(ReferenceKind.ORDER_NUMBER, [*(whole if short else []), *joined])
    yield from _some(ReferenceKind.TRIP_NAME, [*whole, *numbers])


def _some(kind: ReferenceKind, values: Sequence[str]) -> Iterator[Reference]:
    fitting = (value for value in dict.fromkeys(values) if value and len(value) <= LONGEST_NUMBER)
    for _, value in zip(range(MOST_GUESSES), fitting, strict=False):
        yield Reference(kind, value)


def _with_joined(words: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """Put a number typed in groups first among the guesses, unless one of the groups is a word ("order 10255")."""
    joined = "".join(words)
    a_word = any(word.isalpha() and len(word) >= SHORTEST_WORD for word in words)
    return [*numbers, joined] if a_word else [joined, *numbers]


def _numbers(words: Sequence[str]) -> Iterator[str]:
    """Yield the words that look like a number, the likeliest first, each also in capitals."""
    bare = dict.fromkeys(word.strip(_QUOTES) for word in words)
    unlabelled = dict.fromkeys(_LABEL.sub("", word, count=1) if _LABEL.match(word) else word for word in bare)
    likely = sorted(filter(_like_a_number, unlabelled), key=_unlikely)
    for number in [each for each in likely if _unlikely(each) < UNLIKELIEST] or likely:
        yield number
        yield number.upper()
    # A sign for "number" can be part of it ("#1045").
    yield from (word for word in bare if word not in unlabelled and _like_a_number(word))


def _like_a_number(word: str) -> bool:
    letters = sum(letter.isalnum() for letter in word)
    number = letters >= FEWEST_LETTERS and any(letter.isdigit() for letter in word)
    return number and "@" not in word and not _WHEN.fullmatch(word) and not _TELEPHONE.fullmatch(word)


def _unlikely(word: str) -> int:
    """Rank a word from 0 (likely the number) to 3: years and parts of telephone numbers come last."""
    if any(letter.isalpha() for letter in word):
        return 0 if word == word.upper() else 2
    return 1 if sum(letter.isdigit() for letter in word) >= LONG_NUMBER else UNLIKELIEST
