"""Distances are rounded, in the reader's units, and directions are one of eight."""

import pytest
from babel import Locale

from tracking_site.web.i18n.distances import FROM_THE_ADDRESS, distance_text, from_the_address
from tracking_site.web.i18n.languages import LANGUAGES

ENGLISH, AMERICAN = Locale.parse("en_GB"), Locale.parse("en_US")


@pytest.mark.parametrize(
    ("km", "text"),
    [
        (0.0, "100 m"),
        (0.14, "100 m"),
        (0.76, "800 m"),
        (0.97, "1 km"),
        (1.4, "1.5 km"),
        (2.2, "2 km"),
        (3.6, "4 km"),
        (19.4, "19 km"),
        (47, "45 km"),
        (1234, "1,230 km"),
    ],
)
def test_a_distance_is_rounded_as_a_person_would_round_it(km: float, text: str) -> None:
    assert distance_text(km, ENGLISH) == text


def test_american_readers_get_miles() -> None:
    assert distance_text(0.1, AMERICAN) == "0.1 mi"
    assert distance_text(8, AMERICAN) == "5 mi"


@pytest.mark.parametrize("locale", LANGUAGES.values())
def test_every_language_has_the_units(locale: str) -> None:
    for km in (0.4, 1.5, 4, 1200):
        assert "length" not in distance_text(km, Locale.parse(locale))


@pytest.mark.parametrize(
    ("degrees", "direction"),
    [
        (0, "north"),
        (359, "north"),
        (44, "north-east"),
        (90, "east"),
        (181, "south"),
        (230, "south-west"),
        (300, "north-west"),
    ],
)
def test_the_direction_is_the_nearest_of_eight(degrees: float, direction: str) -> None:
    sentence = from_the_address(4, degrees, lambda text: text, ENGLISH)
    assert sentence == f"About 4 km {direction} of the delivery address"


def test_the_eight_directions_differ() -> None:
    assert len(set(FROM_THE_ADDRESS)) == 8
