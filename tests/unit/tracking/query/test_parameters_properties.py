"""Any pasted text gives a query or a reason, quickly and with a limited number of references."""

import string
import time
from contextlib import suppress
from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.queries import tried
from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.normalisation import normal_form
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.query import (
    MAX_GUESSES,
    MAX_NUMBER_LENGTH,
    MAX_TEXT_LENGTH,
    PARAMETERS,
    LinkQuery,
    NumberQuery,
    Query,
    read_query,
)

PARTS = [
    *("https://", "track.example", "/t/", "/track?", "?", "&", "#", "=", "%", "%2F", "%3D", "%25", "+", ";"),
    *("q=", "job_id=", "review_key=", "ordno=", "tripname=", "aid=", "$2a$08$", "A" * 45, "-_", "a1b2c3", "GR432U5"),
    *(
        "10610600-5c4b-4d7e-9a61-000000000001",
        "2026-11-27",
        "14h00",
        "14:00-17:00",
        "+45 12 34",
        "27th",
        "@",
        "n°",
        "№",
    ),
    *(" ", "\n", "\x00", "\u200b", "\u202e", "\u2028", "é", "ß", "ŉ", "٣", "🚚", '"', "»", "(", ")", "."),
]
PASTED = st.one_of(
    st.text(max_size=120),
    st.text(st.characters(), max_size=40),
    st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=3)), max_size=25).map("".join),
)
NUMBERS = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="\u2028\u2029"),
    min_size=1,
    max_size=MAX_NUMBER_LENGTH,
).filter(lambda number: 0 < len(normal_form(number)) <= MAX_NUMBER_LENGTH)
QUICK = settings(max_examples=120, deadline=None)
UNITS = [
    *(
        "a",
        "1",
        "A1",
        "/t/",
        "/t/A",
        "/track?",
        "/track?q=",
        "/track?&",
        "&q=",
        "q=",
        "?",
        "&",
        "#",
        "#a=",
        "&a",
        "a&",
        "?a=",
    ),
    *(
        "=",
        "A=",
        "_=",
        "job_id",
        "job_id=",
        "ordno=",
        "ordno=%",
        "%",
        "%2",
        "%25",
        "%252F",
        "https://",
        "http",
        "hhttps:/",
    ),
    *(
        "1-",
        "1.",
        "1:",
        "1h",
        "-1h",
        "1/",
        "27-11-",
        "1th",
        "1t",
        "1z",
        "+1",
        "1+",
        "514-",
        "1-514-555-",
        ":#",
        "a:",
        "°",
        "№#",
    ),
    *(
        " ",
        "a ",
        "a1b2 ",
        " 1",
        "'",
        "\"'",
        "»",
        "(",
        "@1a.",
        "a@",
        "10610600-",
        "10610600-5c4b-",
        "ß1a2 ",
        "ŉ123",
        "٣",
        "\u200b",
    ),
]


def read(text: str) -> Query | None:
    """Return the query of a text, or None where it is refused."""
    try:
        return read_query({"q": [text]})
    except InvalidReference:
        return None


def check(query: Query) -> None:
    if isinstance(query, LinkQuery):
        assert query.token
        return
    assert query.references or query.air_waybills
    assert max(len(query.references), len(query.alternatives)) <= 3 * MAX_GUESSES
    references = (*query.references, *query.alternatives)
    assert len(set(references)) == len(references)
    for reference in references:
        assert 0 < len(reference.value) <= MAX_NUMBER_LENGTH
        assert reference.value == reference.value.strip(" ")
        assert not any(ord(letter) < 32 or letter in "\u2028\u2029\u202e" for letter in reference.value)
        reference.value.encode()


@given(PASTED)
@QUICK
def test_any_text_gives_a_query_or_invalid_reference(text: str) -> None:
    query = read(text)
    if query is not None:
        check(query)


@given(
    st.dictionaries(
        st.one_of(st.sampled_from([*PARAMETERS, "q", "review_key", "account", "lang"]), st.text(max_size=5)),
        st.lists(PASTED, max_size=3),
        max_size=4,
    )
)
@QUICK
def test_any_parameters_give_a_query_or_invalid_reference(parameters: dict[str, list[str]]) -> None:
    with suppress(InvalidReference):
        check(read_query(parameters))


@pytest.mark.parametrize("end", ["", "!", " ", "=", "&q=1", "\x00"])
def test_texts_of_two_thousand_characters_are_read_quickly(end: str) -> None:
    for unit in UNITS:
        text = (unit * MAX_TEXT_LENGTH)[: MAX_TEXT_LENGTH - len(end)] + end
        # The quicker of two: what is slow by itself is slow twice.
        assert min(_seconds(text), _seconds(text)) < 0.15, repr(unit)


@given(st.lists(st.sampled_from(UNITS), min_size=2, max_size=4).map("".join))
@settings(max_examples=60, deadline=None)
def test_mixed_texts_of_two_thousand_characters_are_read_quickly(unit: str) -> None:
    text = (unit * MAX_TEXT_LENGTH)[:MAX_TEXT_LENGTH]
    assert min(_seconds(text), _seconds(text)) < 0.15


def _seconds(text: str) -> float:
    began = time.perf_counter()
    read(text)
    return time.perf_counter() - began


@example("=①", "slino", False)  # noqa: FBT003 - hypothesis takes positions where it was given some
@given(NUMBERS, st.sampled_from([name for name in PARAMETERS if name != "job_id"]), st.booleans())
@QUICK
def test_every_number_is_read_from_a_link_to_it(number: str, parameter: str, encoded: bool) -> None:  # noqa: FBT001
    link = "https://track.example/track?" + urlencode({parameter: number, "lang": "fr"})
    if number.rstrip(string.punctuation + "«»“”„‘’") != number:
        link = f"https://track.example/track?{parameter}={quote(number, safe='').replace('.', '%2E')}"
    references = tried({"q": [quote(link, safe="") if encoded else link]})
    assert Reference(PARAMETERS[parameter], number) in references
    assert Reference(PARAMETERS[parameter], normal_form(number)) in references


@given(
    st.from_regex(r"[A-Z]{2}[0-9]{4,12}", fullmatch=True),
    st.lists(st.text(string.ascii_lowercase, min_size=1), max_size=20),
)
@QUICK
def test_a_number_among_words_is_always_looked_up(number: str, words: list[str]) -> None:
    for place in range(0, len(words) + 1, 5):
        query = read(" ".join([*words[:place], number, *words[place:]])[:MAX_TEXT_LENGTH])
        if sum(map(len, words)) < 1_000:
            assert isinstance(query, NumberQuery)
            assert Reference(ReferenceKind.SLI_NUMBER, number) in query.references
