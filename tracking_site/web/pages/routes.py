"""The pages: a brand's own, and its shipments'."""

import svcs
from flask import Blueprint, Response, g, make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from tracking_site.config import Settings
from tracking_site.tracking.lookup import Lookup
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand, brand_scope, open_link, reader_language
from tracking_site.web.http.security_headers import page_policy, set_headers
from tracking_site.web.pages import shipment_responses
from tracking_site.web.pages.calendar import CalendarPage, delivery_calendar

pages = Blueprint("pages", __name__)


@pages.after_request
def page_headers(response: Response) -> Response:
    """Gives a page its content policy."""
    if g.unknown_host:
        return response
    return set_headers(
        response, {"Content-Security-Policy": page_policy(brand(), tiles=svcs.flask.get(Settings).site.map)}
    )


@pages.get("/")
def home() -> Response:
    """The brand's page with its look-up field."""
    return conditional(make_response(render_template("pages/home.html")), private=False)


@pages.get("/track")
def track() -> Response:
    """Whatever number or link was given."""
    return shipment_responses.from_request(shipment_responses.PAGES)


@pages.get("/t/<token>")
def sealed(token: str) -> Response:
    """The shipment of a sealed link."""
    return shipment_responses.from_link(shipment_responses.PAGES, token)


@pages.get("/t/<token>/delivery.ics")
def calendar(token: str) -> Response:
    """The expected delivery for the reader's calendar; 404 where none is expected."""
    found = svcs.flask.get(Lookup).by_link(brand_scope(), open_link(token)).found[0]
    page = CalendarPage(brand().name, request.host, brand().zone, url_for("pages.sealed", token=token, _external=True))
    told = delivery_calendar(found, reader_language(), page)
    if told is None:
        raise NotFound
    response = conditional(make_response(told), private=found.verified)
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = "attachment; filename=delivery.ics"
    return set_headers(response, {"X-Robots-Tag": "noindex"})
