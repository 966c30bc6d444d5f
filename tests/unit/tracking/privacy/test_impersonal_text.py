"""Whether a text is known to be impersonal: no personal text is, and most of the carriers' usual ones are."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.carrier_texts import PersonalText, impersonal_texts, personal_texts
from tracking_site.tracking.privacy.impersonal_text import KnownNames, impersonal_words
from tracking_site.tracking.privacy.vocabulary import fold_word, vocabulary

NOTHING = KnownNames()
LEAST_READABLE = 0.85


def is_impersonal(text: str, known: KnownNames = NOTHING) -> bool:
    return impersonal_words(text, known) is not None


@pytest.mark.parametrize("personal", personal_texts(), ids=lambda each: each.text)
def test_no_text_with_a_name_a_number_or_an_address_is_impersonal(personal: PersonalText) -> None:
    assert not is_impersonal(personal.text)
    assert not is_impersonal(personal.text.upper())
    assert not is_impersonal(personal.text.lower())
    assert not is_impersonal(f"Delivered. {personal.text}")


def test_there_are_two_hundred_texts_of_each_kind() -> None:
    assert min(len(personal_texts()), len(impersonal_texts())) >= 200


def test_most_of_the_carriers_usual_texts_stay_readable() -> None:
    hidden = [text for text in impersonal_texts() if not is_impersonal(text)]
    assert len(hidden) <= (1 - LEAST_READABLE) * len(impersonal_texts()), hidden


@pytest.mark.parametrize(
    "text",
    [
        *("Arrived at sorting centre Copenhagen", "Flight SQ 221 departed", "Departed from facility CDG"),
        *("Delayed due to weather", "Consignee closed, new attempt tomorrow", "Delivered 1 of 2 pcs"),
        *("Delivery between 10:00 and 12:00", "Delivered on 27.11.2026 at 14:05", "Delivered to GLS depot"),
        *(
            "DELAYED DUE TO WEATHER",
            "Départ de New York vers Hong Kong",
            "Left hub YUL-7",
            "Received 2026-11-27T10:00:00Z",
        ),
    ],
)
def test_times_dates_counts_flights_and_cities_are_read(text: str) -> None:
    assert is_impersonal(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Delivered to Jackson", "Jackson", "Jackson not at home", "Collected from Garcia", "Returned to Lee"),
        *("Arrived at Jackson, signed", "Scanned by Martin", "Call Jackson", "Customer Paris closed"),
    ],
)
def test_a_city_is_a_name_where_no_place_is_meant(text: str) -> None:
    assert not is_impersonal(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Door 12", "Number 4711", "Terminal 4711", "Delivered at 8000", "Code 12-34-56", "Delivered 21 43 65 87"),
        *("Arrived 06.12.34.56.78", "Parcel 21436587", "Depot 14b", "Delivered 3/14/2", "Held at 10-12-14-16"),
        *("AWB 435-16685675", "SLI 10482203"),
    ],
)
def test_a_number_without_a_clear_meaning_is_not_read(text: str) -> None:
    assert not is_impersonal(text)


def test_the_shipments_own_numbers_companies_and_places_are_read() -> None:
    known = KnownNames(
        frozenset(
            {"nørre snede"},
        ),
        ("435-16685675", "Casa Ipê"),
    )
    known = KnownNames(frozenset(map(fold_word, known.places)), known.texts)
    assert is_impersonal("AWB 435-16685675 received from Casa Ipê", known)
    assert is_impersonal("Out for delivery to Nørre Snede", known)
    assert not is_impersonal("AWB 435-166856759", known)
    assert not is_impersonal("Signed by Nørre Snede", known)


@given(st.lists(st.sampled_from(sorted(vocabulary().words)), max_size=8), st.text("bcdfghjklmnpqrstvwxz", min_size=5))
@example(["arrived", "at"], "petersen")
@example([], "petersen")
@example(["signed", "by"], "gårdsøe")
def test_a_text_with_one_unknown_word_is_never_impersonal(usual: list[str], unknown: str) -> None:
    if unknown not in vocabulary().words:
        assert not is_impersonal(" ".join(["signed", *usual, unknown]))
        assert not is_impersonal(" ".join([*usual, unknown, "signed"]))


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    impersonal_words(text, NOTHING)


@given(st.from_regex(r"\d[\d ().-]{5,14}\d", fullmatch=True))
@example("40123456")
@example("12 12 12 12")
def test_no_telephone_number_is_impersonal(number: str) -> None:
    if sum(letter.isdigit() for letter in number) > 8 or number.isdecimal():
        assert not is_impersonal(f"Delivered {number}")


@pytest.mark.parametrize(
    "text",
    [
        "at the depot " * 38,
        "は配" * 250,
        "1" * 500,
        "12/" * 166,
        " " * 500,
        "1.2-" * 125,
        "Paris " * 83,
        "A1 " * 166,
        "配達中" * 160,
    ],
    ids=lambda text: text[:8],
)
def test_five_hundred_hostile_texts_take_no_time(text: str) -> None:
    impersonal_words("Arrived", NOTHING)
    began = time.process_time()
    for index in range(500):
        impersonal_words(text[index % 50 :] + "~", NOTHING)
        impersonal_words(text[index % 50 : index % 50 + 190] + "~", NOTHING)
    assert time.process_time() - began < 0.1
