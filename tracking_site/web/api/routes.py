"""The JSON API (docs/contract.md, sections 3 and 4)."""

from typing import Any

import msgspec
import svcs
from flask import Blueprint, Response, jsonify, make_response, request

from tracking_site.config import Settings
from tracking_site.domain.errors import InvalidReference
from tracking_site.tracking.lookup import LookupResults, ProofStates
from tracking_site.tracking.query import NAMING, LinkQuery, Query, read_query
from tracking_site.web.api.openapi import description
from tracking_site.web.api.schemas import references_payload, shipment_payload
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import reader_language
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.i18n.labels import N_
from tracking_site.web.pages.shipment_responses import find, number_query

api = Blueprint("api", __name__)


@api.get("/api/v1/shipment")
def shipment() -> Response:
    """The shipment of a number or of a sealed link's token; 300 with the choices where several are meant."""
    results = find(_query())
    found = results.found[0]
    if len(results.found) > 1:
        return set_headers(make_response(jsonify(_choices(results)), 300), {"X-Robots-Tag": "noindex"})
    state = svcs.flask.get(ProofStates).state(found)
    payload = shipment_payload(found, reader_language().words.gettext, state)
    answer = conditional(
        make_response(jsonify(payload)),
        private=found.verified,
        etag_source=msgspec.json.encode({**payload, "fetched_at": None}),
        as_of=found.tracking.fetched_at,
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
    return LinkQuery(tokens[0])


def _choices(results: LookupResults) -> dict[str, Any]:
    say = reader_language().words.gettext
    return {
        "error": {"code": "several_shipments", "message": say(N_("Several shipments have this number."))},
        "choices": [
            {
                "carrier": found.tracking.shipment.carrier,
                "account": found.ref.account,
                "carrier_name": found.tracking.shipment.carrier_name,
                "references": references_payload(found.tracking.shipment.references),
                "status": found.tracking.shipment.status.value,
                "query": f"?{number_query(found)}",
            }
            for found in results.found
        ],
    }


@api.get("/openapi.json")
def openapi() -> Response:
    """The description of the API."""
    return make_response(jsonify(description(svcs.flask.get(Settings).site.public_url)))
