"""Recipients' actions as JSON, for merchants' own apps: the same actions as on the page."""

from datetime import UTC, datetime

import svcs
from flask import Blueprint, Response, url_for

from tracking_site.features.recipient_actions.input import parse_postcode, parse_review, parse_sms_switch
from tracking_site.features.recipient_actions.schemas import (
    VERIFIABLE,
    DeliveryCodeResponse,
    ReviewResponse,
    SmsNotificationsResponse,
    StoredReview,
    VerificationResponse,
)
from tracking_site.features.recipient_actions.service import RecipientActions
from tracking_site.features.recipient_actions.verification import Verification
from tracking_site.tracking.lookup import Lookup
from tracking_site.tracking.sealed_links import DAY, DEFAULT_DAYS
from tracking_site.web.api.responses import json_response, sms_notifications_body
from tracking_site.web.http.context import brand, brand_scope
from tracking_site.web.http.csrf import require_json
from tracking_site.web.http.rate_limits import visitor
from tracking_site.web.http.references import parse_number, parse_recipient
from tracking_site.web.http.request import json_body
from tracking_site.web.i18n.dates import iso

action_api = Blueprint("action_api", __name__, url_prefix="/api/v1")
action_api.before_request(require_json)


@action_api.put("/sms-notifications")
def sms_notifications() -> Response:
    """Switch SMS notifications and return their state as the carrier reports it."""
    body = json_body()
    target, enabled = parse_sms_switch(body)
    actions = svcs.flask.get(RecipientActions)
    now = actions.set_sms_notifications(brand_scope(), parse_recipient(body), target, enabled=enabled)
    return json_response(SmsNotificationsResponse(sms_notifications_body(now)))


@action_api.post("/delivery-code")
def delivery_code() -> Response:
    """Return the code that the driver asks for."""
    code = svcs.flask.get(RecipientActions).delivery_code(brand_scope(), parse_recipient(json_body()))
    return json_response(DeliveryCodeResponse(code))


@action_api.post("/review")
def review() -> Response:
    """Submit a review and return it as the carrier stored it."""
    body = json_body()
    given = parse_review(body)
    stored = svcs.flask.get(RecipientActions).review(brand_scope(), parse_recipient(body), given)
    return json_response(ReviewResponse(StoredReview(stored.delivery, stored.product, stored.comment)))


@action_api.post("/verification")
def verification() -> Response:
    """Return a sealed link to a visitor who knows the delivery's postcode."""
    body = json_body()
    postcode = parse_postcode(body)
    checks, lookup = svcs.flask.get(Verification, Lookup)
    ref = checks.verify(brand_scope(), parse_number(body, VERIFIABLE), postcode, visitor())
    token = lookup.seal(brand().id, ref)
    expires = datetime.now(UTC).timestamp() // 1 + DEFAULT_DAYS * DAY
    return json_response(
        VerificationResponse(
            token=token,
            url=url_for("pages.sealed", token=token, _external=True),
            expires=iso(datetime.fromtimestamp(expires, UTC)),
        )
    )
