"""A carrier's common phrase is recognised in any spelling of case and punctuation, and nothing else is."""

import pytest

from tracking_site.web.i18n.carrier_phrases import known_phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Delivered", "Delivered"),
        ("DELIVERED", "Delivered"),
        ("  delivered. ", "Delivered"),
        ("Customer  not\tavailable!", "Customer not available"),
        ("Delivered to the neighbour", None),
        ("Deliver", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phrase_is_known_in_any_case_and_with_final_punctuation(text: str | None, phrase: str | None) -> None:
    assert known_phrase(text) == phrase
