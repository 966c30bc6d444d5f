"""Finds the numbers in typed or pasted text that has no links, and says what to look up for them."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.normalisation import normal_form
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.query.labels import without_label
from tracking_site.tracking.query.model import MAX_GUESSES, MAX_NUMBER_LENGTH, MAX_TEXT_LENGTH, NumberQuery
from tracking_site.tracking.query.numbers import CONTROL, UUID_IN_TEXT, bare
from tracking_site.tracking.query.words import MIN_CHARACTERS, QUOTES, FoundNumbers, find_numbers

FEW_WORDS, SHORT_TEXT = 3, 6
"""The words of a text that may be one number as a whole, and of one that may be the name of a trip."""

_KINDS = (ReferenceKind.SLI_NUMBER, ReferenceKind.ORDER_NUMBER, ReferenceKind.TRIP_NAME)
_LINE_ENDS = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]")
_Guesses = dict[ReferenceKind, list[str]]


def query_of_text(text: str, account: str | None) -> NumberQuery:
    """Return what a text may mean: a job, or up to five numbers of any other kind; `InvalidReference`."""
    whole = normal_form(CONTROL.sub(" ", text)).strip(QUOTES)
    if len(whole) > MAX_TEXT_LENGTH:
        raise InvalidReference("too_long")
    if not bare(whole):
        raise InvalidReference("malformed")
    if job := UUID_IN_TEXT.search(whole):
        reference = Reference(ReferenceKind.JOB_ID, str(UUID(job.group())))
        return NumberQuery((reference,), (reference.value,), account)
    found = find_numbers(CONTROL.sub(" ", _LINE_ENDS.sub(",", text)))
    if len(found.words) == 1 and len(whole) <= MAX_NUMBER_LENGTH:
        whole = _one_word(whole)
    references = tuple(_references(_first_guesses(whole, found)))
    if not references:
        raise InvalidReference("too_long")
    typed = " ".join(CONTROL.sub(" ", text).split()).strip(QUOTES)
    alternatives = tuple(_references(_later_guesses(whole, typed, found), leave_out=references))
    # Any number may also be an air waybill number, whose look-up in the database needs no call to a carrier.
    waybills = dict.fromkeys(each.value for each in (*references, *alternatives))
    numbers = ", ".join(found.likely[:MAX_GUESSES])
    shown = whole if len(found.words) <= FEW_WORDS or not numbers else numbers
    return NumberQuery(references, tuple(waybills), account, alternatives, shown[:MAX_NUMBER_LENGTH])


def _one_word(word: str) -> str:
    """Return a word without what sticks to it; a sign for "number" can be part of the number ("#1045")."""
    return f"#{bare(word)}" if word.startswith("#") else bare(word)


def _first_guesses(whole: str, found: FoundNumbers) -> _Guesses:
    """Return what to look up first: the numbers, and the whole text where it may be a number or a name by itself."""
    numbers, count = list(found.likely), len(found.words)
    may_be_name = count <= SHORT_TEXT and len(numbers) <= 1 and not found.within_words
    may_be_number = may_be_name and count <= FEW_WORDS and not found.has_label
    whole_first = {
        ReferenceKind.SLI_NUMBER: count == 1 and not numbers,
        ReferenceKind.ORDER_NUMBER: may_be_number,
        ReferenceKind.TRIP_NAME: may_be_name or not numbers,
    }
    return {kind: [whole, *numbers] if whole_first[kind] else numbers for kind in _KINDS}


def _later_guesses(whole: str, typed: str, found: FoundNumbers) -> _Guesses:
    """Return what to look up where nothing was found: in capitals, without a label, apart, and as it was typed."""
    likely = found.likely[:MAX_GUESSES]
    numbers = [*(number.upper() for number in likely), *_unlabelled(likely), *found.unlikely]
    count = len(found.words)
    most_words = {ReferenceKind.SLI_NUMBER: 1, ReferenceKind.ORDER_NUMBER: FEW_WORDS, ReferenceKind.TRIP_NAME: count}
    return {kind: [*numbers, *((whole, typed) if count <= most else ())] for kind, most in most_words.items()}


def _unlabelled(numbers: Iterable[str]) -> Iterator[str]:
    for number in numbers:
        unlabelled = without_label(number)
        if unlabelled is not None and sum(map(str.isalnum, unlabelled)) >= MIN_CHARACTERS:
            yield unlabelled.upper()


def _references(guesses: _Guesses, leave_out: tuple[Reference, ...] = ()) -> Iterator[Reference]:
    """Yield the first few of the guesses of each kind."""
    for kind, values in guesses.items():
        possible = (Reference(kind, value) for value in dict.fromkeys(values) if _can_be_number(value))
        new = (each for each in possible if each not in leave_out)
        yield from (each for _, each in zip(range(MAX_GUESSES), new, strict=False))


def _can_be_number(value: str) -> bool:
    return len(value) <= MAX_NUMBER_LENGTH and bool(bare(value))
