"""Recipients' actions as forms, on a page of the site and in an embed; they need no script and no cookie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import svcs
from flask import Blueprint, Response, request, url_for

from tracking_site.domain.errors import ActionError, CarrierFailure, InvalidReference, StoreUnavailable
from tracking_site.features.recipient_actions.input import (
    form_body,
    parse_postcode,
    parse_review,
    parse_sms_switch,
)
from tracking_site.features.recipient_actions.service import RecipientActions
from tracking_site.features.recipient_actions.verification import Verification
from tracking_site.tracking.lookup import Lookup
from tracking_site.tracking.query import NumberQuery, read_query
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.web.http.addresses import display_parameters
from tracking_site.web.http.context import brand, brand_scope, open_link
from tracking_site.web.http.csrf import require_own_origin
from tracking_site.web.http.rate_limits import visitor
from tracking_site.web.http.rendering import PageTemplate, render_page
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.pages import shipment_responses
from tracking_site.web.pages.actions_view import DELIVERY_CODE, NOTIFICATIONS, REVIEW, VERIFY
from tracking_site.web.pages.form_responses import answer_form, to_failed_form, to_number, to_shipment
from tracking_site.web.pages.shipment_responses import Layout

CODE_SECONDS = 120
"""How long the page shows a delivery code before it returns to the shipment."""


@dataclass(frozen=True, slots=True)
class DeliveryCodePage:
    """The code for the door, and the address of its shipment."""

    code: str = field(repr=False)
    shipment_address: str


DELIVERY_CODE_PAGE = PageTemplate("pages/delivery_code.html", DeliveryCodePage)


def _set_sms_notifications(token: str) -> None:
    target, enabled = parse_sms_switch(form_body())
    svcs.flask.get(RecipientActions).set_sms_notifications(brand_scope(), open_link(token), target, enabled=enabled)


def _review(token: str) -> None:
    svcs.flask.get(RecipientActions).review(brand_scope(), open_link(token), parse_review(form_body()))


ACTIONS: Mapping[str, Callable[[str], None]] = {NOTIFICATIONS: _set_sms_notifications, REVIEW: _review}
"""The actions of the forms on a sealed link's page; each redirects to that page."""


def make_forms(layout: Layout, headers: Callable[[Response], Response]) -> Blueprint:
    """Return the routes that receive the forms of a layout; `headers` completes their responses."""
    forms = Blueprint(f"{layout.blueprint}_forms", __name__, url_prefix=layout.prefix)
    forms.before_request(require_own_origin)
    forms.after_request(headers)

    @forms.get(f"/t/<token>/<any({NOTIFICATIONS}, {REVIEW}, '{DELIVERY_CODE}', {VERIFY}):_form>")
    def back_to_shipment(token: str, _form: str) -> Response:
        """Redirect a GET on a form's address (back button, reload) to the shipment's page."""
        return to_shipment(layout, token)

    @forms.get(f"/{VERIFY}")
    def back() -> Response:
        """Redirect a GET on the verification form's address to its shipment's page, else to the home page."""
        return to_number(layout, request.args)

    @forms.post(f"/t/<token>/<any({', '.join(ACTIONS)}):form>")
    def act(token: str, form: str) -> Response:
        def run() -> Response:
            ACTIONS[form](token)
            return to_shipment(layout, token, form)

        return answer_form(layout, token, form, run)

    @forms.post(f"/t/<token>/{VERIFY}")
    def verify_link(token: str) -> Response:
        return _verify(layout, open_link(token), token)

    @forms.post(f"/{VERIFY}")
    def verify() -> Response:
        return _verify(layout, _number_query())

    return forms


def make_code_form(headers: Callable[[Response], Response]) -> Blueprint:
    """Return the route of the delivery code, which has a page of its own and is never shown in an embed."""
    forms = Blueprint("code_form", __name__)
    forms.before_request(require_own_origin)
    forms.after_request(headers)

    @forms.post(f"/t/<token>/{DELIVERY_CODE}")
    def delivery_code(token: str) -> Response:
        def show() -> Response:
            code = svcs.flask.get(RecipientActions).delivery_code(brand_scope(), open_link(token))
            back = url_for("pages.sealed", token=token, **display_parameters())
            shown = render_page(DELIVERY_CODE_PAGE, DeliveryCodePage(code, back))
            hiding = {"Cache-Control": "private, no-store", "Refresh": f"{CODE_SECONDS};url={back}"}
            return set_headers(shown, {**hiding, "X-Robots-Tag": "noindex"})

        return answer_form(shipment_responses.PAGES, token, DELIVERY_CODE, show)

    return forms


def _verify(layout: Layout, target: SealedLink | NumberQuery, token: str | None = None) -> Response:
    """Check the postcode of the form and redirect to a sealed link of the shipment.

    A failure redirects to the page with the form, so that its address is the shipment's: `token` is that of its link.
    """
    verification, lookup = svcs.flask.get(Verification, Lookup)
    try:
        postcode = parse_postcode(form_body())
        ref = verification.verify(brand_scope(), target, postcode, visitor())
    except (ActionError, CarrierFailure, StoreUnavailable) as error:
        return to_failed_form(layout, target, token, VERIFY, error)
    return to_shipment(layout, lookup.seal(brand().id, ref))


def _number_query() -> NumberQuery:
    """Return the number that the form names; `InvalidReference` where it names a sealed link."""
    query = read_query(request.form.to_dict(flat=False))
    if not isinstance(query, NumberQuery):
        raise InvalidReference("several")
    return query
