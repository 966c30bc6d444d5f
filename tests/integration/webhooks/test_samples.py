"""Every sample of LogiNext's documentation, of both editions, as what it tells; and bodies that nobody sends."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.carriers.loginext.webhook_body import parse_body
from tracking_site.carriers.loginext.webhooks import kind_of, updates_in
from tracking_site.carriers.parsing import Unreadable, UnsafePayload
from tracking_site.domain.recorded_history import ArrivalEstimate, WebhookUpdate
from tracking_site.domain.shipment import DeliveryWindow, Milestone, Status
from tracking_site_sandbox.loginext.webhooks import as_form, as_json, as_xml

SAMPLES = Path(__file__).resolve().parents[2] / "fixtures" / "webhooks"
ZONE = ZoneInfo("UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


StoredEvent = tuple[str, Status, Milestone, datetime | None]
TELLS: dict[str, list[StoredEvent | str]] = {
    "create-order": [("TestOrder", Status.INFO_RECEIVED, Milestone.PLACED, at("2016-07-01 03:05:08"))],
    "update-order": ["P_Aetos1"],
    "accept-order": [("TestOrder", Status.INFO_RECEIVED, Milestone.DRIVER_ASSIGNED, at("2016-06-30 19:43:07"))],
    "reject-order": ["TestOrder"],
    "cancel-order": [("Order001", Status.CANCELLED, Milestone.CANCELLED, at("2016-12-05 12:59:16"))],
    "load-items": [("TestOrderNo", Status.INFO_RECEIVED, Milestone.LOADED, None)],
    "load-complete": [
        (number, Status.INFO_RECEIVED, Milestone.LOADED, at("2016-07-01 09:13:00"))
        for number in ("TestOrder1", "TestOrder2")
    ],
    "delivered": [("Order001", Status.DELIVERED, Milestone.DELIVERED, at("2016-11-19 06:11:27"))],
    "partially-delivered": [
        ("145129097", Status.PARTIALLY_DELIVERED, Milestone.PARTIALLY_DELIVERED, at("2016-11-19 06:14:34"))
    ],
    "not-delivered": [("Order001", Status.ATTEMPT_FAILED, Milestone.NOT_DELIVERED, at("2016-11-19 06:10:32"))],
    "pickedup": [("Order001", Status.PICKED_UP, Milestone.COLLECTED, at("2016-11-19 06:33:48"))],
    "not-pickedup": [("Order001", Status.ATTEMPT_FAILED, Milestone.NOT_COLLECTED, None)],
    "route-planning": ["DummyOrder345"],
    "route-planning-api": ["Shipment 1", "Shipment 2", "Shipment 3", "Shipment 4", "Shipment 5"],
    "start-trip": [
        (number, Status.OUT_FOR_DELIVERY, Milestone.OUT_FOR_DELIVERY, at("2016-11-19 06:42:44"))
        for number in ("Order001", "Order002")
    ],
    "stop-trip": [],
    "hub-in": [("TripName", Status.IN_TRANSIT, Milestone.REACHED_HUB, at("2016-03-09 07:09:10"))],
    "hub-out": [("TripName", Status.IN_TRANSIT, Milestone.STARTED, at("2016-03-09 07:09:10"))],
    "hub-out-typed-hub-in": [("TripName", Status.IN_TRANSIT, Milestone.STARTED, at("2016-03-09 07:09:10"))],
    "later-order-status": [("Order001", Status.IN_TRANSIT, Milestone.REACHED_HUB, at("2020-03-02 10:15:00"))],
    "later-check-in": [("Order001", Status.OUT_FOR_DELIVERY, Milestone.ARRIVED, at("2020-03-02 11:15:00"))],
    "later-revise-eta": ["Order001", "Order002"],
    "later-allocation-stop": ["Order001"],
    "later-custom-form": ["Order001"],
    "later-e2e-creation": [("Order001", Status.INFO_RECEIVED, Milestone.PLACED, at("2020-03-01 08:00:00"))],
    "later-e2e-creation-of-two-legs": [
        ("Order001", Status.INFO_RECEIVED, Milestone.PLACED, at("2020-03-01 08:00:00")),
        ("Order002", Status.INFO_RECEIVED, Milestone.PLACED, at("2020-03-01 08:00:05")),
    ],
    "later-e2e-status-of-two-orders": [
        ("Order001", Status.IN_TRANSIT, Milestone.REACHED_HUB, at("2020-03-02 10:00:00")),
        ("Order002", Status.OUT_FOR_DELIVERY, Milestone.OUT_FOR_DELIVERY, at("2020-03-02 12:00:00")),
    ],
    "later-e2e-status": [("Order001", Status.PICKED_UP, Milestone.COLLECTED, at("2020-03-02 09:00:00"))],
    "later-e2e-status-other-spelling": [("Order001", Status.DELIVERED, Milestone.DELIVERED, at("2020-03-02 13:00:00"))],
    "later-delivered": [("Order001", Status.DELIVERED, Milestone.DELIVERED, at("2020-03-02 12:30:00"))],
    "later-get-epod": [],
}


def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def content(found: list[WebhookUpdate]) -> list[StoredEvent | str]:
    return [
        (each.reference.value, each.event.status, each.event.milestone, each.event.time)  # type: ignore[misc]
        if each.event
        else each.reference.value
        for each in found
    ]


def test_every_sample_has_a_line() -> None:
    assert {file.stem for file in SAMPLES.glob("*.json")} == set(TELLS)


@pytest.mark.parametrize("written", [as_json, as_form, as_xml])
@pytest.mark.parametrize("name", TELLS)
def test_a_sample_tells_what_it_means_in_all_three_types(name: str, written: Any) -> None:
    found = list(updates_in(parse_body(*written(sample(name))), ZONE))
    assert content(found) == TELLS[name]


@pytest.mark.parametrize("name", TELLS)
def test_nothing_personal_is_in_what_a_sample_tells(name: str) -> None:
    text = str(list(updates_in(parse_body(*as_json(sample(name))), ZONE)))
    personal = ("Suresh", "Rahul", "Abhi", "Sandeep", "Ramesh", "Pratik", "Powai", "400078", "9922904337", "8447608650")
    assert not [word for word in personal if word in text]


def test_a_trip_whose_times_changed_tells_when_each_order_comes_and_after_how_many_stops() -> None:
    data = sample("later-revise-eta")
    done, other, both = (
        {"orderNo": number, "orderStatusCd": word, "deliverDetails": [{"sequence": turn}]}
        for number, word, turn in (("A", "DELIVERED", 1), ("B", "INTRANSIT", 2), ("C", "INTRANSIT", 2))
    )
    pickup = {"orderNo": "D", "orderStatusCd": "INTRANSIT", "pickupDetails": [{"sequence": 0}]}
    data["tripDetails"][0]["orderDetails"] += [done, other, both, pickup]
    data["timestamp"] = "2020-03-02 11:00:00"
    arrivals = {each.reference.value: each.arrival for each in updates_in(parse_body(*as_json(data)), ZONE)}
    window = DeliveryWindow(at("2020-03-02 12:00:00"), at("2020-03-02 12:10:00"))
    assert arrivals.pop("Order001") == ArrivalEstimate(window, 2, at("2020-03-02 11:00:00"))
    assert set(arrivals.values()) == {None}


def test_a_reason_that_names_somebody_is_left_out() -> None:
    data = {**sample("not-delivered"), "customerName": "Rahul Verma", "reason": "Rahul was not at home"}
    ((update),) = updates_in(parse_body(*as_json(data)), ZONE)
    assert update.event is not None
    assert update.event.description is None


def test_times_are_in_the_zone_of_the_account() -> None:
    ((update),) = updates_in(parse_body(*as_json(sample("delivered"))), ZoneInfo("Asia/Kolkata"))
    assert update.event is not None
    assert update.event.time == at("2016-11-19 00:41:27")


def test_the_collection_of_a_pickup_leg_delivers_nothing() -> None:
    data = {**sample("later-delivered"), "orderLeg": "PICKUP"}
    ((update),) = updates_in(parse_body(*as_json(data)), ZONE)
    assert update.event is not None
    assert (update.event.status, update.event.milestone) == (Status.IN_TRANSIT, Milestone.REACHED_HUB)


BOMB = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/xml", BOMB),
        ("application/json", BOMB),
        ("text/xml", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'),
        ("application/xml", "<a>" * 10_000 + "</a>" * 10_000),
        ("application/json", "[" * 10_000 + "]" * 10_000),
        ("application/json", '{"a":' * 10_000 + "1" + "}" * 10_000),
        ("application/x-www-form-urlencoded", "data=" + "%5B" * 10_000),
    ],
    ids=["entities", "entities as JSON", "a file", "10,000 elements", "10,000 lists", "10,000 objects", "in a form"],
)
def test_what_is_dangerous_is_not_even_kept(kind: str, body: str) -> None:
    with pytest.raises(UnsafePayload):
        parse_body(kind, body.encode())


def test_xml_with_entities_inside_of_json_is_not_read() -> None:
    data = {**sample("hub-in"), "data": BOMB}
    with pytest.raises(UnsafePayload):
        list(updates_in(parse_body(*as_json(data)), ZONE))


@settings(max_examples=400, deadline=None)
@given(
    kind=st.sampled_from(
        ["application/json", "application/xml", "application/x-www-form-urlencoded", "text/plain", ""]
    ),
    body=st.one_of(
        st.binary(max_size=300),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["orderNo", "clientShipmentIds", "notificationType", "data"]), inner)
            ),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode()),
    ),
)
def test_any_body_is_read_or_refused(kind: str, body: bytes) -> None:
    read_or_refused(kind, body)


WRONG: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**30,
    "",
    "x" * 500,
    [],
    {},
    [[]],
    {"a": 1},
    "2016-99-99",
    "\x00",
    BOMB,
)


def bodies(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Samples with up to three wrong values, in any content type, some of them cut or with other bytes in between."""
    chance = random.Random(seed)
    for _ in range(count):
        data = sample(chance.choice(list(TELLS)))
        for _ in range(chance.randrange(4)):
            data[chance.choice(list(data))] = chance.choice(WRONG)
        kind, body = chance.choice((as_json, as_form, as_xml))(data)
        if chance.random() < 0.2:
            place = chance.randrange(len(body) + 1)
            body = body[:place] + chance.choice((b"", chance.randbytes(4) + body[place:]))
        yield kind if chance.random() < 0.9 else chance.choice(("", "text/plain", "application/json;charset=x")), body


def test_thousands_of_samples_with_something_wrong_are_read_or_refused() -> None:
    for kind, body in bodies(3_000, seed=5):
        read_or_refused(kind, body)


def read_or_refused(kind: str, body: bytes) -> None:
    try:
        data = parse_body(kind, body)
        kind_of(data)
        list(updates_in(data, ZONE))
    except (Unreadable, UnsafePayload):
        pass
