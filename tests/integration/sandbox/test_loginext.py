"""The stand-in of LogiNext: orders with all their traps, positions, trips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.integration.sandbox.conftest import Clock, Login

MILE = "/loginext/ShipmentApp/mile/v1/shipment"
ONDEMAND = "/loginext/ShipmentApp/ondemand/v1/shipment"
STATUS = "/loginext/ShipmentApp/mile/v1/status"
POSITION = "/loginext/TrackingApp/mile/v1/track/lastlocation"
MILE_TRIP = "/loginext/TripApp/mile/v1/trip/get"
HAUL_TRIP = "/loginext/TripApp/haul/v1/trip/get"
HAUL_POSITION = "/loginext/TrackingApp/haul/v1/track/lastlocation"


@pytest.fixture
def session(login: Login) -> dict[str, str]:
    return login()


def get(client: FlaskClient, session: dict[str, str], url: str, **query: str) -> dict[str, Any]:
    return read(client.get(url, query_string=query, headers=session))


def post(client: FlaskClient, session: dict[str, str], url: str, names: list[str]) -> dict[str, Any]:
    return read(client.post(url, json=names, headers=session))


def read(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    assert found["status"] == 200
    assert found["hasError"] is bool(found.get("error"))
    return found


def test_get_order_answers_rows_of_other_orders_too(client: FlaskClient, session: dict[str, str]) -> None:
    rows = get(client, session, MILE, order_no="GR432U5")["data"]
    assert [row["orderNo"] for row in rows] == ["GR432U5", "GR432U51", "GR432U52"]
    others = get(client, session, MILE, order_no="GR432")["data"]
    assert others == rows


def test_an_order_can_have_two_legs(client: FlaskClient, session: dict[str, str]) -> None:
    legs = get(client, session, MILE, order_no="NW-10255")["data"]
    assert [(leg["shipmentOrderTypeCd"], leg["status"]) for leg in legs] == [
        ("PICKUP", "DELIVERED"),
        ("DELIVER", "INTRANSIT"),
    ]
    assert legs[0]["referenceId"] != legs[1]["referenceId"]
    assert legs[0]["deliverCheckOutTime"] < legs[1]["shipmentOrderDt"] + 3_600_000


def test_an_order_of_the_later_edition_has_time_zones_and_no_waybill(
    client: FlaskClient, session: dict[str, str]
) -> None:
    [row] = get(client, session, MILE, order_no="NW-20418")["data"]
    assert row["startTimeWindowTZ"] == "America/New_York"
    assert {"deliverEta", "destinationLatitude", "destinationLongitude", "serviceType"} <= set(row)
    assert "awbNumber" not in row
    [older] = get(client, session, MILE, order_no="NW-10231")["data"]
    assert not [name for name in older if name.endswith("TZ")]


def test_an_order_on_its_way_back_says_so(client: FlaskClient, session: dict[str, str]) -> None:
    [row] = get(client, session, MILE, order_no="NW-10240")["data"]
    assert (row["orderState"], row["status"]) == ("REVERSE", "DELIVERED")


def test_times_are_milliseconds_since_1970(client: FlaskClient, clock: Clock, session: dict[str, str]) -> None:
    row = get(client, session, MILE, order_no="KL-5501")["data"][0]
    assert row["deliverCheckOutTime"] == (int(clock.now.timestamp()) - 2 * 3600) * 1000


def test_an_odd_number_is_found_once_it_is_encoded(client: FlaskClient, session: dict[str, str]) -> None:
    answer = client.get(f"{MILE}?order_no=A%26B%20%231%2F%C3%BC", headers=session)
    assert [row["orderNo"] for row in read(answer)["data"]] == ["A&B #1/ü"]


def test_an_unknown_order_is_an_empty_list_at_mile_and_null_at_ondemand(
    client: FlaskClient, session: dict[str, str]
) -> None:
    assert get(client, session, MILE, order_no="nowhere")["data"] == []
    assert get(client, session, ONDEMAND, order_no="nowhere")["data"] is None


def test_each_product_has_orders_of_its_own(client: FlaskClient, session: dict[str, str]) -> None:
    assert get(client, session, MILE, order_no="LN01234567")["data"] == []
    by_get = get(client, session, ONDEMAND, order_no="LN01234567")
    by_put = client.put(ONDEMAND, query_string={"order_no": "LN01234567"}, headers=session)
    assert by_get["data"][0]["status"] == "ORDER ACCEPTED"
    assert read(by_put) == by_get


def test_orders_are_listed_by_range_and_status(client: FlaskClient, session: dict[str, str]) -> None:
    range_ = {"start_date": "2026-11-23 00:00:00", "end_date": "2026-11-24 23:59:59"}
    everything = get(client, session, MILE, **range_, status="ALL")["data"]
    cancelled = get(client, session, MILE, **range_, status="CANCELLED")["data"]
    assert {row["orderNo"] for row in everything} > {"GR432U5", "NW-10231"}
    assert "DXB-88120" not in {row["orderNo"] for row in everything}
    assert [row["orderNo"] for row in cancelled] == []
    earlier = get(client, session, MILE, start_date="2026-11-20 00:00:00", end_date="2026-11-23 00:00:00")["data"]
    assert "DXB-88124" in {row["orderNo"] for row in earlier}


@pytest.mark.parametrize("query", [{}, {"start_date": "2026-11-23 00:00:00"}, {"start_date": "x", "end_date": "y"}])
def test_orders_without_a_number_need_a_range(
    client: FlaskClient, session: dict[str, str], query: dict[str, str]
) -> None:
    assert client.get(MILE, query_string=query, headers=session).status_code == 400


def test_an_order_is_found_by_its_reference_too(client: FlaskClient, session: dict[str, str]) -> None:
    [row] = get(client, session, MILE, order_no="NW-10231")["data"]
    assert get(client, session, MILE, orderReferenceId=row["referenceId"])["data"] == [row]


def test_statuses_are_answered_by_reference(client: FlaskClient, session: dict[str, str]) -> None:
    [row] = get(client, session, MILE, order_no="MB-3302")["data"]
    answer = post(client, session, STATUS, [row["referenceId"], "nowhere"])
    assert answer["data"] == [{"state": "FORWARD", "status": "NOTDELIVERED", "referenceId": row["referenceId"]}]
    assert answer["error"] == {"1": "nowhere"}


def test_positions_have_no_time_and_an_order_of_their_own(client: FlaskClient, session: dict[str, str]) -> None:
    rows = get(client, session, MILE, order_no="GR432U5")["data"]
    rows += get(client, session, MILE, order_no="NW-20418")["data"]
    references = [row["referenceId"] for row in rows]
    answers = [
        get(client, session, POSITION, shipmentReferences=",".join(order))["data"]
        for order in (references, references[::-1])
    ]
    assert answers[0] == answers[1]
    assert all(set(position) == {"lat", "lng", "shipmentReference"} for position in answers[0])
    # The third of them is delivered, and nobody is under way with it.
    assert {position["shipmentReference"] for position in answers[0]} == {
        references[0],
        references[1],
        references[3],
    }


def test_one_position_is_the_one_that_is_none(client: FlaskClient, session: dict[str, str]) -> None:
    [row] = get(client, session, MILE, order_no="KL-5520")["data"]
    [position] = get(client, session, POSITION, shipmentReferences=row["referenceId"])["data"]
    assert (position["lat"], position["lng"]) == (0, 0)


def test_positions_are_asked_for_twenty_at_a_time(client: FlaskClient, session: dict[str, str]) -> None:
    assert get(client, session, POSITION, shipmentReferences=",".join(["x"] * 20))["data"] == []
    for references in ("", ",".join(["x"] * 21)):
        answer = client.get(POSITION, query_string={"shipmentReferences": references}, headers=session)
        assert answer.status_code == 400


def test_a_mile_trip_holds_other_recipients_orders(client: FlaskClient, session: dict[str, str]) -> None:
    [row] = [row for row in get(client, session, MILE, order_no="GR432U5")["data"] if row["orderNo"] == "GR432U5"]
    trip = get(client, session, MILE_TRIP, tripname=row["tripName"])["data"]
    mine = [stop for stop in trip["orderDetails"] if stop["referenceId"] == row["referenceId"]]
    assert [stop["orderSequence"] for stop in mine] == [row["orderSequence"]]
    open_before = [
        stop
        for stop in trip["orderDetails"]
        if stop["orderSequence"] < row["orderSequence"] and stop["status"] == "INTRANSIT"
    ]
    assert len(open_before) == 3
    assert get(client, session, MILE_TRIP, referenceId=trip["referenceId"])["data"] == trip


def test_mile_trips_write_their_times_in_two_ways(client: FlaskClient, session: dict[str, str]) -> None:
    times = [
        get(client, session, MILE_TRIP, tripname=name)["data"]["orderDetails"][0]["revisedStartTime"]
        for name in ("TRIP-84", "TRIP-91")
    ]
    assert times == ["2026-11-23 13:20:30", "2026-11-23T13:20:30Z"]


def test_an_unknown_mile_trip_is_an_error_in_a_200(client: FlaskClient, session: dict[str, str]) -> None:
    answer = get(client, session, MILE_TRIP, tripname="TRIP-0")
    assert answer["data"] is None
    assert answer["error"] == {"0": "TRIP-0"}
    assert client.get(MILE_TRIP, headers=session).status_code == 400


def test_haul_trips_are_found_by_name_and_by_reference(client: FlaskClient, session: dict[str, str]) -> None:
    [trip] = post(client, session, HAUL_TRIP, ["Mumbai / Delhi night 7"])["data"]
    assert trip["tripStatus"] == "STARTED"
    assert trip["tripStartDt"] == "2026-11-23 12:20:30"
    assert post(client, session, HAUL_TRIP, [trip["referenceId"]])["data"] == [trip]


def test_unknown_haul_trips_are_named_by_their_place(client: FlaskClient, session: dict[str, str]) -> None:
    answer = post(client, session, HAUL_TRIP, ["no", "CNN-NAG-12221", "neither"])
    assert [trip["tripName"] for trip in answer["data"]] == ["CNN-NAG-12221"]
    assert answer["error"] == {"0": "no", "2": "neither"}
    assert post(client, session, HAUL_TRIP, ["no"])["data"] == []


def test_positions_of_haul_trips_have_an_address_where_asked(client: FlaskClient, session: dict[str, str]) -> None:
    with_address = post(client, session, f"{HAUL_POSITION}?address=true", ["Mum-AMD 0412"])["data"]
    assert with_address == [
        {
            "lat": 21.1702,
            "lng": 72.8311,
            "eta": "2026-11-23 18:50:30",
            "lastTrackedAt": "2026-11-23 14:14:30",
            "address": "NH 48, Surat, Gujarat",
        }
    ]
    without = post(client, session, HAUL_POSITION, ["Mum-AMD 0412", "CNN-NAG-12221"])
    assert "address" not in without["data"][0]
    assert without["error"] == {"1": "CNN-NAG-12221"}


@pytest.mark.parametrize("url", [STATUS, HAUL_TRIP, HAUL_POSITION])
@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'"name"'])
def test_a_list_of_names_is_expected(client: FlaskClient, session: dict[str, str], url: str, body: bytes) -> None:
    answer = client.post(url, data=body, content_type="application/json", headers=session)
    assert answer.status_code == 400
