"""Removal of personal data from what unverified viewers see of a shipment (docs/contract.md, section 4)."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import combining, normalize

from tracking_site.domain.shipment import (
    Coordinates,
    Location,
    PersonalData,
    Place,
    Shipment,
    TrackingEvent,
    TrackingResult,
)

DECIMALS = 2
HIDDEN = "…"
MIN_WORD_LENGTH = 3
MIN_STREET_LENGTH = 5
MIN_PHONE_DIGITS = 7
COMPARED_PHONE_DIGITS = 8

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_WORD = re.compile(r"[^\W_]+")
_SEPARATORS = r"[\W_]{0,3}"
_DIGIT_SEPARATORS = r"[ ().-]{0,3}"
_SCRIPTS_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Words in names and streets that occur in carriers' messages and do not identify a person.
_COMMON_WORDS = frozenset(
    {
        *("and", "the", "for", "von", "van", "den", "der", "del", "ltd", "inc", "llc", "gmbh", "aps"),
        *("limited", "company", "logistics", "transport", "shipping", "express", "cargo", "freight", "post"),
        *("delivery", "deliveries", "delivered", "shipment", "parcel", "goods"),
        *("terminal", "warehouse", "airport", "depot"),
    }
)
# With a country code, or grouped as in North America or in France: other digits may be the number of a shipment.
_PHONE = re.compile(
    r"\+\d[\d ().-]{6,}\d"
    r"|(?<![\w-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])"
    r"|(?<![\w-])0\d(?:[ .-]\d\d){4}(?![\w-])"
)
# Names of signers, which occur in descriptions only.
_SIGNATURE = re.compile(
    r"(\b(?:(?i:signed(?: for)? by):?|(?i:signature|signed for|received by|recipient|pod|proof of delivery)\s?:)\s*)"
    r"(?!\d)[^\W_a-z][\w.'’-]*(?:\s+(?!\d)[^\W_a-z][\w.'’-]*){0,3}"
)

Redact = Callable[[str | None], str | None]


def public_result(tracking: TrackingResult, also_redact: Collection[PersonalData] = ()) -> TrackingResult:
    """Return the result without personal data: positions rounded, texts without words that identify the recipient.

    `also_redact` has the personal data of the journey's other legs, which this carrier's texts may repeat.
    """
    return replace(tracking, shipment=public_shipment(tracking.shipment, also_redact))


def public_shipment(shipment: Shipment, also_redact: Collection[PersonalData] = ()) -> Shipment:
    """Return a shipment as an unverified viewer may see it."""
    people = (*([shipment.personal] if shipment.personal else ()), *also_redact)
    redact = _redaction(shipment, people)
    # A hub may have the name of the city in the recipient's address: only people's names are removed from it.
    names_only = [PersonalData(recipient=person.recipient, driver=person.driver) for person in people]
    redact_names = _redaction(shipment, names_only)
    return replace(
        shipment,
        references=replace(shipment.references, job_id=None),
        carrier_status=redact(shipment.carrier_status),
        events=tuple(_public_event(event, redact) for event in shipment.events),
        last_location=_public_location(shipment.last_location, redact),
        origin=_public_place(shipment.origin, redact_names),
        destination=_public_place(shipment.destination, redact_names),
        sms_notifications=None,
        proof=None,
        personal=None,
        verifies=False,
    )


def _public_event(event: TrackingEvent, redact: Redact) -> TrackingEvent:
    return replace(
        event,
        description=redact(event.description),
        location=_public_location(event.location, redact),
    )


def _public_location(location: Location | None, redact: Redact) -> Location | None:
    if location is None:
        return None
    position = location.position and Coordinates(
        _rounded(location.position.latitude), _rounded(location.position.longitude)
    )
    return replace(location, name=redact(location.name), position=position, address=None)


def _public_place(place: Place | None, redact: Redact) -> Place | None:
    return place and replace(place, name=redact(place.name) or place.name)


def _rounded(degrees: float) -> float:
    # Plus zero: a value just below zero would round to -0.0.
    return round(degrees, DECIMALS) + 0.0


def _redaction(shipment: Shipment, people: Collection[PersonalData]) -> Redact:
    """Return a function that removes these people's data, and all e-mail addresses and phone numbers, from a text."""
    short_names = _short_names(people)
    kept_names = _kept_names(shipment)
    patterns = tuple(pattern for personal in people for pattern in _patterns(personal, kept_names))

    def redact(text: str | None) -> str | None:
        if text is None:
            return None
        for pattern in (_MAIL, _PHONE, short_names):
            text = pattern.sub(HIDDEN, text) if pattern else text
        return _remove(patterns, _SIGNATURE.sub(rf"\g<1>{HIDDEN}", text))

    return redact


