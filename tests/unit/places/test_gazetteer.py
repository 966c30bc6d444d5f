"""The data file of cities: what a name and a country mean, and that it is small and read on first use."""

import subprocess
import sys
import time

import pytest

from tracking_site.domain.shipment import Coordinates
from tracking_site.places.gazetteer import CODE_MARK, FILE, Gazetteer, gazetteer
from tracking_site.places.geometry import distance_km


@pytest.mark.parametrize(
    ("name", "country", "position"),
    [
        ("kobenhavn", "DK", Coordinates(55.68, 12.57)),
        (CODE_MARK + "lhr", "GB", Coordinates(51.47, -0.46)),
        ("東京", "JP", Coordinates(35.69, 139.69)),
    ],
)
def test_a_name_has_its_places(name: str, country: str, position: Coordinates) -> None:
    (candidate,) = gazetteer().candidates(name)
    assert candidate.country == country
    assert distance_km(candidate.position, position) < 10
    assert candidate.people > 500_000


def test_a_name_that_several_places_share_has_all_of_them() -> None:
    assert {"GB", "CA"} <= {candidate.country for candidate in gazetteer().candidates("london")}


@pytest.mark.parametrize("name", ["", "a", "\t", "\n", "zzzzzz", "0", "\U0010ffff"])
def test_an_unknown_name_has_no_place(name: str) -> None:
    assert gazetteer().candidates(name) == ()


def test_the_first_and_the_last_name_of_the_file_are_found() -> None:
    places = gazetteer()
    lines = places._names.decode().splitlines()
    for line in (lines[0], lines[-1]):
        name, _, rows = line.partition("\t")
        assert len(places.candidates(name)) == len(rows.split(","))


@pytest.mark.parametrize(("name", "code"), [("dk", "DK"), ("dnk", "DK"), ("denmark", "DK"), ("uk", "GB"), ("x", None)])
def test_a_country_has_several_names(name: str, code: str | None) -> None:
    assert gazetteer().country(name) == code


def test_the_file_is_small_and_read_quickly_and_only_on_first_use() -> None:
    assert FILE.stat().st_size < 1_200_000
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        Gazetteer(FILE.read_bytes())
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.06
    unread = "import tracking_site.app, tracking_site.places.gazetteer as g; print(g.gazetteer.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", unread], capture_output=True, text=True, check=True).stdout == "0\n"
