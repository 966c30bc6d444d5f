"""The responses to the forms of a shipment's page: a redirect to the page, or the page with the failure."""

from collections.abc import Callable

from flask import Response, make_response, redirect, request, url_for

from tracking_site.domain.errors import ActionError, BrokenLink, CarrierFailure, TrackingError
from tracking_site.web.http.addresses import SEE_OTHER, display_parameters
from tracking_site.web.http.errors import seconds_to_wait
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.pages import shipment_responses
from tracking_site.web.pages.actions_view import action_failure
from tracking_site.web.pages.shipment_responses import Layout


def answer_form(layout: Layout, token: str, section: str, act: Callable[[], Response]) -> Response:
    """Return the response of an action; where it fails, the page with the message in the form's section."""
    try:
        return act()
    except BrokenLink:
        raise
    except (ActionError, CarrierFailure) as error:
        page = shipment_responses.from_link(layout, token, action_failure(section, error, request.form))
        return with_failure(page, error)


def with_failure(page: Response, error: TrackingError) -> Response:
    """Give a page the status of an error, and keep it out of caches."""
    page.status_code = error.status
    page.headers["Cache-Control"] = "private, no-store"
    page.headers.pop("ETag", None)
    if (wait := seconds_to_wait(error)) is not None:
        page.headers["Retry-After"] = str(wait)
    return page


def to_shipment(layout: Layout, token: str, section: str | None = None) -> Response:
    """Redirect to the shipment's page, at one of its sections."""
    address = url_for(f"{layout.blueprint}.sealed", token=token, _anchor=section, **display_parameters())
    return set_headers(
        make_response(redirect(address, SEE_OTHER)), {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    )
