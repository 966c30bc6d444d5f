"""The normal form of numbers: the same for every script, width, dash and unseen character."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.domain.normalisation import normal_form, without_unseen

DIGITS = [chr(number) for number in range(sys.maxunicode + 1) if unicodedata.category(chr(number)) == "Nd"]
DASHES = [chr(number) for number in range(sys.maxunicode + 1) if unicodedata.category(chr(number)) == "Pd"]
FORMATS = [chr(number) for number in range(sys.maxunicode + 1) if unicodedata.category(chr(number)) == "Cf"]
# Visible signs of a category of unseen ones: numbers above a line, and joined letters of hieroglyphs and shorthand.
VISIBLE = {*"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\u202e"}


def test_decimal_digits_of_every_script_are_read() -> None:
    assert len(DIGITS) > 600
    for digit in DIGITS:
        assert normal_form(f"A{digit}B") == f"A{unicodedata.decimal(digit)}B", hex(ord(digit))


def test_every_dash_is_a_hyphen() -> None:
    assert len(DASHES) > 20
    for dash in (*DASHES, "\u2212", "\u2043", "\u02d7", "\u207b", "\u2796"):
        assert normal_form(f"NW{dash}10255") == "NW-10255", hex(ord(dash))


def test_a_long_vowel_mark_is_a_hyphen_between_plain_characters_alone() -> None:
    assert normal_form("NWー10255") == normal_form("NWｰ10255") == "NW-10255"
    assert normal_form("データ") == "データ"


def test_what_is_not_displayed_is_removed() -> None:
    for unseen in FORMATS:
        if unseen not in VISIBLE and not 0x13430 <= ord(unseen) <= 0x1343F:
            assert normal_form(f"1{unseen}2") == "12", hex(ord(unseen))
    for unseen in "\u034f\u115f\u1160\u17b4\u17b5\u180b\u3164\uffa0\ufe0f\U000e0101":
        assert normal_form(f"1{unseen}2") == "12", hex(ord(unseen))


def test_the_mark_that_reverses_a_text_stays_to_be_refused() -> None:
    assert without_unseen("a\u202eb") == "a\u202eb"


def test_blanks_of_every_kind_are_one_blank() -> None:
    blanks = "".join(chr(number) for number in range(sys.maxunicode + 1) if unicodedata.category(chr(number)) == "Zs")
    assert normal_form(f"{blanks}a{blanks}\t\u2800\r\nb{blanks}") == "a b"


@pytest.mark.parametrize("number", ["A&B #1/ü", "ÄÖÜß", "注文12", "طلب-7", "a/b c", "#5"])
def test_letters_of_other_scripts_and_accents_stay(number: str) -> None:
    assert normal_form(number) == number


def test_an_accent_that_is_written_apart_is_joined_to_its_letter() -> None:
    assert normal_form("A&B #1/u\u0308") == "A&B #1/ü"


@given(st.text(max_size=60))
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


@given(st.text(st.characters(codec="ascii", exclude_categories=("C", "Z")), min_size=1))
def test_plain_characters_stay(text: str) -> None:
    assert normal_form(text) == text


@pytest.mark.parametrize(
    "unit", ["\u0300", "\u0316\u0300", "\u0344", "\ufdfa", "a\u0315\u0316\u0300", "\u0f77", "\u1100"]
)
def test_two_thousand_characters_are_normalised_quickly(unit: str) -> None:
    text = (unit * 2000)[:2000]

    def seconds() -> float:
        began = time.thread_time()
        normal_form(text)
        return time.thread_time() - began

    assert min(seconds(), seconds()) < 0.03
