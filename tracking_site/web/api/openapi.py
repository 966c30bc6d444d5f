"""OpenAPI 3.1 of `/api/v1`: written from the same tables that the code reads."""

from tracking_site.domain.shipment import Status
from tracking_site.tracking.query import AIR_WAYBILL, LONGEST_NUMBER, LONGEST_TEXT, PARAMETERS
from tracking_site.web.api.openapi_actions import action_paths
from tracking_site.web.api.openapi_parts import BOOLEAN, ERROR, MAYBE_TEXT, TEXT, Schema, answer, error, record

_MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
_MAYBE_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
_MOMENT: Schema = {"type": ["string", "null"], "description": "RFC 3339 in UTC, or a date alone"}
_STATUS: Schema = {"type": "string", "enum": [status.value for status in Status]}
_NUMBERS = ("job_id", "sli_number", "order_number", "trip_name", "awb_number")
_REFERENCES: Schema = {"type": "object", "properties": dict.fromkeys(_NUMBERS, TEXT)}
_LEG: dict[str, Schema] = {
    "carrier": TEXT,
    "account": TEXT,
    "carrier_name": TEXT,
    "references": _REFERENCES,
    "status": _STATUS,
}
_ERROR_STATUSES = {
    "400": "No number, several, or one that cannot be",
    "404": "Nobody knows it, or the link does not open",
    "410": "The link has expired",
    "429": "Too many requests",
    "503": "The carrier cannot be asked",
}


def _location(*, timed: bool) -> Schema:
    fields: dict[str, Schema] = {"name": MAYBE_TEXT, "latitude": _MAYBE_NUMBER, "longitude": _MAYBE_NUMBER}
    return record({**fields, "time": _MOMENT} if timed else fields, nullable=True)


def _shipment() -> Schema:
    place = record({"name": TEXT, "country": MAYBE_TEXT}, nullable=True)
    event = record({"time": _MOMENT, "status": _STATUS, "description": TEXT, "location": _location(timed=False)})
    event["properties"] |= {
        "carrier_name": TEXT | {"description": "Whose event it is, where several carriers have legs"}
    }
    leg = record(_LEG)
    window = record({"earliest": _MOMENT, "latest": _MOMENT}, nullable=True)
    shipment = record(
        {
            **_LEG,
            "carrier_status": MAYBE_TEXT,
            "events": {"type": "array", "items": event},
            "last_location": _location(timed=True),
            "estimated_delivery": window,
            "delivered_at": _MOMENT,
            "deadline": record({"time": _MOMENT, "original": _MOMENT}, nullable=True),
            "stops_before": _MAYBE_COUNT,
            "attempts": _MAYBE_COUNT,
            "merchant": MAYBE_TEXT,
            "provider": MAYBE_TEXT,
            "origin": place,
            "destination": place,
            "sms_notifications": record({"job": BOOLEAN, "client": BOOLEAN}, nullable=True),
            "actions": {"type": "array", "items": TEXT},
            "legs": {"type": "array", "items": leg},
        }
    )
    shipment["properties"]["first_estimated_delivery"] = window | {
        "description": "What was expected at first, where it is expected earlier or later by now"
    }
    shipment["properties"]["proof_of_delivery"] = record(
        {"pictures": {"type": "integer", "minimum": 0}, "waiting": BOOLEAN}
    ) | {
        "description": "For recipients, where the carrier has pictures: how many the page shows, and whether some are awaited"
    }
    return shipment


def _parameters() -> list[Schema]:
    described = {name: f"A {kind.value.replace('_', ' ')}" for name, kind in PARAMETERS.items()}
    described |= {
        AIR_WAYBILL: "An air waybill number that the site has heard of",
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


def _choices() -> Schema:
    choice = record({**_LEG, "query": {"type": "string", "description": "What to ask this address with for this one"}})
    return {"type": "array", "items": choice}


def description(server: str) -> Schema:
    """The whole document, for a site at an address."""
    told = record(
        {
            "shipment": {"$ref": "#/components/schemas/Shipment"},
            "verified": BOOLEAN,
            "fetched_at": TEXT,
            "stale": BOOLEAN,
        }
    )
    operation = {
        "summary": "Where a shipment is and when it comes",
        "operationId": "getShipment",
        "parameters": _parameters(),
        "responses": {
            "200": answer("The shipment", told),
            "304": {"description": "As `If-None-Match` says"},
            "300": answer("The number is known to several carriers", record({**ERROR, "choices": _choices()})),
            **{status: error(text) for status, text in _ERROR_STATUSES.items()},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "tracking-site", "version": "1"},
        "servers": [{"url": server}],
        "paths": {"/api/v1/shipment": {"get": operation}, **action_paths()},
        "components": {
            "schemas": {"Shipment": _shipment()},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "One of the brand's API keys"}
            },
        },
    }
