"""Merchants' sealed links as JSON: up to a hundred are created at once; one or all of a brand's are revoked."""

import hmac
from datetime import UTC, datetime
from io import BytesIO

import segno
import svcs
from flask import Blueprint, Response, request

from tracking_site.config import Settings
from tracking_site.domain.announcement import Announcement, clean_merchant, parse_window
from tracking_site.domain.errors import ActionError, InvalidAction, InvalidLink, NotAuthorised
from tracking_site.domain.shipment import DeliveryWindow
from tracking_site.features.merchant_links.schemas import (
    LINK_FIELDS,
    NUMBERS,
    ExpectedWindow,
    Link,
    LinkResponse,
    LinksRequest,
    LinksResponse,
    Purpose,
)
from tracking_site.features.merchant_links.service import LinkRequest, MerchantLinks
from tracking_site.web.api.responses import json_response
from tracking_site.web.branding.urls import brand_address
from tracking_site.web.http.bodies import decode_body
from tracking_site.web.http.context import brand, brand_scope, offered_languages
from tracking_site.web.http.csrf import require_json
from tracking_site.web.http.references import parse_number
from tracking_site.web.http.request import json_body
from tracking_site.web.i18n.dates import iso
from tracking_site.web.i18n.negotiation import nearest

link_api = Blueprint("link_api", __name__, url_prefix="/api/v1/links")
link_api.before_request(require_json)


@link_api.before_request
def require_key() -> None:
    """Require one of the brand's API keys: `NotAuthorised`.

    Every key is compared, in constant time, so that the response time reveals nothing.
    """
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    keys = [key.get_secret_value().encode() for key in brand().api_keys]
    matches = [hmac.compare_digest(key, given.strip().encode("utf-8", "surrogateescape")) for key in keys]
    if kind.casefold() != "bearer" or not any(matches):
        raise NotAuthorised("no key of the brand's")


@link_api.post("")
def create() -> Response:
    """Create links, in the order of the request; where one is invalid, none is created."""
    items = decode_body(json_body(), LinksRequest).links
    wanted = [_parse(index, item) for index, item in enumerate(items)]
    created = [_create(index, link, language) for index, (link, language) in enumerate(wanted)]
    return json_response(LinksResponse(created), 201)


@link_api.delete("/<link_id>")
def revoke(link_id: str) -> Response:
    """Revoke one link."""
    svcs.flask.get(MerchantLinks).revoke(brand_scope(), link_id)
    return _no_content()


@link_api.delete("")
def revoke_all() -> Response:
    """Revoke all links of the brand."""
    svcs.flask.get(MerchantLinks).revoke_all(brand_scope())
    return _no_content()


def _no_content() -> Response:
    """Return an empty response, without a media type."""
    response = Response(status=204)
    response.headers.pop("Content-Type")
    return response


def _parse(index: int, item: object) -> tuple[LinkRequest, str | None]:
    """Return a link of the request, and the offered language that is nearest to its own.

    `InvalidLink` with the reason of the first wrong field.
    """
    if not isinstance(item, dict):
        raise InvalidLink(index, "no_reference")
    if not LINK_FIELDS.issuperset(item):
        raise InvalidLink(index, "unknown_field")
    try:
        query = parse_number(item, NUMBERS)
        link = decode_body(item, Link, {"language": _is_near})
    except InvalidAction as error:
        raise InvalidLink(index, error.reason) from None
    for_recipient, announcement = link.purpose is Purpose.RECIPIENT, _announcement(index, link)
    wanted = LinkRequest(query.references[0], query.account, link.days, for_recipient, announcement, query.alternatives)
    return wanted, _nearest_language(link.language)


def _announcement(index: int, link: Link) -> Announcement:
    try:
        expected = _window(link.expected)
    except ValueError:
        raise InvalidLink(index, "expected") from None
    try:
        return Announcement(expected, None if link.merchant is None else clean_merchant(link.merchant))
    except ValueError:
        raise InvalidLink(index, "merchant") from None


def _window(expected: str | ExpectedWindow | None) -> DeliveryWindow | None:
    if expected is None:
        return None
    if isinstance(expected, str):
        return parse_window(expected, expected)
    return parse_window(expected.earliest, expected.latest)


def _is_near(language: str | None) -> bool:
    return language is None or _nearest_language(language) is not None


def _nearest_language(language: str | None) -> str | None:
    return nearest(language, offered_languages(brand())) if language else None


def _create(index: int, wanted: LinkRequest, language: str | None) -> LinkResponse:
    try:
        created = svcs.flask.get(MerchantLinks).create(brand_scope(), wanted)
    except InvalidAction as error:
        raise InvalidLink(index, error.reason) from None
    except ActionError as error:
        raise InvalidLink(index, error.code) from None
    query = f"?lang={language}" if language else ""
    url = f"{brand_address(svcs.flask.get(Settings), brand())}/t/{created.token}{query}"
    return LinkResponse(
        id=created.id,
        url=url,
        token=created.token,
        qr=_qr_code(url),
        expires=iso(datetime.fromtimestamp(created.expires, UTC)),
    )


def _qr_code(url: str) -> str:
    """Return the QR code of an address as SVG, black on white."""
    svg = BytesIO()
    segno.make(url, error="m", micro=False).save(
        svg, kind="svg", xmldecl=False, scale=4, border=4, light="#fff", nl=False
    )
    return svg.getvalue().decode()
