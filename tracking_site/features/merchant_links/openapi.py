"""The OpenAPI operations of merchants' links."""

from tracking_site.features.merchant_links.schemas import LINKS, LinksRequest, LinksResponse
from tracking_site.web.api.openapi import Operation, ResponseSpec, errors
from tracking_site.web.http.error_body import LinkErrorResponse

_INVALID = {"400": "One of the links cannot be made; `error.link` says which, from 0"}
_ERRORS = {
    "401": "No API key of the brand's came along",
    "404": "Nobody knows the shipment, or the link does not open",
    "413": "The body is longer than 64 kB",
    "429": "Too many requests, or too many wrong postcodes",
    "503": "The carrier, or the site's own database, cannot be asked",
}
_REVOKED = {"204": ResponseSpec("They open no more"), **errors(_INVALID | _ERRORS)}

OPERATIONS = (
    Operation(
        method="post",
        path="/api/v1/links",
        name="makeLinks",
        summary="Makes sealed links, in the order in which they are wanted",
        request=(LinksRequest,),
        parts=LINKS,
        responses={
            "201": ResponseSpec("The links", LinksResponse),
            **errors(_INVALID, LinkErrorResponse),
            **errors(_ERRORS),
        },
        needs_key=True,
    ),
    Operation(
        method="delete",
        path="/api/v1/links",
        name="takeAllLinksBack",
        summary="Takes all links back",
        responses=_REVOKED,
        needs_key=True,
    ),
    Operation(
        method="delete",
        path="/api/v1/links/{link_id}",
        name="takeLinkBack",
        summary="Takes one link back",
        parameters=[{"name": "link_id", "in": "path", "required": True, "schema": {"type": "string"}}],
        responses=_REVOKED,
        needs_key=True,
    ),
)
