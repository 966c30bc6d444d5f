"""The input of recipients' actions, from JSON or from a form; `InvalidAction` for every wrong field."""

import re
from typing import Any

from flask import request

from tracking_site.domain.errors import InvalidAction
from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, MAX_RATING, Review, SmsTarget
from tracking_site.features.recipient_actions.schemas import (
    ReviewRequest,
    SmsNotificationsRequest,
    VerificationRequest,
)
from tracking_site.web.http.bodies import decode_body
from tracking_site.web.http.request import Body, has_unprintable

_RATING = re.compile(rf"[0-{MAX_RATING}]")
_SWITCH = {"true": True, "false": False}


def form_body() -> Body:
    """Return the fields of the form that was sent, with their types as in JSON."""
    body: dict[str, Any] = {name: value for name, value in request.form.items() if value}
    if "enabled" in body:
        body["enabled"] = _SWITCH.get(body["enabled"])
    for name in ("delivery", "product"):
        if name in body and _RATING.fullmatch(body[name]):
            body[name] = int(body[name])
    if isinstance(comment := body.get("comment"), str):
        # A browser sends a line break as two characters and counts it as one.
        body["comment"] = comment.replace("\r\n", "\n")
    return body


def parse_sms_switch(body: Body) -> tuple[SmsTarget, bool]:
    """Return what the SMS notifications are switched for, and whether they are switched on."""
    switch = decode_body(body, SmsNotificationsRequest)
    return switch.target, switch.enabled


def parse_review(body: Body) -> Review:
    """Return the review: ratings in whole numbers, and a comment without control characters."""
    given = decode_body(body, ReviewRequest)
    comment = given.comment
    if comment is not None and len(comment) > MAX_COMMENT_LENGTH:
        raise InvalidAction("comment_long")
    if comment is not None and has_unprintable(comment):
        raise InvalidAction("comment")
    return Review(given.delivery, given.product, (comment or "").strip() or None)


def parse_postcode(body: Body) -> str:
    """Return the postcode as it was typed; one of blanks is an `InvalidAction`."""
    return decode_body(body, VerificationRequest, {"postcode": str.strip}).postcode
