"""The words of a shipment's people, and where they are found in a text."""

import pytest

from tracking_site.domain.shipment import PersonalData
from tracking_site.tracking.privacy.personal_words import PersonalWords, words_of

JORGEN = PersonalWords.of(
    [
        PersonalData(
            recipient="Jørgen Gårdsøe",
            address=("Sankt Hans Gade 12", "8000 Aarhus"),
            driver="Bettina Łukasiewicz",
            words=frozenset({"+45 40 12 34 56", "Parcel"}),
        )
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        *("GARDSOE", "Gaardsøe", "Gårdsøes", "jorgen", "Joergen", "sign_gårdsøe_jørgen.jpg", "Gårdsøe2", "Lukasiewicz"),
        *("Gård\u00adsøe", "40/12/34/56", "0045 40123456", "Sankt Hans Gade 3", "SANKT HANS GADE"),
    ],
)
def test_a_name_is_found_in_every_spelling(text: str) -> None:
    assert JORGEN.named_in(text)


@pytest.mark.parametrize("text", ["Arrived at hub", "Parcel delivered", "Sankt Petersborg", "12 colli", ""])
def test_other_texts_name_nobody(text: str) -> None:
    assert not JORGEN.named_in(text)


def test_excepted_words_do_not_count() -> None:
    words = PersonalWords.of([PersonalData(recipient="Jack London")])
    assert words.occur_in(words_of("Arrived in London"))
    assert not words.occur_in(words_of("Arrived in London"), {"london"})
