"""OpenAPI 3.1 of what changes something: what recipients do and what merchants make, with every answer it can have."""

from collections.abc import Mapping

from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, MAX_RATING, SmsTarget
from tracking_site.features.merchant_links.api import MAX_LINKS, PURPOSES
from tracking_site.features.recipient_actions.verification import MAX_POSTCODE_LENGTH
from tracking_site.tracking.query import LONGEST_NUMBER, LONGEST_TEXT
from tracking_site.tracking.sealed_links import DEFAULT_DAYS, MAX_DAYS
from tracking_site.web.api.openapi_parts import BOOLEAN, MAYBE_TEXT, TEXT, Schema, answer, error, record

_TOKEN: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "description": "Of a sealed link"}
_UUID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_NUMBER: Schema = {"type": "string", "pattern": r"^[0-9A-Za-z][0-9A-Za-z_./-]*$", "maxLength": LONGEST_NUMBER}
_RATING: Schema = {"type": "integer", "minimum": 0, "maximum": MAX_RATING}
_MAYBE_RATING: Schema = {"type": ["integer", "null"], "minimum": 0}

ERRORS: Mapping[str, str] = {
    "400": "What was sent cannot be meant",
    "403": "It is not shown that the sender is the recipient, or the carrier refuses it",
    "404": "Nobody knows the shipment, or the link does not open",
    "409": "There is no such action for this shipment, or not now",
    "410": "The link has expired or was taken back",
    "413": "The body is longer than 64 kB",
    "429": "Too many requests, or too many wrong postcodes",
    "503": "The carrier, or the site's own database, cannot be asked",
}
LINK_ERRORS: Mapping[str, str] = {
    "400": "One of the links cannot be made; `error.link` says which, from 0",
    "401": "No API key of the brand's came along",
    **{status: ERRORS[status] for status in ("404", "413", "429", "503")},
}


def action_paths() -> Schema:
    """The addresses that something is sent to."""
    return {
        "/api/v1/sms-notifications": {
            "put": _operation(
                "switchSmsNotifications",
                "Switches the carrier's text messages for a delivery, or for all of its recipient's",
                _proven({"enabled": BOOLEAN, "target": {"enum": [target.value for target in SmsTarget]}}),
                record({"sms_notifications": record({"job": BOOLEAN, "client": BOOLEAN})}),
            )
        },
        "/api/v1/delivery-code": {
            "post": _operation(
                "fetchDeliveryCode",
                "The code that the driver asks for; that it was fetched is recorded at the carrier",
                _proven({}),
                record({"delivery_code": TEXT}),
            )
        },
        "/api/v1/review": {
            "post": _operation(
                "reviewDelivery",
                "Rates a completed delivery, once",
                _proven({"delivery": _RATING}, product=_RATING, comment=_COMMENT),
                record({"review": record({"delivery": _RATING_TOLD, "product": _MAYBE_RATING, "comment": MAYBE_TEXT})}),
            )
        },
        "/api/v1/verification": {
            "post": _operation(
                "verifyRecipient",
                "A sealed link for whoever knows the postcode of the delivery",
                _unproven({"postcode": {"type": "string", "pattern": "[0-9A-Za-z]", "maxLength": MAX_POSTCODE_LENGTH}}),
                record({"token": TEXT, "url": TEXT, "expires": TEXT}),
            )
        },
        "/api/v1/links": {"post": _make_links(), "delete": _take_back("takeAllLinksBack", "Takes all links back")},
        "/api/v1/links/{link_id}": {
            "delete": {
                **_take_back("takeLinkBack", "Takes one link back"),
                "parameters": [{"name": "link_id", "in": "path", "required": True, "schema": TEXT}],
            }
        },
    }


_COMMENT: Schema = {"type": "string", "maxLength": MAX_COMMENT_LENGTH, "pattern": r"^[^\x00-\x1f\x7f-\x9f]*$"}
_RATING_TOLD: Schema = {"type": "integer", "minimum": 0}


def _proven(properties: dict[str, Schema], **optional: Schema) -> Schema:
    """A body with what shows the sender to be the recipient: a token, or a job with its review key."""
    job = {"job_id": _UUID, "review_key": _UUID}
    return {"oneOf": [_body({**proof, **properties}, optional) for proof in ({"token": _TOKEN}, job)]}


def _unproven(properties: dict[str, Schema]) -> Schema:
    return {"oneOf": [_body({name: _NUMBER, **properties}, {"account": TEXT}) for name in ("slino", "ordno")]}


def _body(required: dict[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": {**required, **optional}, "required": list(required)}


def _operation(name: str, summary: str, body: Schema, answered: Schema) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "200": answer("As it is now", answered),
            **{status: error(text) for status, text in ERRORS.items()},
        },
    }


def _make_links() -> Schema:
    more = {
        "account": TEXT,
        "days": {"type": "integer", "minimum": 1, "maximum": MAX_DAYS, "default": DEFAULT_DAYS},
        "language": TEXT,
        "purpose": {"enum": list(PURPOSES)},
    }
    named = [*({name: _NUMBER} for name in ("slino", "ordno", "tripname")), {"job_id": _UUID, "review_key": _UUID}]
    wanted = {"oneOf": [{**_body(number, more), "additionalProperties": False} for number in named]}
    links = {"type": "array", "minItems": 1, "maxItems": MAX_LINKS, "items": wanted}
    made = record({"id": TEXT, "url": TEXT, "token": TEXT, "qr": TEXT, "expires": TEXT})
    return {
        "operationId": "makeLinks",
        "summary": "Makes sealed links, in the order in which they are wanted",
        "security": [{"key": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _body({"links": links}, {})}}},
        "responses": {
            "201": answer("The links", record({"links": {"type": "array", "items": made}})),
            **{
                status: error(text, **({"link": {"type": "integer", "minimum": 0}} if status == "400" else {}))
                for status, text in LINK_ERRORS.items()
            },
        },
    }


def _take_back(name: str, summary: str) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "security": [{"key": []}],
        "responses": {
            "204": {"description": "They open no more"},
            **{status: error(text) for status, text in LINK_ERRORS.items()},
        },
    }