def _short_names(people: Collection[PersonalData]) -> re.Pattern[str] | None:
    """Return a pattern for names of two letters, which in lower case would match ordinary words."""
    names = [name for personal in people for name in (personal.recipient, personal.driver)]
    parts = {part for name in names for part in _WORD.findall(name or "") if len(part) == MIN_WORD_LENGTH - 1}
    spellings = sorted(parts | {part.upper() for part in parts})
    return re.compile(r"\b(?:" + "|".join(spellings) + r")\b") if spellings else None


def _kept_names(shipment: Shipment) -> frozenset[str]:
    """Return names that are never removed: cities, hubs, the merchant (docs/contract.md, section 4)."""
    ends = (place.name for place in (shipment.origin, shipment.destination) if place)
    names = (*ends, shipment.merchant, shipment.provider, shipment.carrier_name)
    return frozenset(_fold(name)[0] for name in names if name)


def _remove(patterns: Iterable[re.Pattern[str]], text: str) -> str:
    """Remove matches of the patterns from a text; case, accents and blanks do not matter."""
    folded, indices = _fold(text)
    spans = sorted(match.span() for pattern in patterns for match in pattern.finditer(folded) if match.group())
    shown, position = [], 0
    for start, end in spans:
        first, last = indices[start], indices[end - 1] + 1
        if last > position:
            shown.append(text[position : max(first, position)])
            shown.append(HIDDEN)
            position = last
    return "".join((*shown, text[position:])) if shown else text


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without case and accents, and for each of its letters the index in the original."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters = [
        (letter, index)
        for index, character in enumerate(text)
        for letter in normalize("NFKD", character.casefold())
        if not combining(letter)
    ]
    return "".join(letter for letter, _ in letters), [index for _, index in letters]


def _patterns(personal: PersonalData, kept_names: frozenset[str]) -> Iterator[re.Pattern[str]]:
    words = {_fold(word)[0] for word in _identifying_words(personal)} - kept_names - _COMMON_WORDS
    tokens = sorted((_WORD.findall(word) for word in words), key=len, reverse=True)
    if expressions := [_whole_word(_SEPARATORS.join(map(re.escape, each))) for each in tokens if each]:
        yield re.compile("|".join(expressions))
    for word in personal.words:
        digits = re.sub(r"\D", "", word)
        if len(digits) >= MIN_PHONE_DIGITS and not any(letter.isalpha() for letter in word):
            # With or without the country code and the zero before the area code.
            number = _DIGIT_SEPARATORS.join(digits[-COMPARED_PHONE_DIGITS:])
            yield re.compile(rf"(?<!\d)(?:[+\d(][\d ().-]{{0,12}})?{number}(?!\d)")
    postcode = "".join(_WORD.findall(_fold(personal.postcode or "")[0]))
    if len(postcode) >= MIN_WORD_LENGTH:
        yield re.compile(_whole_word("[ -]?".join(postcode)))


def _whole_word(expression: str) -> str:
    """Return an expression that matches whole words only, except in scripts without blanks between words."""
    first, last = expression[:1], expression[-1:]
    before = "" if _SCRIPTS_WITHOUT_BLANKS.match(first) else r"(?<!\w)"
    after = "" if _SCRIPTS_WITHOUT_BLANKS.match(last) else r"(?!\w)"
    return f"{before}{expression}{after}"


def _identifying_words(personal: PersonalData) -> Iterator[str]:
    """Yield identifying words: given texts, the parts of people's names, and streets without their number."""
    names = (personal.recipient, personal.driver)
    whole = (*personal.words, *personal.address, *names, personal.postcode, personal.note)
    parts = (part for name in names for part in _WORD.findall(name or ""))
    yield from (word for word in (*whole, *parts) if word and _long_enough(word))
    for line in (part for address in personal.address for part in address.split(",")):
        street = " ".join(token for token in line.split() if not any(letter.isdigit() for letter in token))
        if len(street) >= MIN_STREET_LENGTH:
            yield street


def _long_enough(word: str) -> bool:
    return len(word) >= (MIN_WORD_LENGTH if word.isascii() else MIN_WORD_LENGTH - 1)
