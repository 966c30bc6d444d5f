"""A number of the sandbox is found in any disguise, and first where there is no disguise."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.queries import numbers, tried
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.query import MAX_GUESSES, PARAMETERS, NumberQuery, read_query
from tracking_site_sandbox.catalogue import samples

TRANSLATIONS = Path(__file__).resolve().parents[4] / "translations"
LABELS = ("SLI number", "Order number", "Trip", "Air waybill", "Tracking number or link", "Shipment")

NAMED = [(name, value) for sample in samples() for name, value in sample.query.items() if name in PARAMETERS]
NUMBERS = sorted(
    {value for name, value in NAMED if name in ("slino", "ordno") and value.isascii() and " " not in value}
)
Disguise = Callable[[str], str]

SCRIPTS = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "০১২৩৪৫৬৭৮৯", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u05be\u2e3a"
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u2060\u2066\u2069\ufeff\ufe0f\u034f\u3164\U000e0041"
BEFORE = ["", " ", "(", "「", "“", "«", "<", "#", ">", "*", "…", "\n", "- "]
BEHIND = ["", " ", ".", "。", "、", "！", "」", "）", "؟", "।", "”", "»", ">", '"', ")", "\n", ", ", " 🚚"]


def words_of(language: str) -> list[str]:
    """Return the words of a language that stand before numbers."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    found = [str(message.string) for label in LABELS if (message := catalogue.get(label)) and message.string]
    assert len(found) >= 4
    return found


LANGUAGES = sorted(folder.name for folder in TRANSLATIONS.iterdir() if folder.is_dir())
WORDS = {"en": list(LABELS), **{language: words_of(language) for language in LANGUAGES}}
GLUING = ("ja", "zh")
"""The languages that write a number behind a word without a blank."""


def wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def scripts() -> st.SearchStrategy[Disguise]:
    tables = [str.maketrans("0123456789", digits) for digits in SCRIPTS]
    changes: list[Disguise] = [*(lambda text, table=table: text.translate(table) for table in tables), wide, str]
    return st.sampled_from(changes)


@st.composite
def disguises(draw: st.DrawFn, number: str) -> str:
    """Return a number in another script, with other dashes, and with characters that nobody sees."""
    text = draw(scripts())(number.replace("-", draw(st.sampled_from(["-", *DASHES]))))
    for unseen in draw(st.lists(st.sampled_from(UNSEEN), max_size=3)):
        place = draw(st.integers(0, len(text)))
        text = f"{text[:place]}{unseen}{text[place:]}"
    return text


@st.composite
def texts(draw: st.DrawFn, number: str) -> str:
    """Return a message of one of the site's languages around a disguised number."""
    language = draw(st.sampled_from(sorted(WORDS)))
    words = draw(st.lists(st.sampled_from(WORDS[language]), max_size=3))
    signs = [": ", "：", " ", " : ", "＝", " n° ", ". "]
    label = "".join(words) if language in GLUING else " ".join(words)
    label += draw(st.sampled_from([*signs, ""] if language in GLUING or not words else signs))
    behind = draw(st.sampled_from(BEHIND))
    if language in GLUING:
        behind += draw(st.sampled_from(["", "です", "已发货", "をお届けします。"]))
    return f"{label}{draw(st.sampled_from(BEFORE))}{draw(disguises(number))}{behind}"


@st.composite
def links(draw: st.DrawFn, number: str) -> str:
    """Return a link to a disguised number, escaped, encoded and wrapped."""
    value = quote(draw(disguises(number)), safe="")
    link = f"https://track.northwind.example/track?lang=fr&ordno={value}&account=mile"
    for spoil in draw(st.lists(st.sampled_from([escape, lambda text: quote(text, safe="")]), max_size=2)):
        link = spoil(link)
    around = ["{}", "<{}>", "「{}」。", "https://nam02.safelinks.protection.outlook.com/?url={}&data=05"]
    place = draw(st.sampled_from(around))
    return place.format(quote(link, safe="") if "url=" in place else link)


@given(st.data(), st.sampled_from(NUMBERS))
@settings(max_examples=300, deadline=None)
def test_a_number_is_looked_up_from_any_text_around_it(data: st.DataObject, number: str) -> None:
    text = data.draw(texts(number))
    query = numbers({"q": [text]})
    for kind in (ReferenceKind.SLI_NUMBER, ReferenceKind.ORDER_NUMBER, ReferenceKind.TRIP_NAME):
        assert Reference(kind, number) in query.references
        for round_of in (query.references, query.alternatives):
            assert sum(each.kind is kind for each in round_of) <= MAX_GUESSES


@given(st.data(), st.sampled_from(NUMBERS))
@settings(max_examples=150, deadline=None)
def test_a_number_is_looked_up_from_any_link_to_it(data: st.DataObject, number: str) -> None:
    assert Reference(ReferenceKind.ORDER_NUMBER, number) in numbers({"q": [data.draw(links(number))]}).references


@given(st.data(), st.sampled_from([pair for pair in NAMED if pair[0] != "job_id"]))
@settings(max_examples=150, deadline=None)
def test_a_number_is_looked_up_from_its_disguise_in_its_parameter(data: st.DataObject, named: tuple[str, str]) -> None:
    name, number = named
    typed = data.draw(disguises(number)) if "📦" not in number else number
    assert Reference(PARAMETERS[name], number) in tried({name: [typed]})


@given(st.data(), st.sampled_from([sample.query for sample in samples() if "job_id" in sample.query]))
@settings(max_examples=60, deadline=None)
def test_a_job_and_its_key_are_read_in_disguise(data: st.DataObject, query: dict[str, str]) -> None:
    typed = {name: [data.draw(disguises(value))] for name, value in query.items()}
    reference = Reference(ReferenceKind.JOB_ID, query["job_id"], query["review_key"])
    assert read_query(typed) == NumberQuery((reference,))


@pytest.mark.parametrize("name", [value for name, value in NAMED if name == "tripname"])
def test_a_trip_is_looked_up_by_its_whole_name_among_the_first(name: str) -> None:
    assert Reference(ReferenceKind.TRIP_NAME, name) in tried({"q": [name]})


@pytest.mark.parametrize("number", NUMBERS)
def test_an_ordinary_number_is_looked_up_once_for_each_kind(number: str) -> None:
    query = numbers({"q": [number]})
    assert len(query.references) == 3
    assert query.alternatives == ()


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("sign", [" ", ": ", "：", ":", " : ", "\u00a0", "\u3000"])
def test_labels_of_every_language_are_no_part_of_the_number(language: str, sign: str) -> None:
    for label in WORDS[language]:
        assert Reference(ReferenceKind.ORDER_NUMBER, "GR432U5") in numbers({"q": [f"{label}{sign}GR432U5"]}).references
        assert Reference(ReferenceKind.SLI_NUMBER, "10482203") in numbers({"q": [f"{label}{sign}1048 2203"]}).references


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_label_that_is_written_together_with_the_number_is_removed(language: str) -> None:
    for label in WORDS[language][:2]:
        assert Reference(ReferenceKind.SLI_NUMBER, "10482203") in tried({"q": [f"{label}10482203"]}), label
