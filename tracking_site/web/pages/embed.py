"""The same shipments inside a merchant's page: an iframe's content, the script that places it, and oEmbed."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import svcs
from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from tracking_site import assets
from tracking_site.config import Settings
from tracking_site.tracking.query import NAMING
from tracking_site.web.branding.urls import brand_address
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand
from tracking_site.web.http.security_headers import embed_policy, set_headers
from tracking_site.web.pages import shipment_responses

embed = Blueprint("embed", __name__)

NOT_IMPLEMENTED = 501
AN_HOUR = "public, max-age=3600"
ASKING = (*NAMING, "review_key")
KNOWN = (*ASKING, "account", "lang")
WIDTH, HEIGHT = 480, 520
LEAST_WIDTH = 260


@embed.after_request
def embed_headers(response: Response) -> Response:
    """Gives an embed its content policy: exactly the brand's merchants may frame it."""
    return set_headers(response, {"Content-Security-Policy": embed_policy(brand())})


@embed.get("/embed")
def track() -> Response:
    """Whatever number or link was given; a look-up field where none was."""
    if any(request.args.get(name) for name in ASKING):
        return shipment_responses.from_request(shipment_responses.EMBED)
    return conditional(make_response(render_template("embed/home.html")), private=False)


@embed.get("/embed/t/<token>")
def sealed(token: str) -> Response:
    """The shipment of a sealed link."""
    return shipment_responses.from_link(shipment_responses.EMBED, token)


@embed.get("/embed.js")
def script() -> Response:
    """The merchant's script: the element `<tracking-embed>`."""
    response = make_response((assets.STATIC / "js" / "embed.js").read_bytes())
    response.mimetype = "text/javascript"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    conditional(response, private=False)
    response.headers["Cache-Control"] = AN_HOUR
    return response


@embed.get("/oembed")
def oembed() -> Response:
    """An oEmbed answer for a link to this brand's site (oembed.com, section 2), as CMSs ask for it."""
    if request.args.get("format", "json") != "json":
        abort(NOT_IMPLEMENTED)
    address = _embedded(request.args.get("url", ""))
    width = _width(request.args.get("maxwidth"))
    answer: dict[str, Any] = {
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
    return make_response(jsonify(answer))


def _embedded(url: str) -> str:
    """The address of the embed of a page of this brand's; a 404 for any other page."""
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
    known = [(name, value) for name, value in parse_qsl(parts.query) if name in KNOWN]
    if parts.path != "/track" or not any(name in ASKING for name, _ in known):
        raise NotFound
    return f"{base}/embed?{urlencode(known)}"


def _width(most: str | None) -> int:
    if most is None or not most.isascii() or not most.isdigit():
        return WIDTH
    return max(LEAST_WIDTH, min(int(most[:5]), WIDTH))
