"""Labels before numbers."""

import pytest

from tracking_site.tracking.query.labels import is_label, without_label


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("SLI7009999", "7009999"),
        ("SLI-nummer7009999", "7009999"),
        ("AWB435-16685675", "435-16685675"),
        ("No10255", "10255"),
        ("Nr.10255", "10255"),
        ("Bestellnummer GR432U5", "GR432U5"),
        ("n°10255", "10255"),
    ],
)
def test_a_label_is_separated_from_its_number(written: str, number: str) -> None:
    assert without_label(written) == number


@pytest.mark.parametrize("number", ["NW10255", "NW-10255", "GR432U5", "10482203", "NO", "N10255", "NL12B"])
def test_the_letters_of_a_number_are_no_label(number: str) -> None:
    assert without_label(number) is None


@pytest.mark.parametrize("word", ["No.", "nr.", "SLI", "AWB:", "Bestellnummer:", "n°", "Order", "commande"])
def test_labels_are_known_in_any_case_and_with_their_signs(word: str) -> None:
    assert is_label(word)
    assert not is_label(f"{word}X1")
