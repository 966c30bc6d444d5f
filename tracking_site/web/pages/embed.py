"""The embed: the pages that merchants show in an iframe, and oEmbed for systems that find its address by themselves."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import svcs
from flask import Blueprint, Response, abort, jsonify, make_response, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from tracking_site.config import Settings
from tracking_site.domain.errors import InvalidReference
from tracking_site.tracking.query import LinkQuery, address_parameters, names_shipment, read_query
from tracking_site.web.branding.urls import brand_address
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand, offered_languages, reader_language
from tracking_site.web.http.rendering import render_page
from tracking_site.web.http.security_headers import embed_policy, set_headers
from tracking_site.web.pages import shipment_responses
from tracking_site.web.pages.page_templates import EMBED_HOME, HomePage

embed = Blueprint("embed", __name__)
discovery = Blueprint("oembed", __name__)
"""oEmbed, which looks nothing up: a content management system asks for all its readers, and no rate limit counts it."""

NOT_IMPLEMENTED = 501
WIDTH, HEIGHT = 480, 520
MIN_WIDTH = 260


@embed.after_request
def embed_headers(response: Response) -> Response:
    """Set the content policy of an embed: only the brand's merchants may frame it."""
    return set_headers(response, {"Content-Security-Policy": embed_policy(brand())})


@embed.get("/embed")
def track() -> Response:
    """Return the shipment of the number or link in the query; the look-up field where the query names none."""
    if names_shipment(request.args.to_dict(flat=False)):
        return shipment_responses.from_request(shipment_responses.EMBED)
    page = HomePage(reader_language().words.gettext("Where is my delivery?"))
    return conditional(render_page(EMBED_HOME, page), private=False)


@embed.get("/embed/t/<token>")
def sealed(token: str) -> Response:
    """Return the shipment of a sealed link."""
    return shipment_responses.from_link(shipment_responses.EMBED, token)


@discovery.get("/oembed")
def oembed() -> Response:
    """Return what a content management system shows for a link to this brand's site (oembed.com, section 2)."""
    if request.args.get("format", "json") != "json":
        abort(NOT_IMPLEMENTED)
    address = _embed_address(request.args.get("url", ""))
    width = _width(request.args.get("maxwidth"))
    body: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "provider_name": brand().name,
        "provider_url": brand_address(svcs.flask.get(Settings), brand()),
        "title": brand().name,
        "width": width,
        "height": HEIGHT,
        "html": str(
            Markup('<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>').format(
                address, brand().name, width, HEIGHT
            )
        ),
    }
    return make_response(jsonify(body))


def _embed_address(url: str) -> str:
    """Return the address of the embed of one of this site's pages; `NotFound` for any other page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise NotFound from None
    own = urlsplit(svcs.flask.get(Settings).site.public_url)
    if parts.netloc not in (own.netloc, request.host) or parts.scheme not in ("http", "https"):
        raise NotFound
    base = f"{parts.scheme}://{parts.netloc}"
    if parts.path.startswith("/t/") and "/" not in parts.path[3:]:
        return f"{base}/embed{parts.path}"
    if parts.path != "/track":
        raise NotFound
    parameters = parse_qs(parts.query)
    try:
        query = read_query(parameters)
    except InvalidReference:
        raise NotFound from None
    if isinstance(query, LinkQuery):
        return f"{base}/embed/t/{query.token}"
    own_account = query.account if query.account in brand().accounts else None
    language = [("lang", tag) for tag in parameters.get("lang", ()) if tag in offered_languages(brand())]
    account = [("account", own_account)] if own_account else []
    return f"{base}/embed?{urlencode([*address_parameters(replace(query, account=None)), *language, *account])}"


def _width(max_width: str | None) -> int:
    if max_width is None or not max_width.isascii() or not max_width.isdigit():
        return WIDTH
    return max(MIN_WIDTH, min(int(max_width[:5]), WIDTH))
