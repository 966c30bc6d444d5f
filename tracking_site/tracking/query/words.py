"""Numbers among the words of a text: found by their characters, since not every script has blanks between words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracking_site.domain.normalisation import normal_form
from tracking_site.tracking.query.labels import is_label
from tracking_site.tracking.query.numbers import bare

MIN_CHARACTERS = 4
MAX_INITIALS = 2
"""The letters that may be a group of a number by themselves ("GR 432 U5")."""
LIKELY_DIGITS = 5
COMPLETE_CHARACTERS = 6
"""The characters of a group that is likely to be a number by itself."""
MAX_GROUPS = 5
PAIR = 2
"""Two groups, between which a blank may stand in place of the hyphen."""
MAX_OTHER_WORDS = 3
"""The words around a number in groups; among more, the groups may be a date or a telephone number."""
MAX_RANK = 3

QUOTES = "\"'«»“”„‘’「」『』 "
# Commas of every script and line ends divide numbers; blanks may divide the groups of one.
_SEPARATORS = re.compile("[|,;\u055d\u060c\u061b\u1363\u3001\uff0c\uff1b\uff5c\uff64\ufe50\ufe51\ufe54\u2022\u00b7]+")
# A spreadsheet shows the number 10482203 as 10,482,203.
_THOUSANDS = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?![\w,])")
_LATIN = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_RUN = re.compile(rf"[{_LATIN}]+(?:[-_/.&+#@%]+[{_LATIN}]+|(?<=\d):(?=\d)[{_LATIN}]+)*")
_PARTS = re.compile("[/&+]")
_LABEL_SIGN = re.compile(rf"[{_LATIN}]*[^\W\d_][.#]+")
_TIME = r"\d{1,2}(?:[:.h]\d{0,2}(?::\d{2})?)?(?:min|[ap]m)?"
_DAY = r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?|\d{1,2}(?:st|nd|rd|th|er)"
_DATE_OR_TIME = re.compile(rf"(?:{_DAY}|{_TIME})(?:[t-](?:{_DAY}|{_TIME})(?:z|[+-]\d\d:\d\d)?)?", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?:1[.-])?\d{3}[.-]\d{3}[.-]\d{4}")
_TELEPHONE_IN_GROUPS = re.compile(r"\d{1,2}(?: \d\d){3,}|\d{3} \d{3} \d{4}")


@dataclass(frozen=True, slots=True)
class FoundNumbers:
    """The words of a text, and its numbers, the likeliest first.

    `unlikely` are the other ways to read them: the groups of a number apart or with a hyphen, a word with all its signs.
    `within_words` says that a number is part of a longer word, `has_label` that a word tells what the number is.
    """

    words: tuple[str, ...]
    likely: tuple[str, ...]
    unlikely: tuple[str, ...]
    within_words: bool
    has_label: bool


def find_numbers(text: str) -> FoundNumbers:
    """Return the numbers of a text; commas and words stand between two numbers, blanks between the groups of one."""
    without_thousands = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), text)
    lines = [[word for word in normal_form(each).split(" ") if word] for each in _SEPARATORS.split(without_thousands)]
    words = tuple(word for line in lines for word in line)
    by_word = {word: tuple(_numbers_in(word)) for word in dict.fromkeys(words)}
    numbers = tuple(dict.fromkeys(number for each in by_word.values() for number in each))
    prose = sum(_group_of(word) is None and not by_word[word] for word in words) > MAX_OTHER_WORDS
    grouped = [groups for line in lines for groups in _in_groups(line, prose=prose)]
    likely = _likely(numbers, grouped, prose=prose)
    return FoundNumbers(
        words=words,
        likely=likely,
        unlikely=tuple(dict.fromkeys(_unlikely(words, numbers, grouped))),
        within_words=any(number != bare(word) for word, each in by_word.items() for number in each),
        has_label=any(map(is_label, words)),
    )


def _likely(numbers: Sequence[str], grouped: Iterable[Sequence[str]], *, prose: bool) -> tuple[str, ...]:
    """Return numbers by their rank; years and parts of telephone numbers only for want of anything likelier."""
    joined = {"".join(groups): groups for groups in grouped}
    if prose:
        rank = {number: float(_rank(number)) for number in numbers}
        rank |= {number: _rank(number) + 0.5 for number in joined if number not in rank}
    else:
        groups = {group for each in joined.values() for group in each if not _is_complete(group)}
        parts = {number for group in groups for number in _numbers_in(group)}
        rank = {**dict.fromkeys(joined, 0.0), **{each: float(_rank(each)) for each in numbers if each not in parts}}
    ordered = sorted(rank, key=lambda number: rank[number])
    return tuple([each for each in ordered if rank[each] < MAX_RANK] or ordered)


def _unlikely(words: Iterable[str], numbers: Sequence[str], grouped: Iterable[Sequence[str]]) -> Iterator[str]:
    for groups in grouped:
        if len(groups) == PAIR:
            yield "-".join(groups)
        yield from (number for group in groups for number in _numbers_in(group))
    for number in numbers:
        yield from (part for part in _PARTS.split(number) if part != number and _looks_like_number(part))
    for word in words:
        core = bare(word)
        if word.startswith("#") or (core not in numbers and _looks_like_number(core)):
            yield f"#{core}" if word.startswith("#") else core


def _numbers_in(word: str) -> Iterator[str]:
    """Yield the parts of a word that look like numbers: Latin letters and digits with signs between them."""
    core = bare(word)
    if _DATE_OR_TIME.fullmatch(core) or word.lstrip("([{" + QUOTES).startswith("+"):
        return
    for match in _RUN.finditer(word):
        run = _without_label_sign(match.group())
        if word[match.start() - 1 : match.start()] != "+" and _looks_like_number(run):
            yield run


def _without_label_sign(run: str) -> str:
    """Return a number without a label and its sign (`No.10255`, `order#10255`)."""
    label = _LABEL_SIGN.match(run)
    if label is None or not _looks_like_number(run[label.end() :]):
        return run
    is_known = "#" in label.group() or is_label(label.group())
    return run[label.end() :] if is_known else run


def _in_groups(line: Iterable[str], *, prose: bool) -> Iterator[tuple[str, ...]]:
    """Yield the numbers of a line that are written in groups with blanks between them."""
    before = ""
    pieces = (piece for word in line for piece in _pieces_of(word))
    for is_group, each in groupby(pieces, key=lambda word: _group_of(word) is not None):
        words = list(each)
        if is_group:
            groups = tuple(group for word in words if (group := _group_of(word)))
            possible = dict.fromkeys((_without_words_behind(groups), _without_words_around(groups)))
            yield from (each for each in possible if _are_one_number(each, prose=prose) and not before.startswith("+"))
        before = words[-1]


def _pieces_of(word: str) -> Iterator[str]:
    """Yield the parts of a word that may be groups, and the signs and letters of other scripts around them."""
    if "+" in word or "@" in word:
        yield word
        return
    end = 0
    for match in _RUN.finditer(word):
        yield from (part for part in (word[end : match.start()], match.group()) if part)
        end = match.end()
    yield from (part for part in (word[end:],) if part)


def _without_words_behind(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return groups without the short words behind the last digit, such as "is"."""
    while groups and _is_word(groups[-1]):
        groups = groups[:-1]
    return groups


