"""The samples: unique, complete, and answered by the carrier they are said to be of."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.leaps import credentials as leaps_credentials
from tracking_site_sandbox.loginext import credentials as loginext_credentials
from tracking_site_sandbox.logis import credentials as logis_credentials
from tracking_site_sandbox.odd_texts import ARABIC, EMOJI, LONG_NAME, MARKUP

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.integration.sandbox.conftest import Login
    from tracking_site_sandbox.sample import Sample

STATUSES = {
    "pending",
    "info_received",
    "picked_up",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "partially_delivered",
    "attempt_failed",
    "exception",
    "returned",
    "cancelled",
    "unknown",
    "choice",
}

DOCUMENTED = {
    "logis": {"PLANNED", "STARTED", "COMPLETED"},
    "leaps": {
        "Booked",
        "Pending",
        "In transit",
        "Deviation",
        "Delivered",
        "Confirmed",
        "Cancelled",
        "Cancelled by CCS",
    },
    "loginext": {
        "NOTDISPATCHED",
        "ORDER ACCEPTED",
        "ORDER REJECTED",
        "PICKEDUP",
        "INTRANSIT",
        "DELIVERED",
        "COMPLETED",
        "PARTIALLYDELIVERED",
        "NOTPICKEDUP",
        "NOTDELIVERED",
        "NOTCOMPLETED",
        "CANCELLED",
        "ENDED",
    },
}

BY_CARRIER = {carrier: [sample for sample in samples() if sample.carrier == carrier] for carrier in DOCUMENTED}


def ask_logis(client: FlaskClient, job_id: str) -> dict[str, object] | None:
    answer = client.get(
        "/logis/api/apikeys/track",
        query_string={"job_id": job_id},
        headers={"LOGIS-API-KEY": logis_credentials.API_KEY},
    )
    found: dict[str, object] | None = answer.get_json().get("job_track")
    return found


def ask_leaps(client: FlaskClient, installation: str, slino: str) -> dict[str, object] | None:
    commands = [{"command": "GetBookingBySLIno", "slino": slino}]
    envelope = {**leaps_credentials.ENVELOPES[installation], "commands": commands}
    answer = client.post(f"/leaps/{installation}/api/endpoint.php", data={"json": json.dumps(envelope)})
    found: dict[str, object] | None = answer.get_json()["results"][0].get("shipment")
    return found


def ask_orders(client: FlaskClient, headers: dict[str, str], number: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for product in ("mile", "ondemand"):
        answer = client.get(
            f"/loginext/ShipmentApp/{product}/v1/shipment", query_string={"order_no": number}, headers=headers
        )
        rows += [row for row in answer.get_json()["data"] or [] if row["orderNo"] == number]
    return rows


def ask_trips(client: FlaskClient, headers: dict[str, str], name: str) -> list[dict[str, object]]:
    answer = client.post("/loginext/TripApp/haul/v1/trip/get", json=[name], headers=headers)
    found: list[dict[str, object]] = answer.get_json()["data"]
    return found


def test_samples_are_the_same_on_every_call_and_no_two_alike() -> None:
    assert samples() == samples()
    queries = Counter(json.dumps(sample.query, sort_keys=True) for sample in samples())
    assert queries.most_common(1)[0][1] == 1
    titles = Counter((sample.carrier, *sample.query, sample.title) for sample in samples())
    repeated = {title for title, count in titles.items() if count > 1}
    # Both Leaps installations have a shipment of this kind.
    assert {title[-1] for title in repeated} <= {"Hardly any field", "A status that nobody documented"}


def test_every_status_of_the_site_and_every_documented_word_has_a_sample() -> None:
    assert {sample.status for sample in samples()} == STATUSES
    for carrier, words in DOCUMENTED.items():
        shown = {sample.carrier_status for sample in BY_CARRIER[carrier]}
        assert words <= shown, f"{carrier} has no sample for {words - shown}"


@pytest.mark.parametrize("carrier", DOCUMENTED)
def test_each_carrier_has_an_undocumented_status_and_only_that_is_unknown(carrier: str) -> None:
    trips = {"NOTSTARTED", "STARTED"}
    for sample in BY_CARRIER[carrier]:
        documented = sample.carrier_status in DOCUMENTED[carrier] | (trips if "tripname" in sample.query else set())
        assert (sample.status == "unknown") is not documented, sample
    assert any(sample.status == "unknown" for sample in BY_CARRIER[carrier])


@pytest.mark.parametrize("sample", BY_CARRIER["logis"], ids=lambda sample: sample.title)
def test_logis_samples_answer(client: FlaskClient, sample: Sample) -> None:
    track = ask_logis(client, sample.query["job_id"])
    assert track is not None
    job = track["job"]
    assert isinstance(job, dict)
    assert job["status"] == sample.carrier_status
    assert UUID(sample.query["review_key"])
    keys = [track.get("review_key"), job.get("review_key")]
    expected = [] if "no review key" in sample.title else [sample.query["review_key"]]
    assert [key for key in keys if key] == expected


@pytest.mark.parametrize("sample", BY_CARRIER["leaps"], ids=lambda sample: sample.title)
def test_leaps_samples_answer_at_one_installation_alone(client: FlaskClient, sample: Sample) -> None:
    answers = [ask_leaps(client, name, sample.query["slino"]) for name in leaps_credentials.ENVELOPES]
    [shipment] = [answer for answer in answers if answer]
    assert shipment["status"] == sample.carrier_status
    assert (shipment.get("awbno") or None) == sample.awb


@pytest.mark.parametrize("sample", BY_CARRIER["loginext"], ids=lambda sample: sample.title)
def test_loginext_samples_answer(client: FlaskClient, login: Login, sample: Sample) -> None:
    if "ordno" in sample.query:
        rows = ask_orders(client, login(), sample.query["ordno"])
        assert rows[-1]["status"] == sample.carrier_status
    else:
        rows = ask_trips(client, login(), sample.query["tripname"])
        assert [row["tripStatus"] for row in rows] == [sample.carrier_status]
    assert (rows[-1].get("awbNumber") or None) == sample.awb


def test_the_number_known_to_several_is_known_to_exactly_three(client: FlaskClient, login: Login) -> None:
    [sample] = [sample for sample in samples() if sample.status == "choice"]
    number = sample.query["q"]
    assert ask_leaps(client, "geodis", number)
    assert ask_leaps(client, "gls", number)
    assert len(ask_orders(client, login(), number)) == 1
    assert ask_trips(client, login(), number) == []


def test_every_other_number_is_known_to_its_own_carrier_alone(client: FlaskClient, login: Login) -> None:
    headers = login()
    for sample in BY_CARRIER["leaps"]:
        assert ask_orders(client, headers, sample.query["slino"]) == []
        assert ask_trips(client, headers, sample.query["slino"]) == []
    for sample in BY_CARRIER["loginext"]:
        [name] = sample.query.values()
        assert not any(ask_leaps(client, installation, name) for installation in leaps_credentials.ENVELOPES)
        assert not (ask_orders(client, headers, name) and ask_trips(client, headers, name))


def test_one_waybill_is_shared_by_a_leaps_shipment_and_an_order() -> None:
    waybills: dict[str, set[str]] = {}
    for sample in samples():
        if sample.awb:
            waybills.setdefault(sample.awb, set()).add(sample.carrier)
    assert [carriers for carriers in waybills.values() if len(carriers) > 1] == [{"leaps", "loginext"}]


def test_both_loginext_users_see_the_same_orders(client: FlaskClient, login: Login) -> None:
    later = login(loginext_credentials.LATER_USER, loginext_credentials.LATER_PASSWORD)
    assert ask_orders(client, later, "GR432U5") == ask_orders(client, login(), "GR432U5") != []


def test_awkward_texts_arrive_as_they_are(client: FlaskClient, login: Login) -> None:
    awkward = [sample for sample in samples() if sample.title.startswith("Texts with")]
    assert len(awkward) == 4
    found = [
        ask_logis(client, "10610600-5c4b-4d7e-9a61-000000000011"),
        ask_leaps(client, "geodis", "10482212"),
        ask_orders(client, login(), "DXB-88140"),
        ask_trips(client, login(), awkward[-1].query["tripname"]),
    ]
    for answer in found:
        text = json.dumps(answer, ensure_ascii=False)
        for piece in (json.dumps(MARKUP, ensure_ascii=False)[1:-1], ARABIC, EMOJI):
            assert piece in text


def test_one_job_has_the_longest_name_there_is(client: FlaskClient) -> None:
    track = ask_logis(client, "10610600-5c4b-4d7e-9a61-000000000012")
    assert track is not None
    assert isinstance(track["job"], dict)
    assert track["job"]["name"] == LONG_NAME
    assert len(LONG_NAME) == 100
