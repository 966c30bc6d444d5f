"""Normalised place names for comparison: without case, accents, punctuation and words such as `hub`."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
    | dict.fromkeys("'’‘ʻ`´", "")
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_BETWEEN = re.compile(r"[\W_]+")
_SAINTS = {"saint": "st", "sankt": "st", "sainte": "ste", "santo": "st"}

# Words next to the name of a city that describe the kind of place.
_KINDS = """
    hub depot terminal warehouse gateway facility station centre center branch office agent agency cargo freight parcel
    sorting distribution logistics crossdock airport port harbour harbor intl international customs dc
    aeroport aeropuerto aeroporto flughafen lufthavn flygplats lentoasema luchthaven hafen havn hamn
    lager zentrum umschlag entrepot agence plateforme centro almacen magazzino
"""
_AROUND = frozenset(_KINDS.split())
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return a name in the form in which names are compared; only Latin accents are removed."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)))
    words = _BETWEEN.sub(" ", unicodedata.normalize("NFC", plain)).split()
    return " ".join(_SAINTS.get(word, word) for word in words)


def readings(name: str) -> Iterator[tuple[str, str | None]]:
    """Yield readings of a name, the most literal first: a folded name, and the part that may be its country."""
    whole = folded(name)
    yield whole, None
    yield _bare(whole), None
    yield _bare(folded(_IN_BRACKETS.sub("", name))), None
    first, comma, rest = name.partition(",")
    if comma:
        country = rest.rsplit(",", maxsplit=1)[-1].strip()
        yield folded(first), country
        yield _bare(folded(first)), country


def _bare(name: str) -> str:
    """Return a name without numbers, single letters and kinds of place at its ends (`8000 Aarhus C`, `Leeds hub`)."""
    words = name.split()
    while words and _is_no_name(words[-1]):
        words.pop()
    while words and _is_no_name(words[0]):
        words.pop(0)
    return " ".join(words)


def _is_no_name(word: str) -> bool:
    return word in _AROUND or any(letter.isdigit() for letter in word) or (len(word) == 1 and word.isascii())
