"""What recipients do, as forms: the same on a page of the site and inside a merchant's page, without a script or a cookie."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from tracking_site.domain.errors import ActionError, BrokenLink, CarrierFailure, InvalidReference, TrackingError
from tracking_site.features.recipient_actions.input import form_body, postcode_of, review_of, switch_of
from tracking_site.tracking.query import Query, read_query
from tracking_site.web.http.context import brand, site
from tracking_site.web.http.csrf import require_own_origin
from tracking_site.web.http.errors import seconds_to_wait
from tracking_site.web.http.rate_limits import visitor
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.pages import shipment_responses
from tracking_site.web.pages.actions_view import DELIVERY_CODE, NOTIFICATIONS, PROOF, REVIEW, VERIFY, failed
from tracking_site.web.pages.shipment_responses import Layout

SEE_OTHER = 303
SHOWN_SECONDS = 120
"""For how long a delivery code is on the page."""


def _notify(token: str) -> None:
    target, enabled = switch_of(form_body())
    site().actions.set_sms_notifications(site().visitors(brand()), Query(token=token), target, enabled=enabled)


def _review(token: str) -> None:
    site().actions.review(site().visitors(brand()), Query(token=token), review_of(form_body()))


def _ask_for_proof(token: str) -> None:
    site().proofs.ask(site().visitors(brand()), token)


ACTS: Mapping[str, Callable[[str], None]] = {NOTIFICATIONS: _notify, REVIEW: _review, PROOF: _ask_for_proof}
"""What forms of a sealed link's page do, after which the page is shown again."""


def make_forms(layout: Layout, headers: Callable[[Response], Response]) -> Blueprint:
    """The addresses that the forms of a layout are sent to."""
    forms = Blueprint(f"{layout.blueprint}_forms", __name__, url_prefix=layout.prefix)
    forms.before_request(require_own_origin)
    forms.after_request(headers)

    @forms.get("/t/<token>/<any(notifications, review, 'delivery-code', verify, proof):_form>")
    def back(token: str, _form: str) -> Response:
        """Where a form was sent to is no page: whoever comes back to it finds the shipment's."""
        return _to(layout, token)

    @forms.get(f"/{VERIFY}")
    def home() -> Response:
        """Where the postcode was sent to is no page either."""
        return make_response(redirect(url_for(layout.home, **shipment_responses.kept_parameters()), SEE_OTHER))

    @forms.post(f"/t/<token>/<any({', '.join(ACTS)}):form>")
    def act(token: str, form: str) -> Response:
        def acted() -> Response:
            ACTS[form](token)
            return _to(layout, token, form)

        return _tried(layout, token, form, acted)

    @forms.post(f"/t/<token>/{VERIFY}")
    def verify_link(token: str) -> Response:
        return _tried(layout, token, VERIFY, lambda: _verified(layout, Query(token=token)))

    @forms.post(f"/{VERIFY}")
    def verify() -> Response:
        query = _query_of_form()
        try:
            return _verified(layout, query)
        except (ActionError, CarrierFailure) as error:
            return _told(shipment_responses.looked_up(layout, query, failed(VERIFY, error, request.form)), error)

    return forms


def make_code_form(headers: Callable[[Response], Response]) -> Blueprint:
    """Where the code for the door is fetched: a page of its own, never inside of another."""
    forms = Blueprint("code_form", __name__)
    forms.before_request(require_own_origin)
    forms.after_request(headers)

    @forms.post(f"/t/<token>/{DELIVERY_CODE}")
    def delivery_code(token: str) -> Response:
        def act() -> Response:
            code = site().actions.delivery_code(site().visitors(brand()), Query(token=token))
            back = url_for("pages.sealed", token=token, **shipment_responses.kept_parameters())
            shown = make_response(render_template("pages/delivery_code.html", code=code, back=back))
            hiding = {"Cache-Control": "private, no-store", "Refresh": f"{SHOWN_SECONDS};url={back}"}
            return set_headers(shown, {**hiding, "X-Robots-Tag": "noindex"})

        return _tried(shipment_responses.PAGES, token, DELIVERY_CODE, act)

    return forms


def _tried(layout: Layout, token: str, form: str, act: Callable[[], Response]) -> Response:
    """What an action comes to; where it fails, the shipment's page with what went wrong and what was typed."""
    try:
        return act()
    except BrokenLink:
        raise
    except (ActionError, CarrierFailure) as error:
        return _told(shipment_responses.opened(layout, token, failed(form, error, request.form)), error)


def _told(page: Response, error: TrackingError) -> Response:
    page.status_code = error.status
    page.headers["Cache-Control"] = "private, no-store"
    page.headers.pop("ETag", None)
    if (wait := seconds_to_wait(error)) is not None:
        page.headers["Retry-After"] = str(wait)
    return page


def _verified(layout: Layout, query: Query) -> Response:
    postcode = postcode_of(form_body())
    ref = site().verification.verify(site().visitors(brand()), query, postcode, visitor())
    return _to(layout, site().desk.seal(brand().id, ref))


def _query_of_form() -> Query:
    query = read_query(request.form.to_dict(flat=False))
    if query.token is not None:
        raise InvalidReference("several")
    return query


def _to(layout: Layout, token: str, part: str | None = None) -> Response:
    address = url_for(f"{layout.blueprint}.sealed", token=token, _anchor=part, **shipment_responses.kept_parameters())
    return set_headers(
        make_response(redirect(address, SEE_OTHER)), {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    )
