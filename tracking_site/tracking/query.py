"""Parses a visitor's query, from URL parameters or from text pasted into the search field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus
from uuid import UUID

from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.sealed_links import MAX_TOKEN_LENGTH

MAX_NUMBER_LENGTH = 100
MAX_TEXT_LENGTH = 2_000
MAX_GUESSES = 3

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
"""The parameter for an air waybill number, which the site looks up in its own database."""
NAMING = (*PARAMETERS, AIR_WAYBILL, "q")

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_WHOLE_UUID = re.compile(_UUID)
# Control characters, marks that change the direction of text, and the replacement for bytes that are not UTF-8.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
# Bytes that are not UTF-8 stay percent-encoded in a decoded URL.
_NOT_UTF8 = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
# Invisible characters that copying adds: soft hyphens, zero-width spaces, direction marks.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff]")
_PARAMETER = re.compile(r"(?<![A-Za-z_])(job_id|review_key|slino|ordno|order_no|orderNo|tripname|awb)=([^&\s#]+)")
_OWN_LINK = re.compile(rf"/t/([A-Za-z0-9_-]{{40,{MAX_TOKEN_LENGTH}}})(?![A-Za-z0-9_-])")
_OWN_SEARCH = re.compile(r"/track(?=\?)[^\s#]*?[?&]q=([^&\s#]+)")
# A URL with or without a scheme; its parameters may contain credentials.
_LINK = re.compile(r"https?://\S+|(?<!\S)\S*[?&#][A-Za-z_]+=\S*")
_QUOTATION_MARKS = "\"'«»“”„‘’"
_PUNCTUATION = _QUOTATION_MARKS + "()[]<>{}.,;:!?"
_LABEL = re.compile(r"[^\W\d_]*[:=°#№]+")
_TIME = r"\d{1,2}(?:[:.h]\d{0,2}(?::\d{2})?)?(?:min|[ap]m)?"
_DAY = r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?|\d{1,2}(?:st|nd|rd|th|er)"
_DATE_OR_TIME = re.compile(rf"(?:{_DAY}|{_TIME})(?:[t–-](?:{_DAY}|{_TIME})(?:z|[+-]\d\d:\d\d)?)?", re.IGNORECASE)
_TELEPHONE = re.compile(r"\+.*|(?:1[.-])?\d{3}[.-]\d{3}[.-]\d{4}")
MIN_CHARACTERS = 4
MIN_WORD_LENGTH = 3
LIKELY_DIGITS = 5
MAX_RANK = 3


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """The references and air waybill numbers that a query may mean.

    `account` limits it to one account, as the links on the page with several results do.
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
    given = {name: _only(parameters[name]) for name in NAMING if parameters.get(name)}
    if len(given) > 1:
        raise InvalidReference("several")
    if not given:
        raise InvalidReference("missing")
    ((name, value),) = given.items()
    if name == "q":
        return _read_text(value, account)
    if name == AIR_WAYBILL:
        return NumberQuery(air_waybills=(_number(value),), account=account)
    kind = PARAMETERS[name]
    key = _only(parameters["review_key"]) if parameters.get("review_key") else None
    return NumberQuery((_reference(kind, value, key),), account=account)


def _only(values: Sequence[str]) -> str:
    if len(set(values)) > 1:
        raise InvalidReference("several")
    return values[0]


def _number(value: str) -> str:
    value = value.strip(" ")
    if not value:
        raise InvalidReference("missing")
    if len(value) > MAX_NUMBER_LENGTH:
        raise InvalidReference("too_long")
    if _CONTROL.search(value) or _NOT_UTF8.search(value):
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
    if len(text) > MAX_TEXT_LENGTH:
        raise InvalidReference("too_long")
    text = " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", text)).split())
    if not text:
        raise InvalidReference("missing")
    # A link within a link is percent-encoded.
    spellings = dict.fromkeys((text, unquote(text)))
    for spelling in spellings:
        if own := _OWN_LINK.findall(spelling):
            return LinkQuery(_only(own))
        if linked := _parameters_in(spelling):
            return _query_of_link(linked, account)
    search = next((match for each in spellings if (match := _OWN_SEARCH.search(each))), None)
    references = tuple(_possible_references(unquote_plus(search[1]) if search else text))
    if not references:
        raise InvalidReference("too_long" if len(text) > MAX_NUMBER_LENGTH else "malformed")
    # Any number may also be an air waybill number, whose look-up in the database needs no call to a carrier.
    return NumberQuery(references, tuple(dict.fromkeys(each.value for each in references)), account=account)


