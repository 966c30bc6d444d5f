"""The words that identify the people of a shipment, and the search for them in carriers' texts."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracking_site.domain.shipment import PersonalData
from tracking_site.tracking.privacy.vocabulary import fold_word, vocabulary

MIN_PART_LENGTH = 4
"""The letters from which on a name is searched for inside other words."""
MIN_PHONE_DIGITS = 7
COMPARED_PHONE_DIGITS = 8
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0d7f\u0e31-\u0e4e])+")
# The ways to write a letter without its accent, besides the plain letter.
_IN_TWO_LETTERS = str.maketrans({"ø": "oe", "ö": "oe", "å": "aa", "ä": "ae", "ü": "ue"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    return tuple(fold_word(word) for word in _WORD.findall(_INVISIBLE.sub("", text)))


@dataclass(frozen=True, slots=True)
class PersonalWords:
    """Names, and phrases such as streets, each as its folded words; `digits` are the ends of telephone numbers."""

    phrases: frozenset[tuple[str, ...]]
    digits: frozenset[str]

    @classmethod
    def of(cls, people: Iterable[PersonalData]) -> "PersonalWords":
        """Return the words of some people; single words of the vocabulary identify nobody."""
        phrases: set[tuple[str, ...]] = set()
        digits: set[str] = set()
        for personal in people:
            for text in _texts(personal):
                phrases |= {words_of(text), words_of(text.casefold().translate(_IN_TWO_LETTERS))}
                digits |= _phone_digits(text)
        usual = vocabulary().words
        kept = frozenset(phrase for phrase in phrases if phrase and not (len(phrase) == 1 and phrase[0] in usual))
        return cls(kept, frozenset(digits))

    def occur_in(self, words: Sequence[str], except_for: Collection[str] = ()) -> bool:
        """Tell whether any of the phrases stands in a text's words; phrases of excepted words alone do not count."""
        starts = {phrase[0] for phrase in self.phrases}
        if starts.isdisjoint(words):
            return False
        runs = f" {' '.join(words)} "
        return any(
            f" {' '.join(phrase)} " in runs and not all(word in except_for for word in phrase)
            for phrase in self.phrases
        )

    def named_in(self, text: str) -> bool:
        """Tell whether a free text has one of the words in it, inside other words too."""
        digits = re.sub(r"\D", "", text)
        if any(number in digits for number in self.digits):
            return True
        plain = words_of(text)
        readings = (plain, words_of(text.casefold().translate(_IN_TWO_LETTERS)))
        if any(self.occur_in((*words, *(word.removesuffix("s") for word in words))) for words in readings):
            return True
        parts = [phrase[0] for phrase in self.phrases if len(phrase) == 1 and len(phrase[0]) >= MIN_PART_LENGTH]
        return any(part in "".join(words) for part in parts for words in readings)


def _texts(personal: PersonalData) -> Iterator[str]:
    """Yield what identifies somebody: whole texts, the parts of names, and streets without their number."""
    names = [name for name in (personal.recipient, personal.driver) if name]
    yield from (text for text in (*personal.words, *personal.address, personal.postcode, personal.note) if text)
    yield from names
    yield from (part for name in names for part in _WORD.findall(name) if len(part) > 1)
    # The line with the postcode names the town.
    lines = [line for line in personal.address if not (personal.postcode and personal.postcode in line)]
    for line in (part for address in lines for part in address.split(",")):
        street = [token for token in line.split() if not any(letter.isdigit() for letter in token)]
        if len(street) > 1:
            yield " ".join(street)


def _phone_digits(text: str) -> set[str]:
    digits = re.sub(r"\D", "", text)
    is_number = len(digits) >= MIN_PHONE_DIGITS and not any(letter.isalpha() for letter in text)
    return {digits[-COMPARED_PHONE_DIGITS:]} if is_number else set()
