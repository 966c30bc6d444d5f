"""The last location in words, and as links that open a map."""

from dataclasses import replace

from tests.support.page_fixtures import ORDER, local, view
from tracking_site.domain.shipment import Coordinates, Location


def test_the_last_location_opens_in_a_map() -> None:
    seen = Location(None, Coordinates(40.74, -73.99), local(26, 11, 50))
    found = view(replace(ORDER, last_location=seen)).location
    assert found is not None
    assert (found.text, found.time) == ("Position of the vehicle", "Seen there: today, 11:50")
    assert found.today_pattern is None, "a later check does not make the position newer"
    assert found.geo == "geo:40.74,-73.99"
    assert found.map == "https://www.openstreetmap.org/?mlat=40.74&mlon=-73.99#map=14/40.74/-73.99"


def test_a_location_without_a_time_says_when_it_was_asked_for() -> None:
    found = view(replace(ORDER, last_location=Location("West Brooklyn"))).location
    assert found is not None
    assert (found.text, found.geo, found.map) == ("West Brooklyn", None, None)
    assert found.time == "Asked for: today, 12:00. The carrier does not say how old the position is."
    assert found.today_pattern == "Asked for: today, {}. The carrier does not say how old the position is."


def test_a_shipment_without_a_location_shows_none() -> None:
    assert view().location is None
