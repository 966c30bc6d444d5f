"""What is sent to change something, read from JSON or from a form: exactly what is meant, or `InvalidAction`."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from flask import request

from tracking_site.domain.errors import InvalidAction, InvalidReference
from tracking_site.domain.shipment import Review, SmsTarget
from tracking_site.features.recipient_actions.verification import LONGEST_POSTCODE
from tracking_site.tracking.query import PARAMETERS, Query, read_query

LONGEST_COMMENT = 1_000
HIGHEST_RATING = 5

Body = Mapping[str, Any]

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_RATING = re.compile(rf"[0-{HIGHEST_RATING}]")
_SWITCH = {"true": True, "false": False}


def json_body() -> Body:
    """The JSON object that was sent."""
    try:
        body = msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise InvalidAction("no_json") from None
    if not isinstance(body, dict):
        raise InvalidAction("no_json")
    return body


def form_body() -> Body:
    """The fields of the form that was sent, with their types."""
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


def printable(text: str) -> str:
    """A text without what nobody can see, as it can be shown once more."""
    return _UNPRINTABLE.sub("", text)


def proof_of(body: Body) -> Query:
    """What shows that the sender is the recipient: a sealed link's token, or a job with its review key."""
    return _named(body, ("token", "job_id"))


def unproven_of(body: Body) -> Query:
    """The number that its postcode is to prove."""
    return _named(body, ("slino", "ordno"))


def number_of(body: Body) -> Query:
    """Any one number; a job with its review key."""
    return _named(body, ("slino", "ordno", "tripname", "job_id"))


def _named(body: Body, names: tuple[str, ...]) -> Query:
    given = {name: body[name] for name in (*PARAMETERS, "token") if body.get(name) is not None}
    if len(given) != 1 or next(iter(given)) not in names:
        raise InvalidAction("no_reference")
    texts = {name: body[name] for name in (*given, "review_key", "account") if body.get(name) is not None}
    if not all(isinstance(text, str) and text for text in texts.values()):
        raise InvalidAction("no_reference")
    if "token" in texts:
        return Query(token=texts["token"])
    if "job_id" in texts and "review_key" not in texts:
        raise InvalidAction("no_reference")
    try:
        return read_query({name: [text] for name, text in texts.items()})
    except InvalidReference:
        raise InvalidAction("no_reference") from None


def switch_of(body: Body) -> tuple[SmsTarget, bool]:
    """What the notifications are switched for, and whether on."""
    enabled, target = body.get("enabled"), body.get("target")
    if not isinstance(enabled, bool):
        raise InvalidAction("enabled")
    if target not in tuple(SmsTarget):
        raise InvalidAction("target")
    return SmsTarget(target), enabled


def review_of(body: Body) -> Review:
    """The review: whole numbers, and a comment without what nobody can see."""
    delivery, product, comment = (body.get(name) for name in ("delivery", "product", "comment"))
    if delivery is None:
        raise InvalidAction("rating_missing")
    for rating in (delivery, product):
        if rating is not None and (type(rating) is not int or not 0 <= rating <= HIGHEST_RATING):
            raise InvalidAction("rating")
    return Review(delivery, product, _comment(comment))


def _comment(comment: object) -> str | None:
    if comment is None:
        return None
    if not isinstance(comment, str):
        raise InvalidAction("comment")
    if len(comment) > LONGEST_COMMENT:
        raise InvalidAction("comment_long")
    if _UNPRINTABLE.search(comment):
        raise InvalidAction("comment")
    return comment.strip() or None


def postcode_of(body: Body) -> str:
    """The postcode as it was typed."""
    postcode = body.get("postcode")
    if not isinstance(postcode, str) or not postcode.strip() or len(postcode) > LONGEST_POSTCODE:
        raise InvalidAction("postcode")
    return postcode
