"""The stand-in of Logis: every documented error, and what it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tracking_site_sandbox.logis import credentials as logis_credentials

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.integration.sandbox.conftest import Clock

NO_JOB = "00000000-0000-0000-0000-000000000000"
REST = {
    "track": "GET",
    "toggle_sms_notifications": "PUT",
    "get_delivery_code": "GET",
    "submit_review": "POST",
}


def pair(number: int) -> dict[str, str]:
    """The parameters of a job's link."""
    return {
        "job_id": f"10610600-5c4b-4d7e-9a61-{number:012}",
        "review_key": f"4e71e300-7d24-4a6b-9c80-{number:012}",
    }


def ask(
    client: FlaskClient, call: str, fields: dict[str, Any], key: str | None = logis_credentials.API_KEY
) -> TestResponse:
    """One call of the API, with its fields where its method has them."""
    method = REST[call]
    headers = {} if key is None else {"LOGIS-API-KEY": key}
    url = f"/logis/api/apikeys/{call}"
    if method == "GET":
        return client.get(url, query_string=fields, headers=headers)
    return client.open(url, method=method, json=fields, headers=headers)


def track(client: FlaskClient, number: int) -> dict[str, Any]:
    answer = ask(client, "track", {"job_id": pair(number)["job_id"]})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()["job_track"]
    return found


def assert_refused(answer: TestResponse, status: int, *words: str) -> None:
    assert answer.status_code == status
    assert list(answer.get_json()) == ["error"]
    for word in words:
        assert word in answer.get_json()["error"]


@pytest.mark.parametrize("call", REST)
def test_a_key_is_needed(client: FlaskClient, call: str) -> None:
    assert_refused(ask(client, call, pair(3), key=None), 401, "LOGIS-API-KEY")


@pytest.mark.parametrize("call", REST)
@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("nobody's", "Invalid"),
        (logis_credentials.API_KEY_INACTIVE, "inactive"),
        (logis_credentials.API_KEY_EXPIRED, "expired"),
        (logis_credentials.API_KEY_WITHOUT_PERMISSION, "Permission denied"),
    ],
)
def test_a_key_can_be_refused(client: FlaskClient, call: str, key: str, word: str) -> None:
    assert_refused(ask(client, call, pair(3), key), 403, word)


def test_each_call_has_a_permission_of_its_own(client: FlaskClient) -> None:
    key = logis_credentials.API_KEY_TRACK_ONLY
    assert ask(client, "track", pair(3), key).status_code == 200
    assert ask(client, "toggle_sms_notifications", sms(3), key).status_code == 200
    assert_refused(ask(client, "get_delivery_code", pair(3), key), 403, "allow_delivery_code")
    assert_refused(ask(client, "submit_review", review(5), key), 403, "allow_review")


def test_a_key_has_an_hourly_limit_in_a_sliding_hour(client: FlaskClient, clock: Clock) -> None:
    def call() -> TestResponse:
        return ask(client, "track", pair(3), logis_credentials.API_KEY_LIMITED)

    assert call().status_code == 200
    clock.advance(minutes=30)
    for _ in range(logis_credentials.LIMITED_CALLS_PER_HOUR - 1):
        assert call().status_code == 200
    assert_refused(call(), 429, "limit")
    assert ask(client, "track", pair(3)).status_code == 200
    clock.advance(minutes=30)
    assert call().status_code == 200
    assert_refused(call(), 429, "limit")


def test_track_needs_a_job_that_exists(client: FlaskClient) -> None:
    assert_refused(ask(client, "track", {}), 400, "job_id")
    assert_refused(ask(client, "track", {"job_id": NO_JOB}), 404)


def test_a_job_that_is_not_routed_has_no_driver(client: FlaskClient) -> None:
    found = track(client, 1)
    assert set(found) == {"job", "client", "store", "provider"}
    assert found["job"]["route"] is None


