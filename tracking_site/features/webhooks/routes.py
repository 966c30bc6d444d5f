"""Where LogiNext sends its webhooks (contract, section 2)."""

from flask import Blueprint, Response, abort, make_response, request
from prometheus_client import Counter

from tracking_site.features.webhooks.receiver import WebhookRejected
from tracking_site.web.http.context import site
from tracking_site.web.http.security_headers import set_headers

MOST_BYTES = 1_000_000
BAD_REQUEST, UNAUTHORISED, NOT_FOUND = 400, 401, 404

WEBHOOKS = Counter("tracking_site_webhooks", "Webhooks that came in", ["account", "outcome"])

webhooks = Blueprint("webhooks", __name__, url_prefix="/webhooks")


@webhooks.post("/loginext/<account>/<secret>")
def loginext(account: str, secret: str) -> Response:
    """Takes a webhook in: 200 once it is on disk, whatever it says; LogiNext sends again what is answered otherwise."""
    request.max_content_length = MOST_BYTES
    body = request.get_data(cache=False)
    signature = request.headers.get("X-Loginext-Signature")
    admitted = site().inbox.admits(account, secret, request.remote_addr, signature, body)
    if admitted is None:
        abort(NOT_FOUND)
    if not admitted:
        WEBHOOKS.labels(account, "refused").inc()
        abort(UNAUTHORISED)
    try:
        site().inbox.take_in(account, request.headers.get("Content-Type", ""), body)
    except WebhookRejected:
        WEBHOOKS.labels(account, "dangerous").inc()
        abort(BAD_REQUEST)
    WEBHOOKS.labels(account, "kept").inc()
    response = make_response("ok\n")
    response.mimetype = "text/plain"
    return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
