"""A Haul trip as visitors see it: the latest of several rows and places, and no status that nobody told."""

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.support.sites import Open, Site

NAME = "Mum-DEL"
NOW = datetime.now(UTC).replace(microsecond=0)


def ago(**amount: float) -> str:
    return (NOW - timedelta(**amount)).strftime("%Y-%m-%d %H:%M:%S")


def row(**fields: Any) -> dict[str, Any]:
    return {"tripName": NAME, "origin": "Mumbai", "destination": "Delhi", **fields}


PLANNED = row(tripStatus="NOTSTARTED", vehicleReportingTime=ago(hours=9))
STARTED = row(tripStatus="STARTED", tripStartDt=ago(hours=8), tracking=ago(hours=3))
ENDED = row(tripStatus="ENDED", tripStartDt=ago(hours=8), tripEndDt=ago(hours=1), tracking=ago(hours=2))
LAST_WEEK = row(tripStatus="ENDED", tripStartDt=ago(days=8), tripEndDt=ago(days=7))
UNFINISHED = row(tripStatus="STARTED", tripStartDt=ago(days=5))
TOMORROW = row(tripStatus="NOTSTARTED", vehicleReportingTime=ago(days=-1))


def shipment(open_fresh: Open, trips: list[dict[str, Any]], places: list[dict[str, Any]] | None = None) -> Any:
    site: Site = open_fresh()
    for name, data in (("trip", trips), ("location", places or [])):
        body = json.dumps({"status": 200, "message": "SUCCESS", "data": data, "hasError": False})
        site.sandbox.fault(f"loginext.haul.{name}", status=200, body=body)
    assert site.visitor.get("/track", {"tripname": NAME}).status_code == 200
    return site.visitor.get("/api/v1/shipment", {"tripname": NAME}).get_json()["shipment"]


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ((PLANNED, STARTED, ENDED), "delivered"),
        ((PLANNED, STARTED), "in_transit"),
        ((LAST_WEEK, STARTED), "in_transit"),
        ((UNFINISHED, ENDED), "delivered"),
        ((LAST_WEEK, TOMORROW), "info_received"),
        ((STARTED, TOMORROW), "in_transit"),
    ],
    ids=["ended", "started", "after an older run", "after one that never ended", "next run planned", "still under way"],
)
def test_the_latest_of_several_rows_is_shown_whatever_their_order(
    open_fresh: Open, rows: tuple[dict[str, Any], ...], status: str
) -> None:
    found = {shipment(open_fresh, list(order))["status"] for order in permutations(rows)}
    assert found == {status}


def test_the_latest_of_several_places_is_shown_whatever_their_order(open_fresh: Open) -> None:
    places = [{"lat": 18 + hours, "lng": 72, "lastTrackedAt": ago(hours=hours)} for hours in (5, 1, 3)]
    places.append({"lat": 0, "lng": 0, "lastTrackedAt": ago(hours=0)})
    for order in permutations(places):
        assert shipment(open_fresh, [STARTED], list(order))["last_location"]["latitude"] == 19


def test_the_trips_own_place_is_shown_where_it_is_the_later_one(open_fresh: Open) -> None:
    trip = {**STARTED, "lastTrackedLatitude": 21.5, "lastTrackedLongitude": 73.5}
    older = {"lat": 18, "lng": 72, "lastTrackedAt": ago(hours=4)}
    newer = {"lat": 18, "lng": 72, "lastTrackedAt": ago(hours=2)}
    assert shipment(open_fresh, [trip], [older])["last_location"]["latitude"] == 21.5
    assert shipment(open_fresh, [trip], [newer])["last_location"]["latitude"] == 18


@pytest.mark.parametrize("word", [{}, {"tripStatus": None}, {"tripStatus": ""}, {"tripStatus": "  "}], ids=str)
def test_a_trip_without_a_status_is_unknown_unless_its_times_tell(open_fresh: Open, word: dict[str, Any]) -> None:
    times = {
        "unknown": {"vehicleReportingTime": ago(hours=-5), "eta": ago(hours=-9)},
        "in_transit": {"tripStartDt": ago(hours=2)},
        "delivered": {"tripStartDt": ago(hours=2), "tripEndDt": ago(hours=1)},
    }
    for status, fields in times.items():
        found = shipment(open_fresh, [row(**word, **fields)])
        assert (found["status"], found["carrier_status"]) == (status, None)
        assert all(event["time"] <= NOW.isoformat() for event in found["events"]), "nothing that lies ahead is told"