def test_only_a_started_job_says_how_far_its_driver_is(client: FlaskClient, clock: Clock) -> None:
    assert track(client, 2)["jobs_before_you"] == 6
    assert "driver_time_away" not in track(client, 2)
    before = track(client, 3)["driver_time_away"]
    clock.advance(minutes=10)
    assert track(client, 3)["driver_time_away"] == before - 10


def test_the_first_stop_has_no_travel_from_the_stop_before(client: FlaskClient) -> None:
    found = track(client, 8)
    assert found["jobs_before_you"] == 0
    assert found["job"]["order"] == 1
    assert not {"time_previous_job", "distance_previous_job"} & set(found)
    assert {"time_previous_job", "distance_previous_job"} <= set(track(client, 3))


def test_a_deadline_can_have_moved(client: FlaskClient) -> None:
    assert track(client, 8)["job"]["deadline"] > track(client, 8)["job"]["original_deadline"]
    assert track(client, 1)["job"]["deadline"] == track(client, 1)["job"]["original_deadline"]


def test_the_review_key_stands_in_the_job_or_above_it_or_nowhere(client: FlaskClient) -> None:
    assert track(client, 3)["job"]["review_key"] == pair(3)["review_key"]
    assert track(client, 4)["review_key"] == pair(4)["review_key"]
    assert "review_key" not in track(client, 4)["job"]
    assert pair(13)["review_key"] not in str(track(client, 13))


def sms(number: int, wanted: object = "false", target: str = "job") -> dict[str, object]:
    return {**pair(number), "do_notify_sms": wanted, "update_target": target}


def test_sms_of_a_job_can_be_switched_off_and_stay_off(client: FlaskClient) -> None:
    answer = ask(client, "toggle_sms_notifications", sms(3))
    assert answer.status_code == 200
    assert answer.get_json()["job"]["do_notify_sms"] is False
    assert track(client, 3)["job"]["do_notify_sms"] is False
    assert track(client, 3)["client"]["do_notify_sms"] is True
    assert track(client, 4)["job"]["do_notify_sms"] is True
    ask(client, "toggle_sms_notifications", sms(3, "true"))
    assert track(client, 3)["job"]["do_notify_sms"] is True


def test_sms_of_a_client_can_be_switched_off(client: FlaskClient) -> None:
    answer = ask(client, "toggle_sms_notifications", sms(3, target="client"))
    assert answer.get_json()["end_client"]["do_notify_sms"] is False
    assert track(client, 3)["client"]["do_notify_sms"] is False
    assert track(client, 3)["job"]["do_notify_sms"] is True


@pytest.mark.parametrize("field", ["job_id", "review_key", "do_notify_sms", "update_target"])
def test_sms_needs_every_field(client: FlaskClient, field: str) -> None:
    body = {name: value for name, value in sms(3).items() if name != field}
    assert_refused(ask(client, "toggle_sms_notifications", body), 400, field)


@pytest.mark.parametrize("wanted", [True, False, 1, "True", "yes"])
def test_sms_takes_the_strings_true_and_false_alone(client: FlaskClient, wanted: object) -> None:
    assert_refused(ask(client, "toggle_sms_notifications", sms(3, wanted)), 400, "do_notify_sms")
    assert track(client, 3)["job"]["do_notify_sms"] is True


def test_sms_refuses_what_it_does_not_know(client: FlaskClient) -> None:
    call = "toggle_sms_notifications"
    assert_refused(ask(client, call, sms(3, target="store")), 400, "update_target")
    assert_refused(ask(client, call, sms(3) | {"review_key": "12"}), 400, "review_key")
    assert_refused(ask(client, call, sms(3) | {"job_id": NO_JOB}), 404)
    assert_refused(ask(client, call, sms(3) | {"review_key": pair(4)["review_key"]}), 401, "review_key")
    assert track(client, 3)["job"]["do_notify_sms"] is True


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(client: FlaskClient, body: str) -> None:
    headers = {"LOGIS-API-KEY": logis_credentials.API_KEY}
    answer = client.put(
        "/logis/api/apikeys/toggle_sms_notifications",
        data=body,
        headers=headers,
        content_type="application/json",
    )
    assert_refused(answer, 400)