def _without_words_around(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return groups without the short words before the first digit, too; they may be the first letters of a number."""
    while groups and _is_word(groups[0]):
        groups = groups[1:]
    return _without_words_behind(groups)


def _is_word(group: str) -> bool:
    return group.isalpha() and group != group.upper()


def _are_one_number(groups: Sequence[str], *, prose: bool) -> bool:
    spelled_out = all(len(group) == 1 for group in groups)
    if len(groups) < PAIR or not any(map(_has_digit, groups)) or (len(groups) > MAX_GROUPS and not spelled_out):
        return False
    complete = [_is_complete(group) for group in groups]
    if not prose:
        return not all(complete)
    in_capitals = all(group == group.upper() for group in groups)
    dates = _TELEPHONE_IN_GROUPS.fullmatch(" ".join(groups))
    return in_capitals and not any(complete) and not dates and _looks_like_number("".join(groups))


def _group_of(word: str) -> str | None:
    """Return the group of a number that a word may be; None for another word, a date, a telephone number, a label."""
    core = bare(word)
    if not core or "+" in word or not _RUN.fullmatch(core) or "@" in core or is_label(word):
        return None
    if not _has_digit(core):
        return core if core.isalpha() and len(core) <= MAX_INITIALS and _RUN.fullmatch(word) else None
    is_date = _DATE_OR_TIME.fullmatch(core) and not core.isdigit()
    return None if is_date or _TELEPHONE.fullmatch(core) else core


def _is_complete(group: str) -> bool:
    return sum(map(str.isalnum, group)) >= COMPLETE_CHARACTERS and _looks_like_number(group)


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _looks_like_number(word: str) -> bool:
    is_long = sum(map(str.isalnum, word)) >= MIN_CHARACTERS and _has_digit(word)
    return is_long and "@" not in word and not _DATE_OR_TIME.fullmatch(word) and not _TELEPHONE.fullmatch(word)


def _rank(word: str) -> int:
    """Return the rank of a word from 0 (likely a number) to 3: years and parts of telephone numbers come last."""
    if any(map(str.isalpha, word)):
        return 0 if word == word.upper() else 2
    return 1 if sum(map(str.isdigit, word)) >= LIKELY_DIGITS else MAX_RANK
