"""The responses to the forms of a shipment's page: a redirect to the page, or the page with the failure."""

from collections.abc import Callable, Mapping

import svcs
from flask import Response, make_response, redirect, request, url_for

from tracking_site.domain.errors import ActionError, BrokenLink, CarrierFailure, TrackingError
from tracking_site.tracking.query import AIR_WAYBILL, PARAMETERS, NumberQuery
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.web.http.addresses import SEE_OTHER, display_parameters
from tracking_site.web.http.context import brand
from tracking_site.web.http.errors import seconds_to_wait
from tracking_site.web.http.form_state import FORM_STATE, FormStates
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.pages import shipment_responses
from tracking_site.web.pages.actions_view import action_failure, failed_form
from tracking_site.web.pages.shipment_responses import Layout


def answer_form(layout: Layout, token: str, section: str, act: Callable[[], Response]) -> Response:
    """Return the response of an action; where it fails, the page with the message in the form's section."""
    try:
        return act()
    except BrokenLink:
        raise
    except (ActionError, CarrierFailure) as error:
        page = shipment_responses.from_link(layout, token, action_failure(section, error, request.form))
        return _with_failure(page, error)


def to_failed_form(
    layout: Layout, target: SealedLink | NumberQuery, token: str | None, section: str, error: TrackingError
) -> Response:
    """Redirect to the form on the shipment's page; its address has the failure and what was typed, sealed.

    `token` is that of the shipment's link, where `target` is one.
    """
    parameters = display_parameters()
    reference = target.ref.reference if isinstance(target, SealedLink) else next(iter(target.references), None)
    if reference is not None:
        state = failed_form(section, error, request.form)
        parameters[FORM_STATE] = svcs.flask.get(FormStates).seal(brand().id, reference, state)
    if token is not None:
        return _see_other(url_for(f"{layout.blueprint}.sealed", token=token, _anchor=section, **parameters))
    return to_number(layout, request.form, section, **parameters)


def to_number(layout: Layout, naming: Mapping[str, str], section: str | None = None, **more: str) -> Response:
    """Redirect to the page of the number that a form or its address names, or to the home page."""
    number = {name: naming[name] for name in (*PARAMETERS, AIR_WAYBILL, "account") if naming.get(name)}
    parameters = {**number, **display_parameters(), **more}
    endpoint = f"{layout.blueprint}.track" if number.keys() - {"account"} else layout.home
    return _see_other(url_for(endpoint, _anchor=section, **parameters))


def _with_failure(page: Response, error: TrackingError) -> Response:
    """Give a page the status of an error, and keep it out of caches."""
    page.status_code = error.status
    page.headers["Cache-Control"] = "private, no-store"
    page.headers.pop("ETag", None)
    if (wait := seconds_to_wait(error)) is not None:
        page.headers["Retry-After"] = str(wait)
    return page


def to_shipment(layout: Layout, token: str, section: str | None = None) -> Response:
    """Redirect to the shipment's page, at one of its sections."""
    return _see_other(url_for(f"{layout.blueprint}.sealed", token=token, _anchor=section, **display_parameters()))


def _see_other(address: str) -> Response:
    return set_headers(
        make_response(redirect(address, SEE_OTHER)), {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    )
