"""The address of carriers' webhooks (docs/contract.md, section 2)."""

import svcs
from flask import Blueprint, Response, abort, make_response, request
from prometheus_client import Counter

from tracking_site.config import Settings
from tracking_site.features.webhooks.receiver import WebhookReceiver, WebhookRejected
from tracking_site.web.http.security_headers import set_headers

MAX_BYTES = 1_000_000
BAD_REQUEST, UNAUTHORISED, NOT_FOUND = 400, 401, 404

WEBHOOKS = Counter("tracking_site_webhooks", "Webhooks that came in", ["account", "outcome"])

webhooks = Blueprint("webhooks", __name__, url_prefix="/webhooks")


@webhooks.post("/<carrier>/<account>/<secret>")
def receive(carrier: str, account: str, secret: str) -> Response:
    """Respond with 200 once a webhook is on disk; the carrier repeats a webhook that gets another response."""
    settings, receiver = svcs.flask.get(Settings, WebhookReceiver)
    configured = settings.accounts.get(account)
    if configured is None or configured.carrier != carrier or not receiver.accepts_path(account, secret):
        abort(NOT_FOUND)
    request.max_content_length = MAX_BYTES
    body = request.get_data(cache=False)
    headers = {name.lower(): value for name, value in request.headers}
    if not receiver.authenticate(account, request.remote_addr, headers, body):
        WEBHOOKS.labels(account, "refused").inc()
        abort(UNAUTHORISED)
    try:
        receiver.receive(account, request.headers.get("Content-Type", ""), body)
    except WebhookRejected:
        WEBHOOKS.labels(account, "dangerous").inc()
        abort(BAD_REQUEST)
    WEBHOOKS.labels(account, "kept").inc()
    response = make_response("ok\n")
    response.mimetype = "text/plain"
    return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
