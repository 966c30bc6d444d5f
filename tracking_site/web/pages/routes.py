"""The pages of the site: a brand's home page, and the pages of its shipments."""

from urllib.parse import parse_qs, urlsplit

import svcs
from flask import Blueprint, Response, g, make_response, redirect, url_for
from werkzeug.exceptions import NotFound

from tracking_site.config import Settings
from tracking_site.domain.clock import Clock
from tracking_site.tracking.lookup import Lookup
from tracking_site.tracking.query import LinkQuery, address_parameters, read_query
from tracking_site.web.branding.texts import brand_wording
from tracking_site.web.branding.urls import brand_address
from tracking_site.web.http.addresses import SEE_OTHER, display_parameters
from tracking_site.web.http.caching import conditional
from tracking_site.web.http.context import brand, brand_scope, open_link, reader_language
from tracking_site.web.http.rendering import render_page
from tracking_site.web.http.security_headers import page_policy, set_headers
from tracking_site.web.pages import form_responses, shipment_responses
from tracking_site.web.pages.calendar import CalendarSource, delivery_calendar
from tracking_site.web.pages.page_templates import HOME, HomePage

pages = Blueprint("pages", __name__)


@pages.after_request
def page_headers(response: Response) -> Response:
    """Set the content policy of a page."""
    if g.unknown_host:
        return response
    return set_headers(
        response, {"Content-Security-Policy": page_policy(brand(), tiles=svcs.flask.get(Settings).site.map)}
    )


@pages.get("/")
def home() -> Response:
    """Return the brand's page with its look-up field."""
    language = reader_language()
    _ = language.words.gettext
    title = _("Where is my delivery?")
    lead = _("Enter the number from your confirmation, or paste the message you got.")
    page = HomePage(
        title=brand_wording(brand(), language.tag, "home_title", title),
        lead=brand_wording(brand(), language.tag, "home_lead", lead),
    )
    return conditional(render_page(HOME, page), private=False)


@pages.get("/track")
def track() -> Response:
    """Return the shipment of the number or link in the query."""
    return shipment_responses.from_request(shipment_responses.PAGES)


@pages.get("/track<spoilt>")
def track_spoilt(spoilt: str) -> Response:
    """Redirect to the look-up from an address whose question mark was encoded as part of its path; 404 for others."""
    if not spoilt.startswith("?"):
        raise NotFound
    query = read_query(parse_qs(spoilt[1:].replace("amp;", "")))
    if isinstance(query, LinkQuery):
        return form_responses.to_shipment(shipment_responses.PAGES, query.token)
    address = url_for("pages.track", **{**dict(address_parameters(query)), **display_parameters()})
    response = make_response(redirect(address, SEE_OTHER))
    return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})


@pages.get("/t/<token>")
def sealed(token: str) -> Response:
    """Return the shipment of a sealed link."""
    return shipment_responses.from_link(shipment_responses.PAGES, token)


@pages.get("/t/<token>/delivery.ics")
def calendar(token: str) -> Response:
    """Return the expected delivery for the reader's calendar; 404 where none is expected."""
    result = svcs.flask.get(Lookup).by_link(brand_scope(), open_link(token)).shipments[0]
    domain = urlsplit(brand_address(svcs.flask.get(Settings), brand())).hostname or brand().id
    address = url_for("pages.sealed", token=token, _external=True)
    source = CalendarSource(brand().name, domain, brand().zone, address)
    content = delivery_calendar(result, reader_language(), source, svcs.flask.get(Clock).now())
    if content is None:
        raise NotFound
    response = conditional(make_response(content), private=result.verified)
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = "attachment; filename=delivery.ics"
    return set_headers(response, {"X-Robots-Tag": "noindex"})
