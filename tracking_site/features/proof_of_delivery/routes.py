"""The form that requests a proof of delivery, and the images themselves."""

from collections.abc import Callable

import svcs
from flask import Blueprint, Response, make_response
from werkzeug.exceptions import NotFound

from tracking_site.features.proof_of_delivery.images import MEDIA_TYPE
from tracking_site.features.proof_of_delivery.service import ProofsOfDelivery
from tracking_site.web.http.context import brand_scope, open_link
from tracking_site.web.http.csrf import require_own_origin
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.pages.actions_view import PROOF
from tracking_site.web.pages.form_responses import answer_form, to_shipment
from tracking_site.web.pages.shipment_responses import Layout


def make_proof_form(layout: Layout, headers: Callable[[Response], Response]) -> Blueprint:
    """Return the address that the form of a layout is sent to."""
    form = Blueprint(f"{layout.blueprint}_proof_form", __name__, url_prefix=layout.prefix)
    form.before_request(require_own_origin)
    form.after_request(headers)

    @form.get(f"/t/<token>/{PROOF}")
    def back(token: str) -> Response:
        """Redirect a GET on the form's address (back button, reload) to the shipment's page."""
        return to_shipment(layout, token)

    @form.post(f"/t/<token>/{PROOF}")
    def request_proof(token: str) -> Response:
        def act() -> Response:
            svcs.flask.get(ProofsOfDelivery).request(brand_scope(), open_link(token))
            return to_shipment(layout, token, PROOF)

        return answer_form(layout, token, PROOF, act)

    return form


def make_proof_images(headers: Callable[[Response], Response]) -> Blueprint:
    """Return the addresses of the images."""
    images = Blueprint("proof_images", __name__)
    images.after_request(headers)

    @images.get(f"/t/<token>/{PROOF}/<int(min=1, max=99):number>")
    def image(token: str, number: int) -> Response:
        """Answer an image that proves the delivery, to the recipient only."""
        found = svcs.flask.get(ProofsOfDelivery).image(open_link(token), number)
        if found is None:
            raise NotFound
        response = make_response(found)
        response.mimetype = MEDIA_TYPE
        return set_headers(response, {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"})

    return images
