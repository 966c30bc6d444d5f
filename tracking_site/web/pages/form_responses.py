"""What a form on a shipment's page answers: the page again, with the result of what was sent."""

from collections.abc import Callable

from flask import Response, make_response, redirect, request, url_for

from tracking_site.domain.errors import ActionError, BrokenLink, CarrierFailure, TrackingError
from tracking_site.web.http.errors import seconds_to_wait
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.pages import shipment_responses
from tracking_site.web.pages.actions_view import failed
from tracking_site.web.pages.shipment_responses import Layout

SEE_OTHER = 303


def answer_form(layout: Layout, token: str, part: str, act: Callable[[], Response]) -> Response:
    """Return what an action answers; where it fails, the page with the failure at its part and what was typed."""
    try:
        return act()
    except BrokenLink:
        raise
    except (ActionError, CarrierFailure) as error:
        page = shipment_responses.from_link(layout, token, failed(part, error, request.form))
        return with_failure(page, error)


def with_failure(page: Response, error: TrackingError) -> Response:
    """Give a page the status of a failure, and keep it out of caches."""
    page.status_code = error.status
    page.headers["Cache-Control"] = "private, no-store"
    page.headers.pop("ETag", None)
    if (wait := seconds_to_wait(error)) is not None:
        page.headers["Retry-After"] = str(wait)
    return page


def to_shipment(layout: Layout, token: str, part: str | None = None) -> Response:
    """Redirect to the shipment's page, at one part of it."""
    address = url_for(f"{layout.blueprint}.sealed", token=token, _anchor=part, **shipment_responses.kept_parameters())
    return set_headers(
        make_response(redirect(address, SEE_OTHER)), {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    )
