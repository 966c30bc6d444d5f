"""Comparison of place names: without case, accents and punctuation, and without the words around the name."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
    | dict.fromkeys("'’‘ʻ`´", "")
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_SEPARATORS = re.compile(r"[\W_]+")
_ABBREVIATED = {"saint": "st", "sankt": "st", "sainte": "ste", "santo": "st"}

# Words around the name of a city that say what kind of place it is.
_KINDS_OF_PLACE = """
    hub depot terminal warehouse gateway facility station centre center branch office agent agency cargo freight parcel
    sorting distribution logistics crossdock airport port harbour harbor intl international customs dc
    aeroport aeropuerto aeroporto flughafen lufthavn flygplats lentoasema luchthaven hafen havn hamn
    lager zentrum umschlag entrepot agence plateforme centro almacen magazzino
"""
_KIND_WORDS = frozenset(_KINDS_OF_PLACE.split())
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return the form in which a name is compared: normalised (NFKD), without Latin accents and punctuation."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS_WITHOUT_ACCENT)))
    words = _SEPARATORS.sub(" ", unicodedata.normalize("NFC", plain)).split()
    return " ".join(_ABBREVIATED.get(word, word) for word in words)


def readings(name: str) -> Iterator[tuple[str, str | None]]:
    """Yield the folded names that a text may mean, the most literal first, each with the part that may be a country."""
    whole = fold(name)
    yield whole, None
    yield _strip_kinds(whole), None
    yield _strip_kinds(fold(_IN_BRACKETS.sub("", name))), None
    first, comma, rest = name.partition(",")
    if comma:
        country = rest.rsplit(",", maxsplit=1)[-1].strip()
        yield fold(first), country
        yield _strip_kinds(fold(first)), country


def _strip_kinds(name: str) -> str:
    """Return a folded name without numbers, single letters and kinds of place at the ends (`8000 Aarhus C`, `Leeds hub`)."""
    words = name.split()
    while words and _is_no_name(words[-1]):
        words.pop()
    while words and _is_no_name(words[0]):
        words.pop(0)
    return " ".join(words)


def _is_no_name(word: str) -> bool:
    return word in _KIND_WORDS or any(letter.isdigit() for letter in word) or (len(word) == 1 and word.isascii())
