"""What a page shows of Leaps' free texts, times and addresses, over the carrier's real HTTP."""

import json
from typing import Any

import pytest

from tests.support.page_rules import elements, words_of
from tests.support.sites import ALL, Open, Site

NUMBER = "10482203"
OFFICE = {"name": "MegaCorp", "addr1": "12 Whitehall Place", "postcode": "SW1A 2AA", "city": "London", "country": "GB"}
Row = tuple[int, str, str, str]


def answer(site: Site, messages: list[Row], status: str = "Confirmed", **booking: Any) -> None:
    """Let the installation answer with a booking and its messages: number, date, time and text of each."""
    shipment = {"slino": NUMBER, "status": status, "date": "2026-10-01", "time": "08:00:00", "receiver": OFFICE}
    rows = [
        {"id": number, "slino": NUMBER, "date": day, "time": clock, "description": text}
        for number, day, clock, text in messages
    ]
    results = [{"status": 1, "shipment": shipment | booking}, {"status": 1, "statusmessages": rows}]
    body = json.dumps({"status": 1, "msg": "OK", "results": results})
    site.sandbox.fault("leaps.geodis", body=body, headers={"Content-Type": "application/json"})


def shown(site: Site) -> dict[str, Any]:
    response = site.visitor.get("/api/v1/shipment", {"slino": NUMBER, "account": "geodis"})
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.get_json()["shipment"]
    return content


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Delivered to GLS depot", "in_transit"),
        ("Delivered to handling agent", "in_transit"),
        ("Delivered 1 of 2 pcs", "partially_delivered"),
        ("Delivered back to sender", "returned"),
        ("Shipment was delivered to airline", "in_transit"),
        ("Delivered with a xylophone", "unknown"),
        ("Not delivered", "unknown"),
    ],
)
def test_a_delivery_to_somebody_else_or_of_a_part_is_none_to_the_recipient(
    open_fresh: Open, text: str, status: str
) -> None:
    site = open_fresh()
    answer(site, [(1, "2026-11-24", "09:00:00", text)])
    content = shown(site)
    assert [content["events"][0]["status"], content["status"]] == [status, "info_received"]
    assert content["delivered_at"] is None


@pytest.mark.parametrize(
    "text", ["Delivered", "Delivered 2 of 2 pcs", "Delivered to consignee at 09:00", "Delivered to MEGACORP"]
)
def test_a_delivery_to_the_recipient_delivers_a_confirmed_booking(open_fresh: Open, text: str) -> None:
    site = open_fresh()
    answer(site, [(1, "2026-11-24", "09:00:00", text), (2, "2026-11-24", "08:00:00", "Delivered to depot")])
    content = shown(site)
    assert (content["status"], content["delivered_at"]) == ("delivered", "2026-11-24T08:00:00Z")


def test_messages_of_the_doubled_hour_stand_by_their_running_numbers(open_fresh: Open) -> None:
    """02:15 was written after 02:45: the clock had been put back in between."""
    site = open_fresh()
    answer(site, [(11, "2026-10-25", "02:45:00", "Arrived"), (12, "2026-10-25", "02:15:00", "Departed")], "In transit")
    told = [(event["description"], event["time"]) for event in shown(site)["events"][:2]]
    assert told == [("Departed", "2026-10-25T01:15:00Z"), ("Arrived", "2026-10-25T00:45:00Z")]


def test_messages_of_one_minute_stand_by_their_steps_and_then_by_their_running_numbers(open_fresh: Open) -> None:
    site = open_fresh()
    minute = ("2026-11-24", "09:00:00")
    answer(
        site,
        [
            (4, *minute, "Out for delivery"),
            (6, *minute, "Departed"),
            (5, *minute, "Arrived"),
            (7, "2026-11-24", "", "Delivered"),
        ],
        "Delivered",
    )
    told = [event["description"] for event in shown(site)["events"][:4]]
    assert told == ["Delivered", "Out for delivery", "Departed", "Arrived"]


def test_an_order_that_was_collected_and_sent_out_at_the_same_minute_is_out_for_delivery_on_top(
    open_fresh: Open,
) -> None:
    site = open_fresh()
    sample = next(each for each in ALL if each.query.get("ordno") == "GR432U5")
    response = site.visitor.get("/api/v1/shipment", sample.query)
    events = response.get_json()["shipment"]["events"]
    out, collected = events[0], events[1]
    assert (out["status"], collected["status"]) == ("out_for_delivery", "picked_up")
    assert out["time"] == collected["time"], "the sample has both at the same minute"
    entries = [words_of(entry) for entry in elements(site.visitor.get("/track", sample.query).text, "li")]
    titles = [next((title for title in ("Out for delivery", "Collected") if title in entry), "") for entry in entries]
    assert [title for title in titles if title][-2:] == ["Out for delivery", "Collected"]


def delivery(**fields: str) -> dict[str, str]:
    return {"name": "", "addr1": "", "postcode": "", "city": "", "country": "GB"} | fields


def verify(site: Site, postcode: str) -> int:
    body = {"slino": NUMBER, "account": "geodis", "postcode": postcode}
    return site.visitor.raw("POST", "/api/v1/verification", json=body).status_code


def test_the_deliverys_own_postcode_proves_the_recipient_and_not_that_of_the_office(open_fresh: Open) -> None:
    site = open_fresh()
    answer(site, [], "In transit", delivery=delivery(postcode="CF10 4PZ", city="Cardiff"))
    assert "verify" in shown(site)["actions"]
    assert verify(site, "SW1A 2AA") == 403
    assert verify(site, "CF10 4PZ") == 200


def test_a_delivery_to_a_town_without_a_postcode_cannot_be_proven_by_the_offices(open_fresh: Open) -> None:
    site = open_fresh()
    answer(site, [], "In transit", delivery=delivery(postcode="0", city="Cardiff"))
    assert "verify" not in shown(site)["actions"]
    assert verify(site, "SW1A 2AA") != 200
    assert verify(site, "0") != 200


@pytest.mark.parametrize("fields", [{}, {"name": "0", "addr1": "-", "postcode": "0000", "city": " "}])
def test_an_empty_delivery_address_with_a_country_is_the_receivers(open_fresh: Open, fields: dict[str, str]) -> None:
    site = open_fresh()
    answer(site, [], "In transit", delivery=delivery(**fields))
    assert "verify" in shown(site)["actions"]
    assert verify(site, "SW1A 2AA") == 200
