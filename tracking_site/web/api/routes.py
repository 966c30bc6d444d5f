"""The JSON API (contract, sections 3 and 4)."""

from typing import Any

import msgspec
from flask import Blueprint, Response, jsonify, make_response, request

from tracking_site.domain.errors import InvalidReference
from tracking_site.tracking.lookup import LookupResults
from tracking_site.tracking.query import NAMING, Query, read_query
from tracking_site.web.api.openapi import description
from tracking_site.web.api.schemas import references_payload, shipment_payload
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand, reader_language, site
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.i18n.labels import N_
from tracking_site.web.pages.shipment_responses import number_query

api = Blueprint("api", __name__)


@api.get("/api/v1/shipment")
def shipment() -> Response:
    """The shipment of a number or of a sealed link's token; 300 with the choices where several are meant."""
    findings = site().desk.look_up(site().visitors(brand()), _query())
    found = findings.found[0]
    if len(findings.found) > 1:
        return set_headers(make_response(jsonify(_choices(findings)), 300), {"X-Robots-Tag": "noindex"})
    payload = shipment_payload(found, reader_language().words.gettext, site().proofs.state(found))
    answer = conditional(
        make_response(jsonify(payload)),
        private=found.verified,
        says=msgspec.json.encode({**payload, "fetched_at": None}),
        as_of=found.tracked.fetched_at,
    )
    return set_headers(answer, {"X-Robots-Tag": "noindex"})


def _query() -> Query:
    parameters = request.args.to_dict(flat=False)
    tokens = parameters.pop("token", None)
    if tokens is None:
        return read_query(parameters)
    if len(set(tokens)) > 1 or any(name in parameters for name in NAMING):
        raise InvalidReference("several")
    if not tokens[0]:
        raise InvalidReference("missing")
    return Query(token=tokens[0])


def _choices(findings: LookupResults) -> dict[str, Any]:
    say = reader_language().words.gettext
    return {
        "error": {"code": "several_shipments", "message": say(N_("Several shipments have this number."))},
        "choices": [
            {
                "carrier": found.tracked.shipment.carrier,
                "account": found.ref.account,
                "carrier_name": found.tracked.shipment.carrier_name,
                "references": references_payload(found.tracked.shipment.references),
                "status": found.tracked.shipment.status.value,
                "query": f"?{number_query(found)}",
            }
            for found in findings.found
        ],
    }


@api.get("/openapi.json")
def openapi() -> Response:
    """The description of the API."""
    return make_response(jsonify(description(site().settings.site.public_url)))
