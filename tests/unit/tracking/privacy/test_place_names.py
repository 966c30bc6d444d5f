"""What is left of a carrier's text for a place: a city's or a hub's name, never a postcode, a street or a person."""

import pytest

from tests.support.carrier_texts import PersonalText, personal_texts
from tracking_site.tracking.privacy.place_names import is_city, public_city_name, public_country, public_hub_name


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Aarhus", "Aarhus"),
        ("8000 Aarhus C", "Aarhus C"),
        ("DK-8000 Aarhus", "Aarhus"),
        ("Aarhus 40123456", "Aarhus"),
        ("Sankt Hans Gade 12, Aarhus", "Aarhus"),
        ("Sankt Hans Gade, Aarhus", "Aarhus"),
        ("New York 10035", "New York"),
        ("2142 Canary Ave, New York", "New York"),
        ("H4C 2C9 Montréal", "Montréal"),
        ("London SW1A 1AA", "London"),
        ("Aarhus, Denmark", "Aarhus"),
        ("Petersen, Aarhus", "Aarhus"),
        ("Nørre Snede", "Nørre Snede"),
        ("Saint-Jérôme", "Saint-Jérôme"),
        ("東京", "東京"),
        ("2142 Canary Ave", None),
        ("Sankt Hans Gade", None),
        ("Oranienstraße", None),
        ("12 Houston Street", None),
        ("Signed by Petersen", None),
        ("Petersen, 8000", None),
        ("40123456", None),
        ("petersen@example.org", None),
        ("", None),
        (None, None),
        ("x" * 101, None),
    ],
)
def test_a_postcode_or_street_in_a_field_for_cities_is_not_shown(text: str | None, city: str | None) -> None:
    assert public_city_name(text) == city


@pytest.mark.parametrize(
    ("text", "hub"),
    [
        ("West Brooklyn", "West Brooklyn"),
        ("Barra Funda hub", "Barra Funda hub"),
        ("London Heathrow", "London Heathrow"),
        ("Lyon Saint-Exupéry", "Lyon Saint-Exupéry"),
        ("Athens, GR", "Athens, GR"),
        ("Tokyo Narita", "Tokyo Narita"),
        ("CDG", "CDG"),
        ("DKCPH", "DKCPH"),
        ("YUL-7", "YUL-7"),
        ("Terminal 2", "Terminal 2"),
        ("Copenhagen - Kastrup", "Copenhagen"),
        ("8000 Aarhus C", "Aarhus C"),
        ("Petersen", None),
        ("Jørgen Gårdsøe", None),
        ("Signed by Jackson", None),
        ("Door 4711", None),
    ],
)
def test_the_name_of_a_location_is_a_city_or_a_hub(text: str, hub: str | None) -> None:
    assert public_hub_name(text) == hub


@pytest.mark.parametrize("personal", personal_texts(), ids=lambda each: each.text)
def test_no_personal_text_passes_as_a_place(personal: PersonalText) -> None:
    assert personal.told_by(public_hub_name(personal.text) or "") == []


@pytest.mark.parametrize(
    ("text", "country"),
    [("Denmark", "Denmark"), ("DK", "DK"), ("DK-8000", "DK"), ("Petersen", None), ("8000", None), (None, None)],
)
def test_a_country_is_shown_without_a_number(text: str | None, country: str | None) -> None:
    assert public_country(text) == country


def test_a_city_is_found_in_any_spelling() -> None:
    assert all(map(is_city, ("København", "COPENHAGEN", "Saint-Denis", "Denmark")))
    assert not any(map(is_city, ("Petersen", "Gårdsøe", "", "C")))
