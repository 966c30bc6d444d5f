"""What a recipient does, and every way in which its carrier says no: the page, the JSON, and the switch afterwards."""

from dataclasses import dataclass
from html import unescape
from threading import Thread
from typing import Any

import pytest

from tests.support.recipients import (
    CODE,
    NOTIFICATIONS,
    ON_ITS_WAY,
    REVIEW,
    REVIEWED,
    TO_REVIEW,
    TOO_LATE,
    WITH_CODE,
    Recipient,
    error_of,
)
from tests.support.sites import OPEN, UNPROVEN_JOBS, Open, Site
from tracking_site_sandbox.sample import Sample

OFF_FOR_JOB = {"target": "job", "enabled": "false"}
GOOD_REVIEW = {"delivery": "5", "product": "4", "comment": "On time, thank you"}


@dataclass(frozen=True)
class Row:
    """A row of an error table: what Logis answers, and what a person gets for it."""

    status: int
    said: str
    answered: int
    code: str
    sentence: str


ROWS = (
    Row(400, "Missing Required Fields", 409, "carrier_declined_fields_missing", "something is missing"),
    Row(400, "Invalid review_key format", 409, "carrier_declined_review_key_format", "cannot read the key"),
    Row(400, "Invalid update_target", 409, "carrier_declined_update_target", "what this switch is for"),
    Row(401, "Missing LOGIS-API-KEY header", 403, "carrier_declined_key_missing", "did not recognise this site"),
    Row(401, "Incorrect review_key", 403, "carrier_declined_review_key", "not the delivery’s any more"),
    Row(403, "Invalid/Inactive LOGIS-API-KEY", 403, "carrier_declined_key_refused", "does not let this site in"),
    Row(403, "Permission Denied (allow_public_track)", 403, "carrier_declined_permission", "does not allow this site"),
    Row(404, "Job Not Found", 404, "unknown_shipment", "could not find this shipment"),
    Row(429, "Rate Limit Exceeded (Key or Global)", 503, "carrier_busy", "Nothing was changed"),
    Row(500, "Internal error", 503, "carrier_broken", "Nothing was changed"),
    Row(418, "", 409, "carrier_declined_not_accepted", "does not say why"),
)
REVIEW_ROWS = (
    Row(400, "rating_delivery is required", 409, "carrier_declined_fields_missing", "something is missing"),
    Row(400, "This job is not completed", 409, "carrier_declined_not_completed", "once it has arrived"),
    Row(403, "The time to review this job is over", 409, "carrier_declined_window_over", "is over"),
    Row(409, "This job has been reviewed already", 409, "carrier_declined_given_already", "rated already"),
    *ROWS[3:4],
    *ROWS[5:10],
)
CODE_ROWS = (
    Row(400, "Missing Required Fields", 409, "carrier_declined_fields_missing", "something is missing"),
    Row(400, "review_key is no UUID", 409, "carrier_declined_review_key_format", "cannot read the key"),
    Row(403, "Permission denied (allow_delivery_code)", 403, "carrier_declined_permission", "does not allow this site"),
    *ROWS[3:4],
    *ROWS[5:6],
    *ROWS[7:10],
)


def said(row: Row) -> str:
    return f"{row.status} {row.said}"


def declined(site: Site, endpoint: str, row: Row) -> None:
    """Has the sandbox answer what the row says."""
    headers = {"Content-Type": "application/json"}
    site.sandbox.fault(f"logis.{endpoint}", status=row.status, body=f'{{"error": "{row.said}"}}', headers=headers)


@pytest.mark.parametrize("row", ROWS, ids=said)
def test_a_switch_that_logis_refuses_stays_as_it_was_and_says_why(open_fresh: Open, row: Row) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, ON_ITS_WAY)
    before = recipient.switches()
    declined(site, "toggle_sms_notifications", row)
    page = recipient.press("notifications", OFF_FOR_JOB)
    assert (page.status_code, row.sentence in unescape(page.text)) == (row.answered, True)
    called = recipient.call("PUT", NOTIFICATIONS, {"target": "job", "enabled": False})
    assert error_of(called) == (row.answered, row.code)
    assert recipient.switches() == before == {"job": True, "client": True}
    assert site.sandbox.changes() == []


