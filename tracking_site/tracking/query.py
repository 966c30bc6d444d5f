"""What a recipient asks for, read from an address or from whatever was pasted into the look-up field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus
from uuid import UUID

from tracking_site.models.errors import InvalidReference
from tracking_site.models.reference import Reference, ReferenceKind

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
"""The parameters of `/track` that name a number, and which kind of number each names (contract, section 3)."""

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_WHOLE_UUID = re.compile(_UUID)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NAMED = re.compile(r"(?<![A-Za-z_])(job_id|review_key|slino|ordno|order_no|orderNo|tripname)=([^&\s#]+)")
_OWN_LINK = re.compile(r"/t/([A-Za-z0-9_-]{40,400})(?![A-Za-z0-9_-])")
_LINK = re.compile(r"https?://\S+")
_QUOTES = "\"'«»“”„‘’()[]<>{}.,;:!?"
_DATE_OR_TIME = re.compile(r"\d{1,4}([.:/-]\d{1,4}){1,2}")
FEWEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Query:
    """The references that may be meant, each of which is asked for; or a sealed link's token.

    `account` limits the question to one account, as the links of a page to choose from do.
    """

    references: tuple[Reference, ...] = ()
    token: str | None = None
    account: str | None = None


def read_query(parameters: Mapping[str, Sequence[str]]) -> Query:
    """Reads the parameters of `/track`; `InvalidReference` where they name nothing, several things, or what cannot be."""
    account = next(iter(parameters.get("account", ())), None)
    named = {name: _one_of(parameters[name]) for name in (*PARAMETERS, "q") if parameters.get(name)}
    if len(named) > 1:
        raise InvalidReference("several")
    if not named:
        raise InvalidReference("missing")
    ((name, value),) = named.items()
    if name == "q":
        return _read_text(value, account)
    kind = PARAMETERS[name]
    key = _one_of(parameters["review_key"]) if parameters.get("review_key") else None
    return Query((_reference(kind, value, key),), account=account)


def _one_of(values: Sequence[str]) -> str:
    if len(set(values)) > 1:
        raise InvalidReference("several")
    return values[0]


def _reference(kind: ReferenceKind, value: str, review_key: str | None = None) -> Reference:
    value = value.strip(" ")
    if not value:
        raise InvalidReference("missing")
    if len(value) > LONGEST_NUMBER:
        raise InvalidReference("too_long")
    if _CONTROL.search(value):
        raise InvalidReference("malformed")
    if kind is not ReferenceKind.JOB_ID:
        return Reference(kind, value)
    return Reference(kind, _uuid(value), _uuid(review_key) if review_key else None)


def _uuid(value: str) -> str:
    if not _WHOLE_UUID.fullmatch(value.strip(" ")):
        raise InvalidReference("malformed")
    return str(UUID(value.strip(" ")))


def _read_text(text: str, account: str | None) -> Query:
    """Whatever was pasted: a link of this site, of Logis or of LogiNext, a number, or a sentence around one of them."""
    if len(text) > LONGEST_TEXT:
        raise InvalidReference("too_long")
    text = " ".join(_CONTROL.sub(" ", text).split())
    if not text:
        raise InvalidReference("missing")
    if own := _OWN_LINK.search(text):
        return Query(token=own.group(1), account=account)
    if linked := dict(_named_in(text)):
        return Query((_linked(linked),), account=account)
    references = tuple(_guesses(text))
    if not references:
        raise InvalidReference("too_long" if len(text) > LONGEST_NUMBER else "malformed")
    return Query(references, account=account)


def _named_in(text: str) -> Iterator[tuple[str, str]]:
    """The numbers that a link names; the credentials in a link of LogiNext's are not among them."""
    for name, value in _NAMED.findall(text):
        yield name, unquote_plus(value).rstrip(_QUOTES if name != "tripname" else "")


def _linked(linked: Mapping[str, str]) -> Reference:
    for name, kind in PARAMETERS.items():
        if name in linked:
            return _reference(kind, linked[name], linked.get("review_key"))
    raise InvalidReference("missing")


def _guesses(text: str) -> Iterator[Reference]:
    """What a text without a link may mean: a job, or a number of any of the other kinds."""
    text = _LINK.sub(" ", text).strip()
    if job := _WHOLE_UUID.search(text):
        yield Reference(ReferenceKind.JOB_ID, str(UUID(job.group())))
        return
    words = text.split()
    numbers = list(_numbers(words))
    short = len(words) <= MOST_GUESSES
    joined = ["".join(words)] if short and len(words) > 1 else []
    whole = [text] if len(text) <= LONGEST_NUMBER else []
    yield from _some(ReferenceKind.SLI_NUMBER, [*joined, *numbers] if len(words) > 1 else [text, *numbers])
    yield from _some(ReferenceKind.ORDER_NUMBER, [*(whole if short else []), *joined, *numbers])
    yield from _some(ReferenceKind.TRIP_NAME, [*whole, *numbers])


def _some(kind: ReferenceKind, values: list[str]) -> Iterator[Reference]:
    fitting = (value for value in dict.fromkeys(values) if value and len(value) <= LONGEST_NUMBER)
    for _, value in zip(range(MOST_GUESSES), fitting, strict=False):
        yield Reference(kind, value)


def _numbers(words: Sequence[str]) -> Iterator[str]:
    """The words that look like a shipment's number, and as printed where they were typed in small letters."""
    for word in words:
        bare = word.strip(_QUOTES)
        letters = sum(letter.isalnum() for letter in bare)
        if letters < FEWEST_LETTERS or not any(letter.isdigit() for letter in bare) or _DATE_OR_TIME.fullmatch(bare):
            continue
        yield bare
        if bare != bare.upper():
            yield bare.upper()
