"""Names are compared without case, accents, punctuation, and words that say what kind of place it is."""

import pytest

from tracking_site.places.names import fold, readings


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  KÖBENHAVN  ", "kobenhavn"),
        ("København", "kobenhavn"),
        ("Łódź", "lodz"),
        ("Saint-Étienne", "st etienne"),
        ("L'Aquila", "laquila"),
        ("Frankfurt/Main", "frankfurt main"),
        ("東京", "東京"),
        ("…", ""),
    ],
)
def test_a_name_is_compared_without_case_accents_and_punctuation(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("Leeds", ("leeds", None)),
        ("Leeds hub", ("leeds", None)),
        ("8000 Aarhus C", ("aarhus", None)),
        ("Terminal 2, Copenhagen", ("copenhagen", None)),
        ("Copenhagen (CPH)", ("copenhagen", None)),
        ("London, Ontario, Canada", ("london", "Canada")),
        ("Leeds hub, UK", ("leeds", "UK")),
    ],
)
def test_a_name_has_a_reading_without_the_words_around_it(name: str, reading: tuple[str, str | None]) -> None:
    assert reading in list(readings(name))


def test_the_literal_name_comes_first() -> None:
    assert next(readings("Leeds hub")) == ("leeds hub", None)


@pytest.mark.parametrize("name", ["", "hub", "12", "C", "hub 12, depot"])
def test_a_name_of_such_words_alone_has_an_empty_reading(name: str) -> None:
    assert ("", None) in list(readings(name))