@pytest.mark.parametrize("row", REVIEW_ROWS, ids=said)
def test_a_review_that_logis_refuses_is_kept_on_the_page_and_says_why(open_fresh: Open, row: Row) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, TO_REVIEW)
    recipient.visitor.get(recipient.page)
    declined(site, "submit_review", row)
    page = recipient.press("review", GOOD_REVIEW)
    assert (page.status_code, row.sentence in unescape(page.text)) == (row.answered, True)
    if row.answered != 404:
        assert GOOD_REVIEW["comment"] in page.text, "what was typed is lost"
        assert page.text.count(" checked") == 2, "what was chosen is lost"
    called = recipient.call("POST", REVIEW, {"delivery": 5})
    assert error_of(called) == (row.answered, row.code)


@pytest.mark.parametrize("row", CODE_ROWS, ids=said)
def test_a_code_that_logis_refuses_says_why(open_fresh: Open, row: Row) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, WITH_CODE)
    recipient.visitor.get(recipient.page)
    declined(site, "get_delivery_code", row)
    page = recipient.press("delivery-code", {})
    assert (page.status_code, row.sentence in unescape(page.text)) == (row.answered, True)
    assert error_of(recipient.call("POST", CODE, {})) == (row.answered, row.code)


def test_an_answer_that_says_nothing_of_the_switch_is_no_success(open_fresh: Open) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, ON_ITS_WAY)
    recipient.visitor.get(recipient.page)
    site.sandbox.fault("logis.toggle_sms_notifications", body="{}")
    assert error_of(recipient.call("PUT", NOTIFICATIONS, {"target": "job", "enabled": False}))[0] == 503
    assert recipient.switches() == {"job": True, "client": True}


def test_the_page_shows_what_logis_answered_and_not_what_was_pressed(open_fresh: Open) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, ON_ITS_WAY)
    recipient.visitor.get(recipient.page)
    site.sandbox.fault("logis.toggle_sms_notifications", body='{"job": {"do_notify_sms": true}}')
    called = recipient.call("PUT", NOTIFICATIONS, {"target": "job", "enabled": False})
    assert called.get_json() == {"sms_notifications": {"job": True, "client": True}}


def test_a_switch_is_pressed_by_a_form_and_by_the_api(open_fresh: Open) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, ON_ITS_WAY)
    pressed = recipient.press("notifications", OFF_FOR_JOB)
    assert (pressed.status_code, pressed.headers["Location"]) == (303, f"{recipient.page}#notifications")
    assert recipient.switches() == {"job": False, "client": True}
    called = recipient.call("PUT", NOTIFICATIONS, {"target": "client", "enabled": False})
    assert called.get_json() == {"sms_notifications": {"job": False, "client": False}}
    assert recipient.switches() == {"job": False, "client": False}
    assert [(change["update_target"], change["do_notify_sms"]) for change in site.sandbox.changes()] == [
        ("job", False),
        ("client", False),
    ]


def test_a_job_and_its_review_key_do_what_a_token_does(open_fresh: Open) -> None:
    site = open_fresh()
    body = {**ON_ITS_WAY.query, "target": "job", "enabled": False}
    answer = site.visitor.open("PUT", NOTIFICATIONS, json=body)
    assert answer.get_json() == {"sms_notifications": {"job": False, "client": True}}
    wrong = {**body, "review_key": TO_REVIEW.query["review_key"]}
    assert error_of(site.visitor.open("PUT", NOTIFICATIONS, json=wrong)) == (404, "unknown_shipment")
    assert len(site.sandbox.changes()) == 1