def test_a_delivery_code_is_given_for_the_right_pair_and_recorded(client: FlaskClient) -> None:
    assert track(client, 3)["job"]["code_secure_deliveries"] is True
    assert track(client, 3)["job"]["delivery_code_retrieved"] is False
    answer = ask(client, "get_delivery_code", pair(3))
    assert answer.status_code == 200
    assert list(answer.get_json()) == ["secret_code"]
    assert len(answer.get_json()["secret_code"]) == 6
    assert track(client, 3)["job"]["delivery_code_retrieved"] is True


def test_a_delivery_code_is_refused_for_a_wrong_pair(client: FlaskClient) -> None:
    call = "get_delivery_code"
    assert_refused(ask(client, call, {"job_id": pair(3)["job_id"]}), 400)
    assert_refused(ask(client, call, {"review_key": pair(3)["review_key"]}), 400)
    assert_refused(ask(client, call, pair(3) | {"review_key": "12"}), 400, "review_key")
    assert_refused(ask(client, call, pair(3) | {"review_key": pair(4)["review_key"]}), 404)
    assert_refused(ask(client, call, pair(3) | {"job_id": NO_JOB}), 404)
    assert track(client, 3)["job"]["delivery_code_retrieved"] is False


def review(number: int, **fields: object) -> dict[str, object]:
    return {**pair(number), "rating_delivery": 4, **fields}


def test_a_review_is_taken_once(client: FlaskClient) -> None:
    answer = ask(client, "submit_review", review(5, rating_job=5, rating_comment="Très bien"))
    assert answer.status_code == 200
    assert answer.get_json()["message"]
    assert answer.get_json()["job"]["rating_comment"] == "Très bien"
    assert track(client, 5)["job"]["rating_delivery"] == 4
    assert_refused(ask(client, "submit_review", review(5, rating_delivery=1)), 409, "already")
    assert track(client, 5)["job"]["rating_delivery"] == 4


def test_a_review_of_zero_counts_as_one(client: FlaskClient) -> None:
    assert ask(client, "submit_review", review(5, rating_delivery=0)).status_code == 200
    assert_refused(ask(client, "submit_review", review(5)), 409, "already")


def test_a_review_is_refused_too_late_or_too_early(client: FlaskClient, clock: Clock) -> None:
    assert_refused(ask(client, "submit_review", review(3)), 400, "not completed")
    assert_refused(ask(client, "submit_review", review(6)), 409, "already")
    assert_refused(ask(client, "submit_review", review(7)), 403, "over")
    clock.advance(days=7)
    assert_refused(ask(client, "submit_review", review(5)), 403, "over")


@pytest.mark.parametrize(
    "fields",
    [
        {"rating_delivery": None},
        {"rating_delivery": 6},
        {"rating_delivery": -1},
        {"rating_delivery": "5"},
        {"rating_delivery": True},
        {"rating_job": 2.5},
        {"rating_comment": 7},
        {"review_key": "12"},
        {"job_id": ""},
    ],
)
def test_a_review_with_bad_input_is_refused(client: FlaskClient, fields: dict[str, object]) -> None:
    assert_refused(ask(client, "submit_review", review(5, **fields)), 400)
    assert track(client, 5)["job"]["rating_delivery"] is None


def test_a_review_of_no_job_or_with_another_key_is_refused(client: FlaskClient) -> None:
    assert_refused(ask(client, "submit_review", review(5, job_id=NO_JOB)), 404)
    assert_refused(ask(client, "submit_review", review(5, review_key=pair(4)["review_key"])), 404)
