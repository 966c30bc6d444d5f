"""Merchants' sealed links, as JSON: made up to a hundred at once, taken back one by one or all of a brand's."""

import hmac
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, Response, request

from tracking_site.domain.errors import ActionError, InvalidAction, InvalidLink, NotAuthorised
from tracking_site.features.merchant_links.service import MadeLink, WantedLink
from tracking_site.features.recipient_actions.api import answered
from tracking_site.features.recipient_actions.input import json_body, number_of
from tracking_site.tracking.sealed_links import DAYS, MOST_DAYS
from tracking_site.web.branding.link_previews import brand_address
from tracking_site.web.http.context import brand, offered_languages, site
from tracking_site.web.http.csrf import require_json
from tracking_site.web.i18n.dates import iso

MOST_LINKS = 100
PURPOSES = {"recipient": True, "public": False}
KNOWN = frozenset(("slino", "ordno", "tripname", "job_id", "review_key", "account", "days", "language", "purpose"))

link_api = Blueprint("link_api", __name__, url_prefix="/api/v1/links")
link_api.before_request(require_json)


@link_api.before_request
def require_key() -> None:
    """Lets the brand's own keys in alone; all of them are compared, so that the time taken tells nothing."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    keys = [key.get_secret_value().encode() for key in brand().api_keys]
    matches = [hmac.compare_digest(key, given.strip().encode("utf-8", "surrogateescape")) for key in keys]
    if kind.casefold() != "bearer" or not any(matches):
        raise NotAuthorised("no key of the brand's")


@link_api.post("")
def make() -> Response:
    """Makes links, in the order in which they are wanted; one that is wrong makes none."""
    items = json_body().get("links")
    if not isinstance(items, list) or not 0 < len(items) <= MOST_LINKS:
        raise InvalidAction("links")
    wanted = [_read(place, item) for place, item in enumerate(items)]
    return answered({"links": [_made(place, each, language) for place, (each, language) in enumerate(wanted)]}, 201)


@link_api.delete("/<link_id>")
def take_back(link_id: str) -> Response:
    """Takes one link back."""
    site().links.take_back(site().visitors(brand()), link_id)
    return _nothing()


@link_api.delete("")
def take_all_back() -> Response:
    """Takes all links of the brand back."""
    site().links.take_all_back(site().visitors(brand()))
    return _nothing()


def _nothing() -> Response:
    """The answer that has nothing to say, and so no type."""
    response = Response(status=204)
    response.headers.pop("Content-Type")
    return response


def _read(place: int, item: object) -> tuple[WantedLink, str | None]:
    if not isinstance(item, dict):
        raise InvalidLink(place, "no_reference")
    if not KNOWN.issuperset(item):
        raise InvalidLink(place, "unknown_field")
    try:
        query = number_of(item)
    except InvalidAction as error:
        raise InvalidLink(place, error.reason) from None
    days, language, purpose = item.get("days", DAYS), item.get("language"), item.get("purpose", "recipient")
    if type(days) is not int or not 1 <= days <= MOST_DAYS:
        raise InvalidLink(place, "days")
    if language is not None and language not in offered_languages(brand()):
        raise InvalidLink(place, "language")
    if not isinstance(purpose, str) or purpose not in PURPOSES:
        raise InvalidLink(place, "purpose")
    return WantedLink(query.references[0], query.account, days, PURPOSES[purpose]), language


def _made(place: int, wanted: WantedLink, language: str | None) -> dict[str, Any]:
    try:
        made: MadeLink = site().links.make(site().visitors(brand()), wanted)
    except ActionError as error:
        raise InvalidLink(place, error.code) from None
    asked_language = f"?lang={language}" if language else ""
    url = f"{brand_address(site().settings, brand())}/t/{made.token}{asked_language}"
    return {
        "id": made.id,
        "url": url,
        "token": made.token,
        "qr": _picture(url),
        "expires": iso(datetime.fromtimestamp(made.expires, UTC)),
    }


def _picture(url: str) -> str:
    """The QR code of an address as SVG, without colours of its own but black on white."""
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, scale=4, border=4, light="#fff", nl=False
    )
    return drawn.getvalue().decode()