def _parameters_in(text: str) -> dict[str, list[str]]:
    """Return the parameters in links that name a number; others, such as credentials, are left out."""
    parameters: dict[str, list[str]] = {}
    for match in _PARAMETER.finditer(text):
        name, value = match.groups()
        # Strip before decoding: encoded punctuation belongs to the number, plain punctuation to the sentence around it.
        ends = text[match.end() : match.end() + 1] in ("", " ")
        bare = value.rstrip(_PUNCTUATION if ends and name != "tripname" else "")
        if bare:
            parameters.setdefault(name, []).append(unquote_plus(bare))
    return parameters


def _query_of_link(linked: Mapping[str, Sequence[str]], account: str | None) -> NumberQuery:
    for name, kind in PARAMETERS.items():
        if name in linked:
            key = _only(linked["review_key"]) if "review_key" in linked else None
            return NumberQuery((_reference(kind, _only(linked[name]), key),), account=account)
    if AIR_WAYBILL in linked:
        return NumberQuery(air_waybills=(_number(_only(linked[AIR_WAYBILL])),), account=account)
    raise InvalidReference("missing")


def _possible_references(text: str) -> Iterator[Reference]:
    """Yield the references that a text without a link may mean: a job, or a number of any other kind."""
    text = " ".join(_LINK.sub(" ", _CONTROL.sub(" ", text)).split()).strip(_QUOTATION_MARKS + " ")
    if job := _WHOLE_UUID.search(text):
        yield Reference(ReferenceKind.JOB_ID, str(UUID(job.group())))
        return
    words = text.split()
    numbers = list(_numbers(words))
    few_words = len(words) <= MAX_GUESSES
    whole = [text] if len(text) <= MAX_NUMBER_LENGTH else []
    joined = _with_joined(words, numbers) if few_words and len(words) > 1 else numbers
    yield from _first_few(ReferenceKind.SLI_NUMBER, joined if len(words) > 1 else [text, *numbers])
    yield from _first_few(ReferenceKind.ORDER_NUMBER, [*(whole if few_words else []), *joined])
    yield from _first_few(ReferenceKind.TRIP_NAME, [*whole, *numbers])


def _first_few(kind: ReferenceKind, values: Sequence[str]) -> Iterator[Reference]:
    fitting = (value for value in dict.fromkeys(values) if value and len(value) <= MAX_NUMBER_LENGTH)
    for _, value in zip(range(MAX_GUESSES), fitting, strict=False):
        yield Reference(kind, value)


def _with_joined(words: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """Put the groups of a number together and try that first, unless one of them is a word ("order 10255")."""
    joined = "".join(words)
    has_word = any(word.isalpha() and len(word) >= MIN_WORD_LENGTH for word in words)
    return [*numbers, joined] if has_word else [joined, *numbers]


def _numbers(words: Sequence[str]) -> Iterator[str]:
    """Yield the words that look like a number, the likeliest first, each also in capitals."""
    bare = dict.fromkeys(word.strip(_PUNCTUATION) for word in words)
    unlabelled = dict.fromkeys(_LABEL.sub("", word, count=1) if _LABEL.match(word) else word for word in bare)
    likely = sorted(filter(_looks_like_number, unlabelled), key=_rank)
    for number in [each for each in likely if _rank(each) < MAX_RANK] or likely:
        yield number
        yield number.upper()
    # A sign for "number" can be part of the number ("#1045").
    yield from (word for word in bare if word not in unlabelled and _looks_like_number(word))


def _looks_like_number(word: str) -> bool:
    characters = sum(character.isalnum() for character in word)
    has_digits = characters >= MIN_CHARACTERS and any(character.isdigit() for character in word)
    return has_digits and "@" not in word and not _DATE_OR_TIME.fullmatch(word) and not _TELEPHONE.fullmatch(word)


def _rank(word: str) -> int:
    """Return the rank of a word from 0 (likely a number) to 3: years and parts of telephone numbers come last."""
    if any(letter.isalpha() for letter in word):
        return 0 if word == word.upper() else 2
    return 1 if sum(letter.isdigit() for letter in word) >= LIKELY_DIGITS else MAX_RANK
