"""The input of an action is exactly what is meant, or an error whose reason says what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tracking_site.domain.errors import InvalidAction
from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, Review, SmsTarget
from tracking_site.features.recipient_actions.input import form_body, parse_postcode, parse_review, parse_sms_switch

LONG = "x" * (MAX_COMMENT_LENGTH + 1)


def test_a_switch_is_a_target_and_a_truth() -> None:
    assert parse_sms_switch({"enabled": False, "target": "client", "token": "x"}) == (SmsTarget.CLIENT, False)


def test_a_review_is_a_rating_and_more_where_it_is_given() -> None:
    assert parse_review({"delivery": 0}) == Review(0, None, None)
    assert parse_review({"delivery": 5, "product": 4, "comment": " On\ntime "}) == Review(5, 4, "On\ntime")
    assert parse_review({"delivery": 5, "product": None, "comment": "  "}) == Review(5, None, None)


def test_a_postcode_is_kept_as_it_was_typed() -> None:
    assert parse_postcode({"postcode": " h4c-2c9 "}) == " h4c-2c9 "


@pytest.mark.parametrize(
    ("parse", "body", "reason"),
    [
        (parse_sms_switch, {"target": "job"}, "enabled"),
        (parse_sms_switch, {"enabled": 0, "target": "all"}, "enabled"),
        (parse_sms_switch, {"enabled": True}, "target"),
        (parse_sms_switch, {"enabled": True, "target": ["job"]}, "target"),
        (parse_review, {"comment": LONG}, "rating_missing"),
        (parse_review, {"delivery": 6, "comment": LONG}, "rating"),
        (parse_review, {"delivery": 5, "product": -1}, "rating"),
        (parse_review, {"delivery": 5, "product": True}, "rating"),
        (parse_review, {"delivery": 5, "comment": ["x"]}, "comment"),
        (parse_review, {"delivery": 5, "comment": f"{LONG}\x00"}, "comment_long"),
        (parse_review, {"delivery": 5, "comment": "a\u202eb"}, "comment"),
        (parse_postcode, {}, "postcode"),
        (parse_postcode, {"postcode": "  "}, "postcode"),
        (parse_postcode, {"postcode": "x" * 41}, "postcode"),
        (parse_postcode, {"postcode": 12345}, "postcode"),
    ],
)
def test_the_first_mistake_is_the_one_that_is_reported(
    parse: Callable[[Any], object], body: dict[str, Any], reason: str
) -> None:
    with pytest.raises(InvalidAction) as caught:
        parse(body)
    assert caught.value.reason == reason


def test_a_form_has_the_types_of_the_json() -> None:
    fields = {"enabled": "true", "delivery": "5", "product": "", "comment": "a\r\nb", "postcode": "H4C"}
    with Flask("form").test_request_context(method="POST", data=fields):
        assert form_body() == {"enabled": True, "delivery": 5, "comment": "a\nb", "postcode": "H4C"}
    with Flask("form").test_request_context(method="POST", data={"enabled": "maybe", "delivery": "6"}):
        assert form_body() == {"enabled": None, "delivery": "6"}
