"""OpenAPI 3.1 of `/api/v1`: written from the same tables that the code reads."""

from typing import Any

from tracking_site.models.shipment import Status
from tracking_site.tracking.query import LONGEST_NUMBER, LONGEST_TEXT, PARAMETERS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
_MAYBE_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
_MOMENT: Schema = {"type": ["string", "null"], "description": "RFC 3339 in UTC, or a date alone"}
_STATUS: Schema = {"type": "string", "enum": [status.value for status in Status]}
_NUMBERS = ("job_id", "sli_number", "order_number", "trip_name", "awb_number")
_REFERENCES: Schema = {"type": "object", "properties": dict.fromkeys(_NUMBERS, _TEXT)}
_ERROR_STATUSES = {
    "300": "The number is known to several carriers; `choices` says which",
    "400": "No number, several, or one that cannot be",
    "404": "Nobody knows it, or the link does not open",
    "410": "The link has expired",
    "429": "Too many requests",
    "503": "The carrier cannot be asked",
}


def _record(properties: dict[str, Schema], *, nullable: bool = False) -> Schema:
    return {
        "type": ["object", "null"] if nullable else "object",
        "properties": properties,
        "required": list(properties),
    }


def _location(*, timed: bool) -> Schema:
    fields: dict[str, Schema] = {"name": _MAYBE_TEXT, "latitude": _MAYBE_NUMBER, "longitude": _MAYBE_NUMBER}
    return _record({**fields, "time": _MOMENT} if timed else fields, nullable=True)


def _shipment() -> Schema:
    place = _record({"name": _TEXT, "country": _MAYBE_TEXT}, nullable=True)
    event = {"time": _MOMENT, "status": _STATUS, "description": _TEXT, "location": _location(timed=False)}
    return _record(
        {
            "carrier": _TEXT,
            "account": _TEXT,
            "carrier_name": _TEXT,
            "references": _REFERENCES,
            "status": _STATUS,
            "carrier_status": _MAYBE_TEXT,
            "events": {"type": "array", "items": _record(event)},
            "last_location": _location(timed=True),
            "estimated_delivery": _record({"earliest": _MOMENT, "latest": _MOMENT}, nullable=True),
            "delivered_at": _MOMENT,
            "deadline": _record({"time": _MOMENT, "original": _MOMENT}, nullable=True),
            "stops_before": _MAYBE_COUNT,
            "attempts": _MAYBE_COUNT,
            "merchant": _MAYBE_TEXT,
            "provider": _MAYBE_TEXT,
            "origin": place,
            "destination": place,
            "sms_notifications": _record({"job": {"type": "boolean"}, "client": {"type": "boolean"}}, nullable=True),
            "actions": {"type": "array", "items": _TEXT},
        }
    )


def _parameters() -> list[Schema]:
    described = {name: f"A {kind.value.replace('_', ' ')}" for name, kind in PARAMETERS.items()}
    described |= {
        "review_key": "The review key that belongs to a `job_id`",
        "q": "Whatever a recipient typed or pasted",
        "token": "The token of a sealed link",
        "account": "One of the accounts that know the number",
        "lang": "The language of descriptions",
    }
    longest = {"q": LONGEST_TEXT, "token": LONGEST_TEXT}
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": text,
            "schema": {"type": "string", "maxLength": longest.get(name, LONGEST_NUMBER)},
        }
        for name, text in described.items()
    ]


def _error(text: str, *, choices: bool = False) -> Schema:
    fields: dict[str, Schema] = {"error": _record({"code": _TEXT, "message": _TEXT})}
    if choices:
        fields["choices"] = {"type": "array", "items": _choice()}
    return {"description": text, "content": {"application/json": {"schema": _record(fields)}}}


def _choice() -> Schema:
    return _record(
        {
            "carrier": _TEXT,
            "account": _TEXT,
            "carrier_name": _TEXT,
            "references": _REFERENCES,
            "status": _STATUS,
            "query": {"type": "string", "description": "What to ask this address with for this one"},
        }
    )


def description(server: str) -> Schema:
    """The whole document, for a site at an address."""
    answer = _record(
        {
            "shipment": {"$ref": "#/components/schemas/Shipment"},
            "verified": {"type": "boolean"},
            "fetched_at": _TEXT,
            "stale": {"type": "boolean"},
        }
    )
    found = {"description": "The shipment", "content": {"application/json": {"schema": answer}}}
    operation = {
        "summary": "Where a shipment is and when it comes",
        "operationId": "getShipment",
        "parameters": _parameters(),
        "responses": {
            "200": found,
            "304": {"description": "As `If-None-Match` says"},
            **{status: _error(text, choices=status == "300") for status, text in _ERROR_STATUSES.items()},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "tracking-site", "version": "1"},
        "servers": [{"url": server}],
        "paths": {"/api/v1/shipment": {"get": operation}},
        "components": {"schemas": {"Shipment": _shipment()}},
    }
