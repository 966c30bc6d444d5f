"""Postcodes: the same however they are written, and never the same as another's."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.domain.postcodes import Postcode, read_postcode


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2139", "2139"),
        ("02139", "2139"),
        ("٠٢١٣٩", "2139"),
        ("０２１３９", "2139"),
        ("DK-1058", "1058"),
        ("DK1058", "1058"),
        ("dk 1058", "1058"),
        ("DK–1058", "1058"),
        ("D-10115", "10115"),
        ("SE-111 22", "11122"),
        ("111 22", "11122"),
        ("FI-00100", "100"),
        ("PL-00-950", "950"),
        ("1012 AB", "1012AB"),
        ("1012ab", "1012AB"),
        ("NL-1012 AB", "1012AB"),
        ("SW1A 1AA", "SW1A1AA"),
        ("sw1a1aa", "SW1A1AA"),
        ("K1A 0B1", "K1A0B1"),
        ("K1A\u00a00B1", "K1A0B1"),
        ("CA-K1A 0B1", "K1A0B1"),
        ("D02 AF28", "D02AF28"),
        ("〒100-0001", "1000001"),
        ("LV-1010", "1010"),
    ],
)
def test_a_postcode_is_read_however_it_is_written(written: str, code: str) -> None:
    assert read_postcode(written) == Postcode(code)


@pytest.mark.parametrize("written", ["10035-1234", "10035 1234", "100351234", "US-10035-1234", "10035–1234"])
def test_the_last_digits_of_a_zip_code_are_apart(written: str) -> None:
    assert read_postcode(written) == Postcode("10035", "1234")


def test_a_zip_code_that_lost_its_zero_is_read_with_its_last_digits() -> None:
    assert read_postcode("2139-1234") == read_postcode("02139-1234") == Postcode("2139", "1234")


@pytest.mark.parametrize("written", ["", " ", "-", "N/A", "0", "00000", "00000-0000", "٠٠٠", "\u200b", "TBA"])
def test_a_placeholder_is_no_postcode(written: str) -> None:
    assert read_postcode(written) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1058", "11058"),
        ("1058", "10580"),
        ("1058", "DK-11058"),
        ("10035", "1003"),
        ("K1A 0B1", "101"),
        ("K1A 0B1", "A0B1"),
        ("SW1A 1AA", "1A1AA"),
        ("N1 9GU", "19GU"),
        ("M1 1AA", "11AA"),
        ("1012 AB", "1012"),
        ("BB3713", "3713"),
        ("DK-105", "105"),
        ("HM 12", "12"),
        ("01310-100", "01310"),
        ("XX-1058", "1058"),
        ("GB-1058", "1058"),
    ],
)
def test_other_postcodes_are_not_taken_for_the_same(one: str, other: str) -> None:
    assert read_postcode(one) != read_postcode(other)


@given(st.integers(1_000, 99_999), st.integers(1_000, 99_999))
def test_two_numbers_are_the_same_postcode_only_where_they_are_equal(one: int, other: int) -> None:
    for first, second in ((f"{one}", f"{other}"), (f"{one:05}", f"DK-{other}"), (f"{one:05}", f"{other:05}-1234")):
        codes = [read_postcode(first), read_postcode(second)]
        same = codes[0] is not None and codes[1] is not None and codes[0].code == codes[1].code
        is_danish = second.startswith("DK") and other > 9_999
        assert same == (one == other and not is_danish)


@given(
    st.text(string.ascii_uppercase + string.digits, min_size=3, max_size=8),
    st.sampled_from(["", " ", "-", "\u2011", "\u00a0"]),
)
def test_blanks_and_case_make_no_difference(code: str, divider: str) -> None:
    written = read_postcode(code)
    if written is not None and written.extension is None and len(code) != 8:
        assert read_postcode(code.lower()) == written
        assert read_postcode(f"{code[:2]}{divider}{code[2:]}") == written


@given(st.text(max_size=40))
def test_any_text_is_a_postcode_with_a_digit_or_none(text: str) -> None:
    code = read_postcode(text)
    assert code is None or any(digit in "123456789" for digit in code.code)
