"""A name gets the position of the place that it means, and none if it may mean two places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.geocoding import PlaceName, country_code, find_places
from tracking_site.places.geometry import distance_km

COPENHAGEN, HEATHROW, NARITA = Coordinates(55.68, 12.57), Coordinates(51.47, -0.46), Coordinates(35.76, 140.39)
LEEDS, MONTREAL, LYON_AIRPORT = Coordinates(53.80, -1.55), Coordinates(45.50, -73.57), Coordinates(45.73, 5.08)


def route(*names: PlaceName, known: tuple[Coordinates, ...] = ()) -> tuple[Coordinates | None, ...]:
    return find_places(names, known)


def one(name: str, country: str | None = None) -> Coordinates | None:
    return route(PlaceName(name, country))[0]


def near(place: Coordinates | None, expected: Coordinates, km: float = 20) -> bool:
    return place is not None and distance_km(place, expected) < km


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Copenhagen", COPENHAGEN),
        ("COPENHAGEN", COPENHAGEN),
        ("  copenhagen ", COPENHAGEN),
        ("København", COPENHAGEN),
        ("KÖBENHAVN", COPENHAGEN),
        ("Kobenhavn K", COPENHAGEN),
        ("1620 København V", COPENHAGEN),
        ("Kopenhagen", COPENHAGEN),
        ("哥本哈根", COPENHAGEN),
        ("Copenhagen hub", COPENHAGEN),
        ("Terminal 2, Copenhagen", COPENHAGEN),
        ("Copenhagen, Denmark", COPENHAGEN),
        ("CPH", COPENHAGEN),
        ("DKCPH", COPENHAGEN),
        ("Copenhagen (CPH)", COPENHAGEN),
        ("København Kastrup", COPENHAGEN),
        ("London Heathrow", HEATHROW),
        ("LONDON HEATHROW AIRPORT", HEATHROW),
        ("LHR", HEATHROW),
        ("Tokyo Narita", NARITA),
        ("Lyon Saint-Exupéry", LYON_AIRPORT),
        ("lyon saint exupery", LYON_AIRPORT),
        ("Mumbai", Coordinates(19.07, 72.88)),
        ("東京", Coordinates(35.69, 139.69)),
        ("Kraków", Coordinates(50.06, 19.94)),
        ("Malmö", Coordinates(55.61, 13.00)),
    ],
)
def test_a_place_is_found_in_any_spelling(name: str, expected: Coordinates) -> None:
    assert near(one(name), expected)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "…",
        "x",
        "Springfield",
        "San José del",
        "West Brooklyn hub",
        "310 Bedford Avenue",
        "<script>Leeds</script>",
        "ZZZ",
        "CAN",
        "USA",
        "l" * 5000,
    ],
)
def test_a_text_that_is_no_place_or_may_be_two_gets_no_position(name: str) -> None:
    assert one(name) is None


def test_the_country_of_a_name_decides_between_places_of_that_name() -> None:
    assert near(one("Leeds", "UK"), LEEDS)
    assert near(one("Leeds", "United Kingdom"), LEEDS)
    assert near(one("Leeds", "GBR"), LEEDS)
    assert near(one("London", "CA"), Coordinates(42.98, -81.23))
    assert near(one("London, Canada"), Coordinates(42.98, -81.23))
    assert near(one("London", "GB"), Coordinates(51.51, -0.13))


def test_a_place_is_not_searched_outside_its_own_country() -> None:
    assert one("Yokohama", "DK") is None


def test_an_airport_code_counts_only_in_capital_letters() -> None:
    assert near(one("BLL"), Coordinates(55.74, 9.15))
    assert one("bll") is None


def test_a_code_that_is_also_the_name_of_a_city_needs_a_country() -> None:
    assert one("ULM") is None
    assert near(one("ULM", "DE"), Coordinates(48.40, 9.99))


def test_the_countries_of_the_ends_decide_between_places_on_the_route() -> None:
    assert one("Valencia") is None
    in_spain = route(PlaceName("Madrid", "ES"), PlaceName("Valencia"), PlaceName("Barcelona", "ES"))
    assert near(in_spain[1], Coordinates(39.47, -0.38))
    in_venezuela = route(PlaceName("Caracas", "VE"), PlaceName("Valencia"), PlaceName("Barquisimeto", "VE"))
    assert near(in_venezuela[1], Coordinates(10.16, -68.00))


def test_a_small_place_on_an_international_route_is_not_taken_for_a_large_one_elsewhere() -> None:
    assert route(PlaceName("Aarhus", "DK"), PlaceName("London"), PlaceName("Toronto", "CA"))[1] is None


def test_a_hub_in_a_third_country_is_route() -> None:
    positions = route(
        PlaceName("Aarhus C", "DK"), PlaceName("Billund"), PlaceName("Keflavík"), PlaceName("Toronto", "CA")
    )
    assert None not in positions
    assert near(positions[2], Coordinates(64.0, -22.56))


def test_without_countries_the_clear_places_of_the_route_decide_about_the_others() -> None:
    assert one("Hyderabad") is None
    assert near(route(PlaceName("Pune"), PlaceName("Hyderabad"))[1], Coordinates(17.38, 78.46))


def test_a_known_position_decides_between_places_of_the_same_name() -> None:
    assert one("Laval") is None
    assert near(route(PlaceName("Laval"), known=(MONTREAL,))[0], MONTREAL, km=30)
    assert route(PlaceName("Laval"), known=(NARITA,))[0] is None


def test_clear_places_nearby_decide_if_the_countries_do_not() -> None:
    positions = route(
        PlaceName("Berlin", "DE"),
        PlaceName("Paris"),
        PlaceName("Orléans"),
        PlaceName("Tours"),
        PlaceName("Lisboa", "PT"),
    )
    assert near(positions[2], Coordinates(47.90, 1.90))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DK", "DK"),
        ("dk", "DK"),
        ("UK", "GB"),
        ("DNK", "DK"),
        ("Denmark", "DK"),
        ("USA", "US"),
        ("united states", "US"),
        ("Atlantis", None),
        ("", None),
        (None, None),
    ],
)
def test_a_country_is_recognised_by_code_and_name(text: str | None, code: str | None) -> None:
    assert country_code(text) == code


@given(st.text(max_size=100), st.none() | st.text(max_size=20))
def test_no_text_makes_the_search_fail(name: str, country: str | None) -> None:
    place = one(name, country)
    assert place is None or (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180)