def test_a_double_press_sends_one_call(open_fresh: Open) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, ON_ITS_WAY)
    recipient.visitor.get(recipient.page)
    site.sandbox.fault("logis.toggle_sms_notifications", delay=0.3)
    presses = [Thread(target=recipient.press, args=("notifications", OFF_FOR_JOB)) for _ in range(4)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert site.sandbox.calls()["logis.toggle_sms_notifications"] == 1
    assert recipient.switches() == {"job": False, "client": True}


def test_a_look_that_was_under_way_does_not_bring_the_old_state_back(open_fresh: Open) -> None:
    site = open_fresh(fresh=0.0)
    recipient = Recipient.of(site, ON_ITS_WAY)
    recipient.visitor.get(recipient.page)
    site.sandbox.fault("logis.track", delay=0.5)
    looking = Thread(target=recipient.visitor.get, args=(recipient.page,))
    looking.start()
    pressed = recipient.call("PUT", NOTIFICATIONS, {"target": "job", "enabled": False})
    looking.join()
    assert pressed.status_code == 200
    assert recipient.switches()["job"] is False


def test_the_code_is_fetched_when_it_is_pressed_and_stands_nowhere_before(open_fresh: Open) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, WITH_CODE)
    page = recipient.visitor.get(recipient.page)
    embedded = recipient.visitor.get(f"/embed{recipient.page}")
    assert "K703QX" not in page.text + embedded.text
    assert site.sandbox.calls()["logis.get_delivery_code"] == 0
    shown = recipient.press("delivery-code", {})
    assert (shown.status_code, "K703QX" in shown.text) == (200, True)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["Refresh"] == f"120;url={recipient.page}", "it is shown for longer than it says"
    assert shown.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert recipient.call("POST", CODE, {}).get_json() == {"delivery_code": "K703QX"}
    assert "K703QX" not in recipient.visitor.get(recipient.page).text


def test_a_review_is_given_once_and_then_shown(open_fresh: Open) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, TO_REVIEW)
    given = recipient.press("review", GOOD_REVIEW)
    assert (given.status_code, given.headers["Location"]) == (303, f"{recipient.page}#review")
    page = recipient.visitor.get(recipient.page).text
    assert "5 / 5" in page
    assert GOOD_REVIEW["comment"] in page
    assert 'name="comment"' not in page
    # Later than what a double press is taken for.
    again = Recipient.of(open_fresh(), TO_REVIEW).call("POST", REVIEW, {"delivery": 0})
    assert error_of(again) == (409, "not_offered")
    assert len(site.sandbox.changes()) == 1


def test_the_api_answers_the_review_as_it_is_kept(open_fresh: Open) -> None:
    recipient = Recipient.of(open_fresh(), TO_REVIEW)
    answer = recipient.call("POST", REVIEW, {"delivery": 0, "comment": "  Broken  "})
    assert answer.get_json() == {"review": {"delivery": 0, "product": None, "comment": "Broken"}}


@pytest.mark.parametrize("sample", [TOO_LATE, REVIEWED, ON_ITS_WAY], ids=lambda sample: sample.title)
def test_what_cannot_be_reviewed_any_more_or_yet_is_not_offered(open_fresh: Open, sample: Sample) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, sample)
    assert 'name="comment"' not in recipient.visitor.get(recipient.page).text
    assert error_of(recipient.call("POST", REVIEW, {"delivery": 5})) == (409, "not_offered")
    assert site.sandbox.calls()["logis.submit_review"] == 0


