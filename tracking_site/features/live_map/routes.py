"""The page that holds LogiNext's live map: opened by a press, kept by nobody, framing one origin alone."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from tracking_site.domain.errors import UnknownShipment
from tracking_site.tracking.lookup import LookupResult
from tracking_site.tracking.query import read_query
from tracking_site.web.http.context import brand, site
from tracking_site.web.http.security_headers import page_policy, set_headers
from tracking_site.web.pages.shipment_responses import kept_parameters, number_query

FALLBACK_SECONDS = 10

live_map = Blueprint("live_map", __name__, url_prefix="/live")


@live_map.get("/t/<token>")
def sealed(token: str) -> Response:
    """The map of a sealed link's shipment."""
    found = site().desk.open(site().visitors(brand()), token).found[0]
    return _shown(found, url_for("pages.sealed", token=token, **kept_parameters()))


@live_map.get("")
def by_number() -> Response:
    """The map of an order or a trip, where anybody may see it."""
    query = read_query(request.args.to_dict(flat=False))
    found = site().desk.look_up(site().visitors(brand()), query).found
    if len(found) > 1:
        raise UnknownShipment("several accounts know it, and none is named")
    return _shown(found[0], f"{url_for('pages.track')}?{number_query(found[0])}")


def _shown(found: LookupResult, back: str) -> Response:
    opened = site().live_maps.open(found)
    page = render_template("pages/live_map.html", address=opened.address, back=back, seconds=FALLBACK_SECONDS)
    headers = {
        "Content-Security-Policy": f"{page_policy(brand())}; frame-src {opened.origin}",
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return set_headers(make_response(page), headers)
