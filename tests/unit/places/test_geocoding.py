"""Which place a name means, and that a name that may mean two is left out."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.gazetteer import FILE, Gazetteer
from tracking_site.places.geocoding import Sought, country_code, find_places
from tracking_site.places.geometry import distance_km

COPENHAGEN, HEATHROW, NARITA = Coordinates(55.68, 12.57), Coordinates(51.47, -0.46), Coordinates(35.76, 140.39)
LEEDS, MONTREAL, LYON_AIRPORT = Coordinates(53.80, -1.55), Coordinates(45.50, -73.57), Coordinates(45.73, 5.08)


def found(*sought: Sought, seen: tuple[Coordinates, ...] = ()) -> tuple[Coordinates | None, ...]:
    return find_places(sought, seen)


def one(name: str, country: str | None = None) -> Coordinates | None:
    return found(Sought(name, country))[0]


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
def test_a_place_is_found_however_it_is_spelt(name: str, expected: Coordinates) -> None:
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
def test_what_is_no_place_or_may_be_two_is_left_out(name: str) -> None:
    assert one(name) is None


def test_an_ends_own_country_tells_namesakes_apart() -> None:
    assert near(one("Leeds", "UK"), LEEDS)
    assert near(one("Leeds", "United Kingdom"), LEEDS)
    assert near(one("Leeds", "GBR"), LEEDS)
    assert near(one("London", "CA"), Coordinates(42.98, -81.23))
    assert near(one("London, Canada"), Coordinates(42.98, -81.23))
    assert near(one("London", "GB"), Coordinates(51.51, -0.13))


def test_a_place_is_never_looked_for_outside_of_its_own_country() -> None:
    assert one("Yokohama", "DK") is None


def test_a_code_is_one_only_where_it_is_written_as_one() -> None:
    assert near(one("BLL"), Coordinates(55.74, 9.15))
    assert one("bll") is None


def test_a_code_that_is_also_a_citys_name_is_left_out_or_told_by_the_country() -> None:
    assert one("ULM") is None
    assert near(one("ULM", "DE"), Coordinates(48.40, 9.99))


def test_the_countries_of_the_way_tell_namesakes_between_its_ends_apart() -> None:
    assert one("Valencia") is None
    in_spain = found(Sought("Madrid", "ES"), Sought("Valencia"), Sought("Barcelona", "ES"))
    assert near(in_spain[1], Coordinates(39.47, -0.38))
    in_venezuela = found(Sought("Caracas", "VE"), Sought("Valencia"), Sought("Barquisimeto", "VE"))
    assert near(in_venezuela[1], Coordinates(10.16, -68.00))


def test_a_small_place_on_the_way_does_not_stand_for_its_great_namesake_elsewhere() -> None:
    assert found(Sought("Aarhus", "DK"), Sought("London"), Sought("Toronto", "CA"))[1] is None


def test_a_hub_in_a_third_country_is_found() -> None:
    way = found(Sought("Aarhus C", "DK"), Sought("Billund"), Sought("Keflavík"), Sought("Toronto", "CA"))
    assert None not in way
    assert near(way[2], Coordinates(64.0, -22.56))


def test_without_countries_the_clear_places_of_the_way_tell_the_others() -> None:
    assert one("Hyderabad") is None
    assert near(found(Sought("Pune"), Sought("Hyderabad"))[1], Coordinates(17.38, 78.46))


def test_a_position_that_was_seen_tells_which_namesake_is_meant() -> None:
    assert one("Laval") is None
    assert near(found(Sought("Laval"), seen=(MONTREAL,))[0], MONTREAL, km=30)
    assert found(Sought("Laval"), seen=(NARITA,))[0] is None


def test_neighbours_on_the_way_tell_what_the_countries_do_not() -> None:
    way = found(Sought("Berlin", "DE"), Sought("Paris"), Sought("Orléans"), Sought("Tours"), Sought("Lisboa", "PT"))
    assert near(way[2], Coordinates(47.90, 1.90))


@pytest.mark.parametrize(
    ("written", "code"),
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
def test_countries_are_known_by_code_and_name(written: str | None, code: str | None) -> None:
    assert country_code(written) == code


@given(st.text(max_size=100), st.none() | st.text(max_size=20))
def test_no_name_breaks_the_search(name: str, country: str | None) -> None:
    place = one(name, country)
    assert place is None or (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180)


def test_the_file_is_small_and_read_quickly_and_only_when_it_is_needed() -> None:
    assert FILE.stat().st_size < 1_200_000
    took = []
    for _ in range(3):
        began = time.perf_counter()
        Gazetteer(FILE.read_bytes())
        took.append(time.perf_counter() - began)
    assert min(took) < 0.06
    unread = "import tracking_site.app, tracking_site.places.gazetteer as g; print(g.gazetteer.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", unread], capture_output=True, text=True, check=True).stdout == "0\n"