WRONG: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a switch that is a string": ("PUT", NOTIFICATIONS, {"target": "job", "enabled": "false"}),
    "a switch that is a number": ("PUT", NOTIFICATIONS, {"target": "job", "enabled": 0}),
    "no switch": ("PUT", NOTIFICATIONS, {"target": "job"}),
    "another target": ("PUT", NOTIFICATIONS, {"target": "all", "enabled": True}),
    "a target that is a list": ("PUT", NOTIFICATIONS, {"target": ["job"], "enabled": True}),
    "a rating of 6": ("POST", REVIEW, {"delivery": 6}),
    "a rating of -1": ("POST", REVIEW, {"delivery": -1}),
    "a rating of 4.5": ("POST", REVIEW, {"delivery": 4.5}),
    "a rating of '5'": ("POST", REVIEW, {"delivery": "5"}),
    "a rating of true": ("POST", REVIEW, {"delivery": True}),
    "no rating": ("POST", REVIEW, {"comment": "good"}),
    "a comment of 5,000 characters": ("POST", REVIEW, {"delivery": 5, "comment": "x" * 5_000}),
    "a comment with a control character": ("POST", REVIEW, {"delivery": 5, "comment": "a\x00b"}),
    "a comment that turns the line around": ("POST", REVIEW, {"delivery": 5, "comment": "a\u202eb"}),
    "a comment that is a list": ("POST", REVIEW, {"delivery": 5, "comment": ["x"]}),
    "two who are meant": ("POST", CODE, {"job_id": WITH_CODE.query["job_id"], "review_key": "x"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_meant_is_a_400_and_nothing_is_sent_to_the_carrier(open_fresh: Open, case: str) -> None:
    site = open_fresh()
    method, path, body = WRONG[case]
    answer = Recipient.of(site, TO_REVIEW).call(method, path, body)
    assert error_of(answer) == (400, "invalid_input")
    assert answer.get_json()["error"]["message"]
    assert not site.sandbox.calls()


@pytest.mark.parametrize(
    ("form", "fields", "sentence"),
    [
        ("notifications", {"target": "job", "enabled": "maybe"}, "either on or off"),
        ("notifications", {"target": "everything", "enabled": "true"}, "for this delivery or for all"),
        ("review", {"delivery": "6"}, "from 0 to 5"),
        ("review", {"comment": "good"}, "choose how the delivery was"),
        ("review", {"delivery": "5", "comment": "x" * 5_000}, "at most 1,000 characters"),
        ("review", {"delivery": "5", "comment": "a\x07b"}, "characters in it that cannot be shown"),
    ],
)
def test_a_form_that_cannot_be_meant_is_answered_with_the_page_and_a_sentence(
    open_fresh: Open, form: str, fields: dict[str, str], sentence: str
) -> None:
    site = open_fresh()
    answer = Recipient.of(site, TO_REVIEW).press(form, fields)
    assert (answer.status_code, sentence in unescape(answer.text)) == (400, True)
    assert site.sandbox.changes() == []


def test_a_link_of_another_purpose_does_nothing(open_fresh: Open) -> None:
    site = open_fresh()
    public = site.token(ON_ITS_WAY, for_recipient=False)
    answer = site.visitor.open("PUT", NOTIFICATIONS, json={"token": public, "target": "job", "enabled": False})
    assert error_of(answer) == (403, "not_verified")
    form = Recipient(site.visitor, public).press("notifications", OFF_FOR_JOB)
    assert form.status_code == 403
    assert site.sandbox.changes() == []


def test_a_link_of_another_brand_or_age_does_nothing(open_fresh: Open) -> None:
    site = open_fresh()
    fjords = site.token(ON_ITS_WAY, brand="fjord")
    body = {"token": fjords, "target": "job", "enabled": False}
    assert error_of(site.visitor.open("PUT", NOTIFICATIONS, json=body)) == (404, "broken_link")
    expired = site.token(ON_ITS_WAY, days=0)
    body["token"] = expired
    assert error_of(site.visitor.open("PUT", NOTIFICATIONS, json=body)) == (410, "expired_link")
    assert not site.sandbox.calls()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", NOTIFICATIONS, {"target": "job", "enabled": False}),
        ("POST", CODE, {}),
        ("POST", REVIEW, {"delivery": 5}),
    ],
)
def test_a_carrier_that_has_no_such_action_is_not_asked(
    open_fresh: Open, method: str, path: str, body: dict[str, Any]
) -> None:
    site = open_fresh()
    answer = Recipient.of(site, OPEN[0]).call(method, path, body)
    assert error_of(answer) == (409, "not_offered")
    assert not site.sandbox.calls()


def test_a_job_without_a_review_key_in_its_answer_proves_nobody(open_fresh: Open) -> None:
    site = open_fresh()
    body = {**UNPROVEN_JOBS[0].query, "target": "job", "enabled": False}
    assert error_of(site.visitor.open("PUT", NOTIFICATIONS, json=body)) == (403, "not_verified")
    assert site.sandbox.changes() == []
