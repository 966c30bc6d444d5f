"""The JSON of a shipment, field by field (contract, section 4)."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.sites import OPEN, PROVEN_JOBS, SEVERAL, SHIPMENTS, Site, legs_of, title_of
from tests.support.visitor import Visitor
from tracking_site.domain.shipment import Status
from tracking_site_sandbox.sample import Sample

Check = Callable[[Any], bool]

INSTANT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")
DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])")
STATUSES = {status.value for status in Status}
ACTIONS = {"sms_notifications", "delivery_code", "review", "live_map", "verify"}
REFERENCES = {"job_id", "sli_number", "order_number", "trip_name", "awb_number"}
PARAMETERS = {"job_id": "job_id", "slino": "sli_number", "ordno": "order_number", "tripname": "trip_name"}


def text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def moment(value: Any) -> bool:
    return isinstance(value, str) and bool(INSTANT.fullmatch(value) or DATE.fullmatch(value))


def instant(value: Any) -> bool:
    return isinstance(value, str) and bool(INSTANT.fullmatch(value))


def degrees(most: float) -> Check:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most


def maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def record(**fields: Check) -> Check:
    return lambda value: isinstance(value, dict) and not wrong(value, fields)


def wrong(found: dict[str, Any], fields: dict[str, Check]) -> list[str]:
    """The fields that are missing or of another type."""
    return [name for name, check in fields.items() if name not in found or not check(found[name])]


POSITION: dict[str, Check] = {
    "name": maybe(text),
    "latitude": maybe(degrees(90)),
    "longitude": maybe(degrees(180)),
}
EVENT: dict[str, Check] = {
    "time": maybe(moment),
    "status": STATUSES.__contains__,
    "description": text,
    "location": maybe(record(**POSITION)),
}
SHIPMENT: dict[str, Check] = {
    "carrier": {"logis", "leaps", "loginext"}.__contains__,
    "account": text,
    "carrier_name": text,
    "references": lambda value: isinstance(value, dict) and set(value) <= REFERENCES and all(map(text, value.values())),
    "status": STATUSES.__contains__,
    "carrier_status": maybe(text),
    "events": lambda value: isinstance(value, list) and not any(wrong(event, EVENT) for event in value),
    "last_location": maybe(record(**POSITION, time=maybe(instant))),
    "estimated_delivery": maybe(record(earliest=maybe(moment), latest=maybe(moment))),
    "delivered_at": maybe(moment),
    "stops_before": maybe(lambda value: type(value) is int and value >= 0),
    "sms_notifications": maybe(record(job=lambda value: type(value) is bool, client=lambda value: type(value) is bool)),
    "actions": lambda value: isinstance(value, list) and set(value) <= ACTIONS,
}
ANSWER: dict[str, Check] = {
    "shipment": lambda value: isinstance(value, dict),
    "verified": lambda value: type(value) is bool,
    "fetched_at": instant,
    "stale": lambda value: value is False,
}


def check_shape(answer: Any) -> None:
    assert wrong(answer, ANSWER) == []
    assert wrong(answer["shipment"], SHIPMENT) == []
    events = answer["shipment"]["events"]
    # A date without a time of day stands for its beginning.
    times = [f"{event['time']}T00:00:00Z"[:20] for event in events if event["time"]]
    assert times == sorted(times, reverse=True), "events must be newest first"
    assert [event["time"] for event in events if event["time"]] == [event["time"] for event in events][: len(times)]
    assert len({str(sorted(event.items(), key=str)) for event in events}) == len(events), "two events are alike"


@pytest.mark.parametrize("sample", OPEN, ids=title_of)
def test_every_sample_has_the_shape_that_merchants_rely_on(visitor: Visitor, sample: Sample) -> None:
    answer = visitor.get("/api/v1/shipment", sample.query)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    body = answer.get_json()
    check_shape(body)
    ((parameter, number),) = sample.query.items()
    shipment = body["shipment"]
    assert shipment["status"] == sample.status
    assert (shipment["carrier"], shipment["carrier_status"]) in {
        (leg.carrier, leg.carrier_status) for leg in legs_of(sample)
    }
    assert shipment["references"][PARAMETERS[parameter]] == number
    assert shipment["references"].get("awb_number") == sample.awb
    assert body["verified"] is False


@pytest.mark.parametrize("sample", SHIPMENTS, ids=title_of)
def test_every_sealed_link_has_the_same_shape(site: Site, sample: Sample) -> None:
    answer = site.visitor.get("/api/v1/shipment", {"token": site.token(sample)})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    body = answer.get_json()
    check_shape(body)
    assert body["verified"] is True
    assert body["shipment"]["status"] == sample.status


def test_a_good_pair_is_answered_at_once_and_verified(visitor: Visitor) -> None:
    for sample in PROVEN_JOBS:
        answer = visitor.get("/api/v1/shipment", sample.query)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
        check_shape(answer.get_json())
        assert answer.get_json()["verified"] is True


def test_the_notifications_of_a_job_are_told_to_its_recipient(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/shipment", PROVEN_JOBS[0].query).get_json()
    assert answer["shipment"]["sms_notifications"] == {"job": True, "client": True}


def test_the_samples_cover_what_can_be_told(site: Site) -> None:
    content = [
        site.visitor.get("/api/v1/shipment", {"token": site.token(sample)}).get_json()["shipment"]
        for sample in SHIPMENTS
    ]
    for field in ("last_location", "estimated_delivery", "delivered_at", "stops_before", "carrier_status"):
        assert any(shipment[field] is None for shipment in content) or field == "carrier_status"
        assert any(shipment[field] is not None for shipment in content), f"no sample has {field}"
    assert {shipment["status"] for shipment in content} == STATUSES
    dates = [shipment["estimated_delivery"]["latest"] for shipment in content if shipment["estimated_delivery"]]
    assert any(DATE.fullmatch(date) for date in dates)
    assert any(INSTANT.fullmatch(date) for date in dates)


def test_what_was_pasted_is_understood_by_the_api_too(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/shipment", {"q": "Your parcel 10482203 is on its way"})
    assert answer.get_json()["shipment"]["references"]["sli_number"] == "10482203"


def test_several_shipments_are_told_apart_by_the_api(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/shipment", SEVERAL.query)
    assert answer.status_code == 300
    body = answer.get_json()
    assert body["error"]["code"] == "several_shipments"
    assert [choice["account"] for choice in body["choices"]] == ["geodis", "gls", "mile"]
    for choice in body["choices"]:
        one = visitor.get("/api/v1/shipment" + choice["query"])
        assert one.status_code == 200
        check_shape(one.get_json())
        assert one.get_json()["shipment"]["account"] == choice["account"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/shipment", 400, "invalid_reference"),
        ("/api/v1/shipment?slino=99999999", 404, "unknown_shipment"),
        ("/api/v1/shipment?token=x", 404, "broken_link"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/shipment/", 404, "not_found"),
    ],
)
def test_every_error_of_the_api_is_json(visitor: Visitor, path: str, status: int, code: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert set(answer.get_json()) == {"error"}
    error = answer.get_json()["error"]
    assert (error["code"], set(error)) == (code, {"code", "message"})
    assert text(error["message"])


def test_the_words_of_the_api_are_in_the_readers_language(site: Site) -> None:
    job = {"token": site.token(PROVEN_JOBS[4])}
    english = site.visitor.get("/api/v1/shipment", job).get_json()["shipment"]
    french = site.visitor.get("/api/v1/shipment", job | {"lang": "fr"}).get_json()["shipment"]
    assert english["events"][-1]["description"] == "Registered with the carrier"
    assert french["events"][-1]["description"] == "Enregistré auprès du transporteur"
    assert [event | {"description": ""} for event in english["events"]] == [
        event | {"description": ""} for event in french["events"]
    ]
    error = site.visitor.speaking("fr").get("/api/v1/shipment?slino=99999999").get_json()["error"]
    assert "pas trouvé" in error["message"]
