"""The words of logistics that identify nobody, in the languages of the site, from a data file."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("vocabulary.toml")
_WITHOUT_ACCENT = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def fold_word(word: str) -> str:
    """Return the form in which words are compared: without case and Latin accents, and without Arabic vowel signs."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_WITHOUT_ACCENT))
    kept = (letter for letter in plain if not ("\u0300" <= letter <= "\u036f" or "\u064b" <= letter <= "\u0652"))
    return unicodedata.normalize("NFC", "".join(kept))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The folded words of the data file, and the roles that some of them have in a text.

    `phrases` and `particles` are for scripts without blanks between words.
    """

    words: frozenset[str]
    phrases: frozenset[str]
    particles: frozenset[str]
    longest_phrase: int
    roles: Mapping[str, frozenset[str]]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the package."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    particles = data["phrases"].pop("particles")
    roles = {role: _folded(words) for role, words in data["roles"].items()}
    units = frozenset(unit for unit in roles["units"] if len(unit) > 1)
    words = units.union(*map(_folded, data["words"].values()), roles["companies"])
    phrases = frozenset().union(*map(_folded, data["phrases"].values()))
    return Vocabulary(
        words=words,
        phrases=phrases,
        longest_phrase=max(map(len, phrases)),
        particles=frozenset(map(fold_word, particles)),
        roles=roles,
    )


def _folded(words: str) -> frozenset[str]:
    """Return the words of a text; an apostrophe or a hyphen in a word separates two."""
    return frozenset(map(fold_word, words.replace("'", " ").replace("-", " ").replace("?", " ").split()))
