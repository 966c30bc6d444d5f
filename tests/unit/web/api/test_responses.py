"""The JSON of a shipment has the names, types and forms that the contract gives it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import (
    Coordinates,
    DeliveryWindow,
    Location,
    Milestone,
    PersonalData,
    Place,
    PromisedBy,
    References,
    Shipment,
    SmsNotifications,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.api.responses import encode, references_body, shipment_body
from tracking_site.web.i18n.languages import language

ASKED = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "GR432U5"))
OUT = Shipment(
    carrier="loginext",
    account="mile",
    carrier_name="LogiNext",
    references=References(order_number="GR432U5", awb_number="435-16685675"),
    status=Status.OUT_FOR_DELIVERY,
    carrier_status="INTRANSIT",
    events=(
        TrackingEvent(
            datetime(2026, 11, 23, 14, 0, 0, 5, tzinfo=UTC),
            Status.OUT_FOR_DELIVERY,
            "Out for delivery",
            location=Location("West Brooklyn", Coordinates(40.76, -73.97)),
        ),
    ),
    last_location=Location(None, Coordinates(40.74, -73.99), datetime(2026, 11, 23, 14, 20, tzinfo=UTC)),
    estimated_delivery=DeliveryWindow(datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)),
)
FETCHED = datetime(2026, 11, 23, 14, 21, 7, 999, tzinfo=UTC)
# The sample of the contract, section 4, but for what the viewer can do.
CONTRACT = json.loads("""
{
  "shipment": {
    "carrier": "loginext",
    "account": "mile",
    "carrier_name": "LogiNext",
    "references": {"order_number": "GR432U5", "awb_number": "435-16685675"},
    "status": "out_for_delivery",
    "carrier_status": "INTRANSIT",
    "events": [
      {"time": "2026-11-23T14:00:00Z", "status": "out_for_delivery", "description": "Out for delivery", "location": {"name": "West Brooklyn", "latitude": 40.76, "longitude": -73.97}}
    ],
    "last_location": {"name": null, "latitude": 40.74, "longitude": -73.99, "time": "2026-11-23T14:20:00Z"},
    "estimated_delivery": {"earliest": "2026-11-23T14:00:00Z", "latest": "2026-11-23T17:00:00Z"},
    "promised_delivery": null,
    "overdue": false,
    "delivered_at": null,
    "stops_before": null,
    "sms_notifications": null
  },
  "verified": false,
  "fetched_at": "2026-11-23T14:21:07Z",
  "stale": false
}
""")


def payload(shipment: Shipment, *, verified: bool = False, stale: bool = False, tag: str = "en") -> dict[str, Any]:
    found = LookupResult(ASKED, TrackingResult(shipment, FETCHED, stale), verified)
    body = shipment_body(found, language(tag).words.gettext)
    written: dict[str, Any] = json.loads(encode(body))
    assert written == json.loads(json.dumps(msgspec.to_builtins(body), allow_nan=False))
    return written


def content(**changes: object) -> dict[str, Any]:
    shipment: dict[str, Any] = payload(replace(OUT, **changes))["shipment"]  # type: ignore[arg-type]
    return shipment


def test_a_shipment_is_written_as_in_the_contract() -> None:
    written = payload(OUT)
    assert {name: value for name, value in written.items() if name != "shipment"} == {
        name: value for name, value in CONTRACT.items() if name != "shipment"
    }
    assert CONTRACT["shipment"].items() <= written["shipment"].items()
    assert isinstance(written["shipment"]["actions"], list)


def test_every_field_is_there_when_nothing_is_known() -> None:
    bare = payload(Shipment("leaps", "geodis", "GEODIS", References(), Status.UNKNOWN))
    assert set(bare["shipment"]) == set(payload(OUT)["shipment"])
    assert bare["shipment"]["references"] == {}
    assert bare["shipment"]["events"] == []
    for name in ("carrier_status", "last_location", "estimated_delivery", "delivered_at", "stops_before"):
        assert bare["shipment"][name] is None


def test_verified_and_stale_are_told_as_they_are() -> None:
    written = payload(OUT, verified=True, stale=True)
    assert (written["verified"], written["stale"]) == (True, True)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_written_as_its_code(status: Status) -> None:
    assert content(status=status)["status"] == status.value


def test_only_the_numbers_that_apply_are_written() -> None:
    every = References(job_id="1", sli_number="2", order_number="3", trip_name="4")
    assert msgspec.to_builtins(references_body(every)) == {
        "job_id": "1",
        "sli_number": "2",
        "order_number": "3",
        "trip_name": "4",
    }
    assert msgspec.to_builtins(references_body(References(sli_number="2"))) == {"sli_number": "2"}


def test_a_date_without_a_time_of_day_stays_a_date() -> None:
    day = date(2026, 11, 27)
    written = content(
        estimated_delivery=DeliveryWindow(day, None), delivered_at=day, events=(TrackingEvent(day, Status.PENDING),)
    )
    assert written["estimated_delivery"] == {"earliest": "2026-11-27", "latest": None}
    assert written["delivered_at"] == "2026-11-27"
    assert written["events"][0]["time"] == "2026-11-27"


def test_an_event_without_a_time_or_a_place_has_null_there() -> None:
    (event,) = content(events=(TrackingEvent(None, Status.DELIVERED, "Left at the door"),))["events"]
    assert event == {"time": None, "status": "delivered", "description": "Left at the door", "location": None}


def test_a_place_by_name_alone_has_no_position() -> None:
    (event,) = content(events=(TrackingEvent(None, Status.PENDING, "x", location=Location("Hub")),))["events"]
    assert event["location"] == {"name": "Hub", "latitude": None, "longitude": None}


def test_an_event_without_the_carriers_words_is_told_in_the_sites_and_the_readers_language() -> None:
    events = (
        TrackingEvent(None, Status.IN_TRANSIT, "Carrier's own", Milestone.COLLECTED),
        TrackingEvent(None, Status.IN_TRANSIT, None, Milestone.COLLECTED),
        TrackingEvent(None, Status.DELIVERED),
    )
    for tag in ("en", "fr"):
        say = language(tag).words.gettext
        written = payload(replace(OUT, events=events), tag=tag)["shipment"]["events"]
        assert [event["description"] for event in written] == ["Carrier's own", say("Collected"), say("Delivered")]


def test_sms_notifications_are_two_flags() -> None:
    written = content(sms_notifications=SmsNotifications(job=True, client=False))
    assert written["sms_notifications"] == {"job": True, "client": False}


def test_what_goes_beyond_the_contract_is_written_too() -> None:
    written = content(
        promised_by=PromisedBy(FETCHED, datetime(2026, 11, 22, tzinfo=UTC)),
        attempts=2,
        merchant="Boréal",
        provider="Nord",
        origin=Place("Montréal", "CA"),
        destination=Place("Laval"),
    )
    assert written["deadline"] == {"time": "2026-11-23T14:21:07Z", "original": "2026-11-22T00:00:00Z"}
    assert (written["attempts"], written["merchant"], written["provider"]) == (2, "Boréal", "Nord")
    assert (written["origin"], written["destination"]) == (
        {"name": "Montréal", "country": "CA"},
        {"name": "Laval", "country": None},
    )


def test_a_delay_is_written_in_minutes_and_a_pick_up_point_as_true_and_neither_otherwise() -> None:
    written = content(delay=timedelta(minutes=35, seconds=20), awaits_collection=True)
    assert (written["delayed_by_minutes"], written["awaits_collection"]) == (35, True)
    assert content(delay=timedelta())["delayed_by_minutes"] == 0
    for plain in (content(), content(status=Status.DELIVERED, delay=timedelta(), awaits_collection=True)):
        assert not {"delayed_by_minutes", "awaits_collection"} & set(plain)


def test_the_promise_is_written_beside_the_estimate() -> None:
    promised = DeliveryWindow(datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC))
    written = content(promised_delivery=promised)
    assert written["promised_delivery"] == {"earliest": "2026-11-23T14:00:00Z", "latest": "2026-11-23T17:00:00Z"}


def test_the_recipient_is_in_no_payload() -> None:
    personal = PersonalData("Maude", ("rue Untel",), "H4C 2C9", "Sonner", "Óscar", words=frozenset({"+1 514"}))
    written = json.dumps(payload(replace(OUT, personal=personal), verified=True), ensure_ascii=False)
    assert not any(word in written for word in ("Maude", "Untel", "H4C", "Sonner", "Óscar", "514"))
