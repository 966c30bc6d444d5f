"""The stand-in of Leaps: the envelope, the commands, and the many ways to write a value."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.leaps.credentials import ENVELOPES

SLINOS = {
    "geodis": [sample.query["slino"] for sample in samples() if sample.query.get("slino", "").startswith("1")],
    "gls": [sample.query["slino"] for sample in samples() if sample.query.get("slino", "").startswith("3")],
}


def send(client: FlaskClient, envelope: object, installation: str = "geodis", method: str = "POST") -> dict[str, Any]:
    url, fields = f"/leaps/{installation}/api/endpoint.php", {"json": json.dumps(envelope)}
    answer = client.get(url, query_string=fields) if method == "GET" else client.post(url, data=fields)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["date"])
    assert re.fullmatch(r"\d\d:\d\d:\d\d", found["time"])
    return found


def run(client: FlaskClient, *commands: object, installation: str = "geodis", **fields: object) -> list[dict[str, Any]]:
    envelope = {**ENVELOPES[installation], "commands": list(commands), **fields}
    answer = send(client, envelope, installation)
    assert (answer["status"], answer["msg"]) == (1, "OK")
    results: list[dict[str, Any]] = answer["results"]
    return results


def booking(slino: str) -> dict[str, str]:
    return {"command": "GetBookingBySLIno", "slino": slino}


def messages(slino: str) -> dict[str, str]:
    return {"command": "GetStatusMessagesBySLIno", "slino": slino}


@pytest.mark.parametrize("installation", ENVELOPES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_echo_answers_by_either_method(client: FlaskClient, installation: str, method: str) -> None:
    envelope = {**ENVELOPES[installation], "commands": [{"command": "Echo", "text": "Hello Wörld"}]}
    answer = send(client, envelope, installation, method)
    assert answer["results"] == [{"status": 1, "answer": "Hello Wörld"}]


@pytest.mark.parametrize(
    ("installation", "field"),
    [(name, field) for name, envelope in ENVELOPES.items() for field in envelope],
)
@pytest.mark.parametrize("wrong", [None, "", "somebody else's"])
def test_an_envelope_of_nobody_known_is_refused(
    client: FlaskClient, installation: str, field: str, wrong: str | None
) -> None:
    envelope = {**ENVELOPES[installation], "commands": [booking("10482203")], field: wrong}
    answer = send(client, envelope, installation)
    assert answer["status"] == 0
    assert field in answer["msg"]
    assert "results" not in answer


def test_an_installation_does_not_take_the_other_ones_envelope(client: FlaskClient) -> None:
    assert send(client, {**ENVELOPES["gls"], "commands": []}, "geodis")["status"] == 0
    assert send(client, {**ENVELOPES["gls"], "commands": []}, "gls")["status"] == 1


def test_a_contract_is_taken_as_text_too_and_beside_a_portal(client: FlaskClient) -> None:
    envelope = {**ENVELOPES["gls"], "contract": "4711", "portal": "any", "commands": []}
    assert send(client, envelope, "gls")["results"] == []


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '"text"', "[" * 100_000])
def test_what_is_no_envelope_is_refused_with_a_message(client: FlaskClient, text: str) -> None:
    answer = client.post("/leaps/geodis/api/endpoint.php", data={"json": text})
    assert answer.status_code == 200
    assert answer.get_json()["status"] == 0
    assert answer.get_json()["msg"]


@pytest.mark.parametrize("commands", [None, {"command": "Echo"}, "Echo"])
def test_commands_are_a_collection(client: FlaskClient, commands: object) -> None:
    assert send(client, {**ENVELOPES["geodis"], "commands": commands})["status"] == 0


def test_a_command_fails_alone(client: FlaskClient) -> None:
    results = run(client, {"command": "Nonsense"}, "no set", booking("1"), messages("1"), booking("10482203"))
    assert [result["status"] for result in results] == [0, 0, 0, 0, 1]
    assert "Nonsense" in results[0]["msg"]
    assert results[2]["msg"] == results[3]["msg"] == "Shipment not found"
    assert results[4]["shipment"]["slino"] == "10482203"


@pytest.mark.parametrize("halt", [1, "1", True, "yes"])
def test_an_envelope_can_halt_at_the_first_failure(client: FlaskClient, halt: object) -> None:
    commands = [booking("10482203"), booking("1"), booking("10482203")]
    assert len(run(client, *commands, haltonerror=halt)) == 2
    assert len(run(client, *commands, haltonerror=0)) == 3


def test_a_shipment_and_its_history_come_in_one_envelope(client: FlaskClient) -> None:
    found, history = run(client, booking("10482203"), messages("10482203"))
    assert found["shipment"]["etadate"] == "2026-11-25"
    assert found["shipment"]["receiver"]["city"] == "Toronto"
    dates = [(message["date"], message["time"]) for message in history["statusmessages"]]
    assert dates == sorted(dates)
    # Local time in Copenhagen, an hour ahead of the clock's UTC in November.
    assert dates[0] == ("2026-11-20", "12:20:30")
    assert {message["slino"] for message in history["statusmessages"]} == {"10482203"}


def test_the_long_history_has_forty_messages_of_its_own(client: FlaskClient) -> None:
    [history] = run(client, messages("30771501"), installation="gls")
    identities = {message["id"] for message in history["statusmessages"]}
    assert len(identities) == len(history["statusmessages"]) == 40


def test_a_history_can_be_refused_while_the_shipment_is_shown(client: FlaskClient) -> None:
    found, history = run(client, booking("10482213"), messages("10482213"))
    assert found["shipment"]["status"] == "In transit"
    assert history["status"] == "no"
    assert "statusmessages" not in history


def test_a_confirmed_shipment_may_or_may_not_have_been_delivered(client: FlaskClient) -> None:
    described = [
        [message["description"] for message in result["statusmessages"]]
        for result in run(client, messages("10482206"), messages("10482207"))
    ]
    assert "Delivered" not in described[0]
    assert any("delivered" in description for description in described[0])
    assert "Delivered" in described[1]


def everything(client: FlaskClient) -> list[dict[str, Any]]:
    """The results of both commands for every sample."""
    return [
        result
        for installation, slinos in SLINOS.items()
        for slino in slinos
        for result in run(client, booking(slino), messages(slino), installation=installation)
    ]


def test_the_samples_write_booleans_in_every_way(client: FlaskClient) -> None:
    results = everything(client)
    statuses = {json.dumps(result["status"]) for result in results}
    assert statuses == {"1", '"1"', "true", '"yes"', '"no"'}
    flags = {
        json.dumps(result["shipment"][name])
        for result in results
        for name in ("insured", "dangerousgoods")
        if name in result.get("shipment", {})
    }
    assert flags >= {"1", '"1"', "true", '"yes"', "0", '"0"', "false", '"no"'}


def test_the_samples_write_numbers_dates_and_times_in_every_way(client: FlaskClient) -> None:
    results = everything(client)
    weights = [package["weight"] for result in results for package in result.get("shipment", {}).get("packages", [])]
    assert 12.59 in weights
    assert "12,59" in weights
    written = [message for result in results for message in result.get("statusmessages", [])]
    written += [result["shipment"] for result in results if "packages" in result.get("shipment", {})]
    for form in (r"\d{4}-\d\d-\d\d", r"\d\d-\d\d-\d{4}", r"\d{1,2}-\d{1,2}-\d{4}", r"\d\d/\d\d/\d{4}"):
        assert any(re.fullmatch(form, value["date"]) for value in written), form
    for form in (r"\d\d:\d\d:\d\d", r"\d\d:\d\d", r"\d\d\.\d\d"):
        assert any(re.fullmatch(form, value["time"]) for value in written), form


@pytest.mark.parametrize("day", ["2026-11-22", "22-11-2026", "22/11/2026"])
@pytest.mark.parametrize("moment", ["10:00:00", "10:00", "10.00"])
def test_changed_shipments_are_listed_since_a_moment(client: FlaskClient, day: str, moment: str) -> None:
    command = {"command": "GetBookingsByLastChange", "changedate": day, "changetime": moment}
    [result] = run(client, command)
    assert "10482203" in result["slinos"]
    assert "10482208" not in result["slinos"]


@pytest.mark.parametrize(("day", "moment"), [(None, "10:00"), ("yesterday", "10:00"), ("2026-11-22", "ten")])
def test_changed_shipments_need_a_date_and_a_time(client: FlaskClient, day: str | None, moment: str) -> None:
    command = {"command": "GetBookingsByLastChange", "changedate": day, "changetime": moment}
    [result] = run(client, command)
    assert result["status"] == 0
    assert "Invalid" in result["msg"]
