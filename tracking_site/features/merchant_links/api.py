"""Merchants' sealed links as JSON: up to a hundred created at once, revoked one by one or all of a brand's."""

import hmac
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import segno
import svcs
from flask import Blueprint, Response, request

from tracking_site.config import Settings
from tracking_site.domain.errors import ActionError, InvalidAction, InvalidLink, NotAuthorised
from tracking_site.features.merchant_links.service import LinkRequest, MerchantLinks
from tracking_site.tracking.sealed_links import DEFAULT_DAYS, MAX_DAYS
from tracking_site.web.api.responses import uncached_json
from tracking_site.web.branding.urls import brand_address
from tracking_site.web.http.context import brand, brand_scope, offered_languages
from tracking_site.web.http.csrf import require_json
from tracking_site.web.http.references import parse_number
from tracking_site.web.http.request import json_body
from tracking_site.web.i18n.dates import iso

MAX_LINKS = 100
PURPOSES = {"recipient": True, "public": False}
KNOWN = frozenset(("slino", "ordno", "tripname", "job_id", "review_key", "account", "days", "language", "purpose"))

link_api = Blueprint("link_api", __name__, url_prefix="/api/v1/links")
link_api.before_request(require_json)


@link_api.before_request
def require_key() -> None:
    """Require one of the brand's API keys; all are compared, so that the time taken reveals nothing."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    keys = [key.get_secret_value().encode() for key in brand().api_keys]
    matches = [hmac.compare_digest(key, given.strip().encode("utf-8", "surrogateescape")) for key in keys]
    if kind.casefold() != "bearer" or not any(matches):
        raise NotAuthorised("no key of the brand's")


@link_api.post("")
def create() -> Response:
    """Create links, in the order of the request; one invalid link creates none."""
    items = json_body().get("links")
    if not isinstance(items, list) or not 0 < len(items) <= MAX_LINKS:
        raise InvalidAction("links")
    wanted = [_read(index, item) for index, item in enumerate(items)]
    return uncached_json(
        {"links": [_made(index, each, language) for index, (each, language) in enumerate(wanted)]}, 201
    )


@link_api.delete("/<link_id>")
def revoke(link_id: str) -> Response:
    """Revoke one link."""
    svcs.flask.get(MerchantLinks).revoke(brand_scope(), link_id)
    return _nothing()


@link_api.delete("")
def revoke_all() -> Response:
    """Revoke all links of the brand."""
    svcs.flask.get(MerchantLinks).revoke_all(brand_scope())
    return _nothing()


def _nothing() -> Response:
    """Return an empty answer, without a media type."""
    response = Response(status=204)
    response.headers.pop("Content-Type")
    return response


def _read(index: int, item: object) -> tuple[LinkRequest, str | None]:
    if not isinstance(item, dict):
        raise InvalidLink(index, "no_reference")
    if not KNOWN.issuperset(item):
        raise InvalidLink(index, "unknown_field")
    try:
        query = parse_number(item, ("slino", "ordno", "tripname", "job_id"))
    except InvalidAction as error:
        raise InvalidLink(index, error.reason) from None
    days, language, purpose = item.get("days", DEFAULT_DAYS), item.get("language"), item.get("purpose", "recipient")
    if type(days) is not int or not 1 <= days <= MAX_DAYS:
        raise InvalidLink(index, "days")
    if language is not None and language not in offered_languages(brand()):
        raise InvalidLink(index, "language")
    if not isinstance(purpose, str) or purpose not in PURPOSES:
        raise InvalidLink(index, "purpose")
    return LinkRequest(query.references[0], query.account, days, PURPOSES[purpose]), language


def _made(index: int, wanted: LinkRequest, language: str | None) -> dict[str, Any]:
    try:
        created = svcs.flask.get(MerchantLinks).create(brand_scope(), wanted)
    except ActionError as error:
        raise InvalidLink(index, error.code) from None
    query = f"?lang={language}" if language else ""
    url = f"{brand_address(svcs.flask.get(Settings), brand())}/t/{created.token}{query}"
    return {
        "id": created.id,
        "url": url,
        "token": created.token,
        "qr": _picture(url),
        "expires": iso(datetime.fromtimestamp(created.expires, UTC)),
    }


def _picture(url: str) -> str:
    """Return the QR code of an address as SVG, black on white."""
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, scale=4, border=4, light="#fff", nl=False
    )
    return drawn.getvalue().decode()
