"""The JSON API's own addresses: a shipment, and the OpenAPI document (docs/contract.md, sections 3 and 4)."""

import msgspec
import svcs
from flask import Blueprint, Response, request

from tracking_site.domain.clock import Clock
from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.overdue import is_overdue
from tracking_site.tracking.lookup import LookupResults, ProofStates
from tracking_site.tracking.query import NAMING, LinkQuery, Query, read_query
from tracking_site.web.api.openapi import ApiDocument
from tracking_site.web.api.responses import choice_body, encode, json_response, shipment_body
from tracking_site.web.api.schemas import ChoicesResponse
from tracking_site.web.http.caching import conditional, shared
from tracking_site.web.http.context import brand, reader_language
from tracking_site.web.http.error_body import ErrorDetail
from tracking_site.web.i18n.labels import N_
from tracking_site.web.pages.shipment_responses import find, number_query

api = Blueprint("api", __name__)
document = Blueprint("api_document", __name__)
"""The description of the API, which no rate limit counts."""


@api.get("/api/v1/shipment")
def shipment() -> Response:
    """Return the shipment of a number or of a sealed link's token; 300 with the choices if a number means several."""
    results = find(_query())
    if len(results.shipments) > 1:
        return json_response(_choices(results), 300)
    (result,) = results.shipments
    state = svcs.flask.get(ProofStates).state(result)
    overdue = is_overdue(result.tracking.shipment, svcs.flask.get(Clock).now(), brand().zone)
    body = shipment_body(result, reader_language().words.gettext, state, overdue=overdue)
    return conditional(
        json_response(body),
        private=result.verified,
        etag_source=encode(msgspec.structs.replace(body, fetched_at="")),
        as_of=result.tracking.fetched_at,
    )


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


def _choices(results: LookupResults) -> ChoicesResponse:
    message = reader_language().words.gettext(N_("Several shipments have this number."))
    return ChoicesResponse(
        error=ErrorDetail(code="several_shipments", message=message),
        choices=[choice_body(each, f"?{number_query(each)}") for each in results.shipments],
    )


@document.get("/openapi.json")
def openapi() -> Response:
    """Return the description of the API."""
    return shared(Response(svcs.flask.get(ApiDocument).json, mimetype="application/json"))
