"""What recipients do, as JSON: the same as on the page, for merchants' own apps."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, url_for

from tracking_site.domain.shipment import Review
from tracking_site.features.recipient_actions.input import (
    json_body,
    postcode_of,
    proof_of,
    review_of,
    switch_of,
    unproven_of,
)
from tracking_site.tracking.sealed_links import DAY, DAYS
from tracking_site.web.http.context import brand, site
from tracking_site.web.http.csrf import require_json
from tracking_site.web.http.rate_limits import visitor
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.i18n.dates import iso

action_api = Blueprint("action_api", __name__, url_prefix="/api/v1")
action_api.before_request(require_json)


@action_api.put("/sms-notifications")
def sms_notifications() -> Response:
    """Switches SMS notifications; answers how they are now, by what the carrier said."""
    body = json_body()
    target, enabled = switch_of(body)
    now = site().actions.set_sms_notifications(site().visitors(brand()), proof_of(body), target, enabled=enabled)
    return answered({"sms_notifications": {"job": now.job, "client": now.client}})


@action_api.post("/delivery-code")
def delivery_code() -> Response:
    """Fetches the code for the door."""
    return answered({"delivery_code": site().actions.delivery_code(site().visitors(brand()), proof_of(json_body()))})


@action_api.post("/review")
def review() -> Response:
    """Hands a review in."""
    body = json_body()
    given = review_of(body)
    kept = site().actions.review(site().visitors(brand()), proof_of(body), given)
    return answered({"review": review_payload(kept)})


@action_api.post("/verification")
def verification() -> Response:
    """A sealed link for whoever knows the delivery's postcode."""
    body = json_body()
    postcode = postcode_of(body)
    ref = site().verification.verify(site().visitors(brand()), unproven_of(body), postcode, visitor())
    token = site().desk.seal(brand().id, ref)
    expires = datetime.now(UTC).timestamp() // 1 + DAYS * DAY
    return answered(
        {
            "token": token,
            "url": url_for("pages.sealed", token=token, _external=True),
            "expires": iso(datetime.fromtimestamp(expires, UTC)),
        }
    )


def review_payload(review: Review) -> dict[str, Any]:
    """A review as the API tells it."""
    return {"delivery": review.delivery, "product": review.product, "comment": review.comment}


def answered(payload: dict[str, Any], status: int = 200) -> Response:
    """An answer that nobody keeps."""
    return set_headers(make_response(jsonify(payload), status), {"X-Robots-Tag": "noindex"})
