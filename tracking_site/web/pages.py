"""The pages: a brand's own, and its shipments'."""

from flask import Blueprint, Response, g, make_response, render_template

from tracking_site.web import shipments
from tracking_site.web.conditional import conditional
from tracking_site.web.context import brand, site
from tracking_site.web.security import page_policy, set_headers

pages = Blueprint("pages", __name__)


@pages.after_request
def _page_headers(response: Response) -> Response:
    if g.strange_host:
        return response
    return set_headers(response, {"Content-Security-Policy": page_policy(brand(), tiles=site().settings.site.map)})


@pages.get("/")
def home() -> Response:
    """The brand's page with its look-up field."""
    return conditional(make_response(render_template("pages/home.html")), private=False)


@pages.get("/track")
def track() -> Response:
    """Whatever number or link was given."""
    return shipments.tracked(shipments.PAGES)


@pages.get("/t/<token>")
def sealed(token: str) -> Response:
    """The shipment of a sealed link."""
    return shipments.opened(shipments.PAGES, token)
