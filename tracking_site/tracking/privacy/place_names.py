"""The names of cities and hubs: which words are one, and what is left of a carrier's text for a place."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from tracking_site.places.gazetteer import CODE_MARK, gazetteer
from tracking_site.places.names import fold
from tracking_site.tracking.privacy.vocabulary import fold_word, vocabulary

MAX_NAME_WORDS = 4
"""The most words of a city's name that are looked up together."""
MAX_PART_WORDS = 8
MAX_VILLAGE_WORDS = 3
MAX_LENGTH = 100
CODE_LENGTH, LOCODE_LENGTH = 3, 5
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0d7f\u0e31-\u0e4e])+")
_PARTS = re.compile(r"[,;:/|()\[\]<>@]|\s[-–—]\s")
_HUB_NUMBER = re.compile(r"[1-9]\d?")
_STREET_ENDINGS = (
    "strasse",
    "straat",
    "gade",
    "gatan",
    "gata",
    "vej",
    "vejen",
    "vagen",
    "veien",
    "katu",
    "laan",
    "plein",
)

_BESIDE_PLACES = ("kinds", "airports", "fillers", "articles", "companies", "directions")


@lru_cache(maxsize=4096)
def is_city(name: str) -> bool:
    """Tell whether a name, in any spelling, is that of a city or a country."""
    folded = fold(name)
    if len(folded) <= 1 or len(name) > MAX_LENGTH:
        return False
    return bool(gazetteer().candidates(folded)) or (
        len(folded) > CODE_LENGTH and gazetteer().country(folded) is not None
    )


@lru_cache(maxsize=4096)
def is_place_code(code: str) -> bool:
    """Tell whether capital letters are the code of an airport, or of a country and an airport (UN/LOCODE)."""
    if len(code) not in (CODE_LENGTH, LOCODE_LENGTH) or not (code.isascii() and code.isalpha() and code.isupper()):
        return False
    airports = gazetteer().candidates(CODE_MARK + code[-CODE_LENGTH:].lower())
    return any(len(code) == CODE_LENGTH or each.country == code[:2] for each in airports)


@lru_cache(maxsize=4096)
def public_hub_name(text: str | None) -> str | None:
    """Return the part of a text that certainly names a city or a hub: known cities, codes, and what is called a hub.

    The country after a comma stays, since it says which city of the name is meant.
    """
    name = _public_name(text, lambda _words: False)
    countries = [part.strip() for part in (text or "").split(",")[1:] if public_country(part) == part.strip()]
    return f"{name}, {countries[-1]}" if name and countries and countries[-1] != name else name


def public_city_name(text: str | None) -> str | None:
    """Return the city in a text of a field for cities, where a short name without a number may be a village's.

    Postcodes, numbers, streets, and whatever a comma separates from the city are left out.
    """
    return _public_name(text, _may_be_village)


def public_country(text: str | None) -> str | None:
    """Return a country's name or code without numbers; None where no country has this name."""
    if not text or len(text) > MAX_LENGTH:
        return None
    name = " ".join(_WORD.findall(text)) if any(letter.isdigit() for letter in text) else text.strip()
    return name if gazetteer().country(fold(name)) else None


def _public_name(text: str | None, accepts_unknown: Callable[[Sequence[str]], bool]) -> str | None:
    if not text or len(text) > MAX_LENGTH or _names_person(text):
        return None
    texts = [part for part in _PARTS.split(text) if part.strip()]
    parts = [name for part in texts if (name := _without_numbers(part))]
    known = [name for name in parts if is_hub(_WORD.findall(name))]
    if known:
        return max(known, key=_people)
    unchanged = len(texts) == 1 and parts and parts[0] == texts[0].strip()
    return parts[0] if unchanged and accepts_unknown(_WORD.findall(parts[0])) else None


def _names_person(text: str) -> bool:
    """Tell whether a text has a word beside which a person's name stands, or a mark that introduces one."""
    people = vocabulary().roles["people"]
    return ":" in text or "@" in text or any(fold_word(word) in people for word in _WORD.findall(text))


def _without_numbers(part: str) -> str:
    """Return a text without its numbers, except the number of a hub (`Terminal 2`) and of a code (`YUL-7`)."""
    kept: list[str] = []
    for token in part.split():
        if _HUB_NUMBER.fullmatch(token) and kept and fold_word(kept[-1]) in vocabulary().roles["kinds"]:
            kept.append(token)
        elif any(letter.isdigit() for letter in token):
            code, _, number = token.partition("-")
            kept += [token] if is_place_code(code) and _HUB_NUMBER.fullmatch(number) else []
        elif _WORD.search(token):
            kept.append(token)
    return " ".join(kept)


def _people(name: str) -> float:
    return max((each.people for each in gazetteer().candidates(fold(name))), default=0)


def is_hub(words: Sequence[str]) -> bool:
    """Tell whether words name a city or a hub, with nothing beside it that could name a person or a street."""
    if not 0 < len(words) <= MAX_PART_WORDS:
        return False
    roles = vocabulary().roles
    folded = [fold_word(word) for word in words]
    if any(_is_street(word, index) for index, word in enumerate(folded)) and not is_city(" ".join(words)):
        return False
    has_kind = any(word in roles["kinds"] for word in folded)
    unknown, index = 0, 0
    while index < len(words):
        length = city_length(words, index)
        if not length and not _describes_place(words, index):
            unknown += 1
            if not has_kind or unknown > MAX_VILLAGE_WORDS or _is_usual(folded[index]):
                return False
        index += length or 1
    return has_kind or any(city_length(words, index) for index in range(len(words)))


def city_length(words: Sequence[str], index: int) -> int:
    """Return how many words from an index on name a city, or are a code; 0 where they do not."""
    if is_place_code(words[index]):
        return 1
    for length in range(min(MAX_NAME_WORDS, len(words) - index), 0, -1):
        if is_city(" ".join(words[index : index + length])):
            return length
    return 0


def _describes_place(words: Sequence[str], index: int) -> bool:
    """Tell whether a word may stand beside a city's name, as `West`, `depot`, `Heathrow` or the `C` of `Aarhus C`."""
    word, roles = words[index], vocabulary().roles
    if len(word) == 1:
        return index > 0 and word.isupper()
    return any(fold_word(word) in roles[role] for role in _BESIDE_PLACES)


def _is_usual(word: str) -> bool:
    """Tell whether a folded word is one of logistics and no name."""
    return word in vocabulary().words and word not in vocabulary().roles["also_names"]


def _may_be_village(words: Sequence[str]) -> bool:
    before_names = vocabulary().roles["directions"] | vocabulary().roles["articles"]
    folded = [fold_word(word) for word in words]
    return (
        0 < len(words) <= MAX_VILLAGE_WORDS
        and not any(_is_street(word, index) for index, word in enumerate(folded))
        and not any(_is_usual(word) and word not in before_names for word in folded)
        and len(folded[-1]) > 1
    )


def _is_street(word: str, index: int) -> bool:
    if word in vocabulary().roles["streets"]:
        return index > 0 or word != "st"
    return word.endswith(_STREET_ENDINGS) and not is_city(word)
