"""The pages: a brand's own, and its shipments'."""

from flask import Blueprint, Response, g, make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from tracking_site.features.proof_of_delivery.images import MEDIA_TYPE
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand, reader_language, site
from tracking_site.web.http.security_headers import page_policy, set_headers
from tracking_site.web.pages import shipment_responses
from tracking_site.web.pages.calendar import CalendarPage, delivery_calendar

pages = Blueprint("pages", __name__)


@pages.after_request
def page_headers(response: Response) -> Response:
    """Gives a page its content policy."""
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
    return shipment_responses.tracked(shipment_responses.PAGES)


@pages.get("/t/<token>")
def sealed(token: str) -> Response:
    """The shipment of a sealed link."""
    return shipment_responses.opened(shipment_responses.PAGES, token)


@pages.get("/t/<token>/proof/<int(min=1, max=99):place>")
def proof(token: str, place: int) -> Response:
    """A picture that proves the delivery, for the recipient alone."""
    picture = site().proofs.picture(site().visitors(brand()), token, place)
    if picture is None:
        raise NotFound
    response = make_response(picture)
    response.mimetype = MEDIA_TYPE
    return set_headers(response, {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"})


@pages.get("/t/<token>/delivery.ics")
def calendar(token: str) -> Response:
    """The expected delivery for the reader's calendar; 404 where none is expected."""
    found = site().desk.open(site().visitors(brand()), token).found[0]
    page = CalendarPage(brand().name, request.host, brand().zone, url_for("pages.sealed", token=token, _external=True))
    told = delivery_calendar(found, reader_language(), page)
    if told is None:
        raise NotFound
    response = conditional(make_response(told), private=found.verified)
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = "attachment; filename=delivery.ics"
    return set_headers(response, {"X-Robots-Tag": "noindex"})
