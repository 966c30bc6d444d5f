"""The input of recipients' actions, from JSON or from a form: exactly what is meant, or `InvalidAction`."""

import re
from typing import Any

from flask import request

from tracking_site.domain.errors import InvalidAction
from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, MAX_RATING, Review, SmsTarget
from tracking_site.features.recipient_actions.verification import MAX_POSTCODE_LENGTH
from tracking_site.web.http.request import Body, has_unprintable

_RATING = re.compile(rf"[0-{MAX_RATING}]")
_SWITCH = {"true": True, "false": False}


def form_body() -> Body:
    """Return the fields of the form that was sent, with their types."""
    body: dict[str, Any] = {name: value for name, value in request.form.items() if value}
    if "enabled" in body:
        body["enabled"] = _SWITCH.get(body["enabled"])
    for name in ("delivery", "product"):
        if name in body and _RATING.fullmatch(body[name]):
            body[name] = int(body[name])
    if isinstance(comment := body.get("comment"), str):
        # A browser sends two characters for the end of a line and counts one.
        body["comment"] = comment.replace("\r\n", "\n")
    return body


def parse_sms_switch(body: Body) -> tuple[SmsTarget, bool]:
    """Return what the notifications are switched for, and whether on."""
    enabled, target = body.get("enabled"), body.get("target")
    if not isinstance(enabled, bool):
        raise InvalidAction("enabled")
    if target not in tuple(SmsTarget):
        raise InvalidAction("target")
    return SmsTarget(target), enabled


def parse_review(body: Body) -> Review:
    """Return the review: whole numbers, and a comment without control characters."""
    delivery, product, comment = (body.get(name) for name in ("delivery", "product", "comment"))
    if delivery is None:
        raise InvalidAction("rating_missing")
    for rating in (delivery, product):
        if rating is not None and (type(rating) is not int or not 0 <= rating <= MAX_RATING):
            raise InvalidAction("rating")
    return Review(delivery, product, _comment(comment))


def _comment(comment: object) -> str | None:
    if comment is None:
        return None
    if not isinstance(comment, str):
        raise InvalidAction("comment")
    if len(comment) > MAX_COMMENT_LENGTH:
        raise InvalidAction("comment_long")
    if has_unprintable(comment):
        raise InvalidAction("comment")
    return comment.strip() or None


def parse_postcode(body: Body) -> str:
    """Return the postcode as it was typed."""
    postcode = body.get("postcode")
    if not isinstance(postcode, str) or not postcode.strip() or len(postcode) > MAX_POSTCODE_LENGTH:
        raise InvalidAction("postcode")
    return postcode
