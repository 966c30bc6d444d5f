"""The page that holds a carrier's live map: opened by a press, never cached, framing one origin only."""

from dataclasses import dataclass, field

import svcs
from flask import Blueprint, Response, request, url_for

from tracking_site.domain.errors import UnknownShipment
from tracking_site.features.live_map.service import LiveMaps
from tracking_site.tracking.lookup import Lookup, LookupResult
from tracking_site.tracking.query import read_query
from tracking_site.web.http.addresses import display_parameters
from tracking_site.web.http.context import brand, brand_scope, open_link
from tracking_site.web.http.rendering import PageTemplate, render_page
from tracking_site.web.http.security_headers import page_policy, set_headers
from tracking_site.web.pages.shipment_responses import find, number_query

FALLBACK_SECONDS = 10

live_map = Blueprint("live_map", __name__, url_prefix="/live")


@dataclass(frozen=True, slots=True)
class LiveMapPage:
    """The page with the carrier's map; after `fallback_seconds` without the map it says so."""

    map_address: str = field(repr=False)
    provider: str
    shipment_address: str
    fallback_seconds: int


LIVE_MAP = PageTemplate("pages/live_map.html", LiveMapPage)


@live_map.get("/t/<token>")
def sealed(token: str) -> Response:
    """Answer the map of a sealed link's shipment."""
    result = svcs.flask.get(Lookup).by_link(brand_scope(), open_link(token)).shipments[0]
    return _page(result, url_for("pages.sealed", token=token, **display_parameters()))


@live_map.get("")
def by_number() -> Response:
    """Answer the map of an order or a trip, where anybody may see it."""
    results = find(read_query(request.args.to_dict(flat=False))).shipments
    if len(results) > 1:
        raise UnknownShipment("several accounts know it, and none is named")
    return _page(results[0], f"{url_for('pages.track')}?{number_query(results[0])}")


def _page(result: LookupResult, shipment_address: str) -> Response:
    open_map = svcs.flask.get(LiveMaps).open(result)
    page = LiveMapPage(open_map.address, open_map.provider, shipment_address, FALLBACK_SECONDS)
    headers = {
        "Content-Security-Policy": f"{page_policy(brand())}; frame-src {open_map.origin}",
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return set_headers(render_page(LIVE_MAP, page), headers)
