"""Whether all that a carrier's text says is known to identify nobody.

A text is read from left to right. It may consist of words of the vocabulary, of numbers whose meaning is clear (times, dates,
counts, flights), of names that the page shows anyway, and of cities where the words around say that a place is meant.
Any other word may be a name, and any other number a telephone's, a house's or a door's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from tracking_site.tracking.privacy.place_names import MAX_NAME_WORDS, city_length, is_place_code
from tracking_site.tracking.privacy.vocabulary import fold_word, vocabulary

MAX_LENGTH = 200
MAX_WORDS = 40
MAX_CITY_WORDS = 12
MAX_RUN_LENGTH = 60
MIN_GLUED_LETTERS = 4
MAX_COUNT_DIGITS = 2
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652\u0900-\u0d7f\u0e31-\u0e4e])"
_SCRIPTS_WITHOUT_BLANKS = r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_HOUR, _MINUTE = r"(?:[01]?\d|2[0-3])", r"[0-5]\d"


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of the tokens of a text; what it does not match is not known to be impersonal."""
    units = "|".join(sorted(map(re.escape, vocabulary().roles["units"]), key=len, reverse=True))
    numbers = (
        rf"(?:{_HOUR}[:.h]{_MINUTE}(?::{_MINUTE})?(?:\s?[ap]\.?m\b\.?)?|{_HOUR}\s?(?:[ap]m\b|uhr\b|h\b|時|点|时))",
        rf"(?:20\d\d[-/.]{_MONTH}[-/.]{_DAY}(?:T{_HOUR}:{_MINUTE}(?::{_MINUTE})?Z?)?)",
        rf"(?:{_DAY}[-/.]{_MONTH}[-/.]20\d\d|{_DAY}[/.]{_MONTH}[/.][2-4]\d|(?:{_MONTH}月)?{_DAY}日|{_MONTH}月)",
        r"(?:\d{1,3}\s?(?:/|of|von|af|av|de|sur|di|van|z|dari|kati ya|din)\s?\d{1,3}(?!\s?[./-]?\d))",
        rf"(?:[-+]?\d{{1,4}}(?:[.,]\d{{1,3}})?(?:\s?[-–]\s?\d{{1,3}})?\s?(?:%|°\s?[CF]?|[個口件个]|(?:{units})(?!{_LETTER})))",
        r"(?:\d{1,2}(?:st|nd|rd|th|ème|er|º|ª)\b)",
    )
    # Words are the most frequent: they come before what only digits and signs begin.
    return re.compile(
        rf"(?P<run>{_SCRIPTS_WITHOUT_BLANKS}+)"
        r"|(?P<flight>(?<!\w)(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])[ -]?\d{2,4}(?![\w-]))"
        r"|(?P<hub>(?<!\w)[A-Z]{3}-\d{1,2}(?![\w-]))"
        rf"|(?P<word>{_LETTER}+)"
        rf"|(?P<number>(?<![\w+./-])(?:{'|'.join(numbers)})(?![\d/-]))"
        r"|(?P<bare>(?<![\w+./-])\d{1,4}(?![\w/-]))"
        r"|(?P<known>\x00)"
        r"|(?P<mark>[\s.,:;!?()\[\]/\\–—\-…\"'’‘“”&→>*·•|_+、。「」（）：，！【】،؟।])",
    )


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a page shows anyway, and so may stand in a text: folded names of its places, its companies and its numbers."""

    places: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()

    def blanked(self, text: str) -> str:
        """Return a text with a mark in place of each known company and number."""
        for known in self.texts:
            if known in text:
                text = re.sub(rf"(?<![\w-]){re.escape(known)}(?![\w-])", "\x00", text)
        return text


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    folded: str
    introduced: bool
    """Whether a colon stands before it, as before a signature."""


class _NotKnown(Exception):
    """A text is not known to be impersonal."""


def impersonal_words(text: str, known: KnownNames) -> tuple[str, ...] | None:
    """Return the folded words of a text that is known to be impersonal; None for any other text."""
    if len(text) > MAX_LENGTH:
        return None
    try:
        return _read(text, known)
    except _NotKnown:
        return None


@lru_cache(maxsize=2048)
def _read(text: str, known: KnownNames) -> tuple[str, ...]:
    """Return the words of a text; raise where it may be personal, so that the cache holds no personal text."""
    tokens = _tokens(known.blanked(text))
    words = _Reader(tokens, known).read() if tokens else None
    if words is None:
        raise _NotKnown
    return words


def _tokens(text: str) -> list[_Token] | None:
    """Return the tokens of a text without its punctuation marks, or None where something is no token."""
    found: list[_Token] = []
    position, introduced = 0, False
    for match in _token().finditer(text):
        if match.start() != position or len(found) > MAX_WORDS:
            return None
        position, kind = match.end(), match.lastgroup or ""
        if kind == "mark":
            introduced = introduced or match.group() in ":："
            continue
        token = _Token(kind, match.group(), fold_word(match.group()), introduced)
        introduced = False
        if kind == "run" and not _is_made_of_phrases(token.folded):
            return None
        found.append(token)
    return found if position == len(text) else None


def _is_made_of_phrases(run: str) -> bool:
    """Tell whether a text without blanks consists of phrases, with at most one particle between two of them."""
    known = vocabulary()
    if len(run) > MAX_RUN_LENGTH:
        return False
    # The ends of what was read, and whether a particle may follow there.
    reached = {0: True}
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - known.longest_phrase), end)
        if any(start in reached and run[start:end] in known.phrases for start in starts):
            reached[end] = True
        elif reached.get(end - 1) and run[end - 1] in known.particles:
            reached[end] = False
    return len(run) in reached


def _is_glued(code: str) -> bool:
    """Tell whether a code in capitals, as `CUSTODYCHANGED`, is made of words of at least four letters."""
    if not code.isupper() or len(code) > MAX_RUN_LENGTH:
        return False
    folded, usual, ends = fold_word(code), vocabulary().words, {0}
    for end in range(MIN_GLUED_LETTERS, len(folded) + 1):
        if any(start in ends and folded[start:end] in usual for start in range(end - MIN_GLUED_LETTERS + 1)):
            ends.add(end)
    return len(folded) in ends


def _is_word(token: _Token) -> bool:
    return token.kind == "word"


class _Reader:
    """Reads the tokens of one text; `position` is the token at which it stands."""

    def __init__(self, tokens: Sequence[_Token], known: KnownNames) -> None:
        self._tokens = tokens
        self._known = known
        self._usual = vocabulary().words
        self._roles = vocabulary().roles
        self._names_person = any(token.folded in self._roles["people"] for token in tokens)
        self._cities: set[int] = set()

    def read(self) -> tuple[str, ...] | None:
        position = 0
        while position < len(self._tokens):
            length = self._length(position)
            if not length:
                return None
            position += length
        return tuple(token.folded for token in self._tokens)

    def _length(self, position: int) -> int:
        """Return how many tokens are impersonal at a position, 0 where the token there is not."""
        token = self._tokens[position]
        match token.kind:
            case "word":
                return self._word_length(position, token)
            case "flight":
                return int(self._follows(position, "flights"))
            case "hub":
                return int(is_place_code(token.text[:3]) and not self._names_person)
            case "number":
                return int(not self._follows(position, "codes"))
            case "bare":
                return int(self._counts(position, token))
            case _:
                return 1

    def _word_length(self, position: int, token: _Token) -> int:
        usual = token.folded in self._usual
        if self._names_person:
            return int(usual and not self._may_be_name(position, token))
        if self._follows_handover(position):
            return self._known_place_length(position) or int(usual and not self._may_be_name(position, token))
        if not usual and len(self._tokens) == 1 and _is_glued(token.text):
            return 1
        # Of the words of a city's name the first may be a usual one: `New York`.
        if usual and all(each.folded in self._usual for each in self._tokens[position + 1 : position + 2]):
            return 1
        length = self._city_length(position) if len(self._cities) < MAX_CITY_WORDS else 0
        if usual and length <= 1:
            return 1
        self._cities.update(range(position, position + length))
        return length

    def _follows_handover(self, position: int) -> bool:
        """Tell whether at a position stands who gave or got something (`Delivered to Snow`), and no hub."""
        if self._kind_follows(position):
            return False
        before = position - 1
        while before >= 0 and self._tokens[before].folded in self._roles["towards"]:
            before -= 1
        if before < 0:
            return False
        word = self._tokens[before].folded
        return word in self._roles["parties" if before == position - 1 else "handover"]

    def _may_be_name(self, position: int, token: _Token) -> bool:
        """Tell whether a word of the vocabulary may be a name, too, or an initial; no article ends a text."""
        if len(token.text) == 1 and token.text.isupper():
            return position > 0
        if token.folded in self._roles["articles"]:
            return not any(map(_is_word, self._tokens[position + 1 : position + 2]))
        return token.folded in self._roles["also_names"]

    def _city_length(self, position: int) -> int:
        if length := self._known_place_length(position):
            return length
        if not self._stands_for_place(position):
            return 0
        is_airport = self._tokens[position].folded in self._roles["airports"]
        return city_length(self._words_from(position), 0) or int(is_airport)

    def _known_place_length(self, position: int) -> int:
        words = self._words_from(position)
        lengths = range(len(words), 0, -1)
        return next((n for n in lengths if fold_word(" ".join(words[:n])) in self._known.places), 0)

    def _words_from(self, position: int) -> list[str]:
        return [token.text for token in takewhile(_is_word, self._tokens[position : position + MAX_NAME_WORDS])]

    def _stands_for_place(self, position: int) -> bool:
        """Tell whether the words before or after a position say that a place is meant there."""
        if self._tokens[position].introduced:
            return False
        before = position - 1
        while before >= 0 and (before in self._cities or self._is_between(before)):
            if self._tokens[before].folded in self._roles["kinds"]:
                return True
            before -= 1
        if before >= 0:
            return self._tokens[before].folded in self._roles["movement"] or self._kind_follows(position)
        return self._place_follows(position)

    def _is_between(self, position: int) -> bool:
        token = self._tokens[position]
        roles = self._roles
        between = any(token.folded in roles[role] for role in ("fillers", "kinds", "directions"))
        return between or token.kind in ("number", "flight")

    def _kind_follows(self, position: int) -> bool:
        following = self._tokens[position + 1 : position + 2]
        return any(token.folded in self._roles["kinds"] for token in following)

    def _place_follows(self, position: int) -> bool:
        """Tell whether the word after a name at the beginning is of a place or of a movement (`Leipzig: arrived`)."""
        following = [token.folded for token in self._tokens[position + 1 : position + 2]]
        return any(word in self._roles["kinds"] or word in self._roles["movement"] for word in following)

    def _follows(self, position: int, role: str) -> bool:
        before = [token.folded for token in self._tokens[max(0, position - 2) : position]]
        return any(word in self._roles[role] for word in before)

    def _counts(self, position: int, token: _Token) -> bool:
        """Tell whether a bare number is a day, a year, an attempt, or the number of a hub or a flight."""
        beside = [*self._tokens[max(0, position - 1) : position], *self._tokens[position + 1 : position + 2]]
        dated = any(each.folded in self._roles["months"] for each in beside)
        if len(token.text) > MAX_COUNT_DIGITS:
            in_date = dated or (position > 0 and self._tokens[position - 1].kind in ("bare", "number"))
            year = re.fullmatch(r"20[2-4]\d", token.text) and in_date and not self._names_person
            return bool(year) or self._follows(position, "flights")
        before = self._tokens[position - 1].folded if position else ""
        return dated or (before in self._roles["numbered"] and len(token.text) == 1)
