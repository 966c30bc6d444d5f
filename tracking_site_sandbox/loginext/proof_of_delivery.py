"""Pictures that prove deliveries: a request puts them into an archive, and a webhook announces the archive."""

import zipfile
from datetime import timedelta
from io import BytesIO
from threading import Timer
from uuid import uuid4

from flask import Blueprint, Response, request

from tracking_site_sandbox.loginext.responses import present_session
from tracking_site_sandbox.loginext.state import LoginextState, Webhook
from tracking_site_sandbox.loginext.webhooks import send
from tracking_site_sandbox.pictures import DOORS, photograph
from tracking_site_sandbox.state import State, state
from tracking_site_sandbox.times import plain

blueprint = Blueprint("proofs", __name__)

ARCHIVE_LIFETIME = timedelta(hours=1)
WEBHOOK_DELAY_SECONDS = 0.5


def announce_pictures(order: str) -> str:
    """Put the pictures of an order into an archive that a webhook announces; return the id of the request."""
    present, session, request_id = state(), present_session(), str(uuid4())
    webhook = {
        "notificationType": "GETEPODNOTIFICATION",
        "url": f"{request.host_url}loginext/epod/{request_id}.zip",
        "requestId": request_id,
        "timestamp": plain(present.now()),
    }
    with present.lock:
        present.of(LoginextState).archives[request_id] = (present.now() + ARCHIVE_LIFETIME, order)
    user = session.user.name if session else ""
    Timer(WEBHOOK_DELAY_SECONDS, send_webhook, (present, user, webhook)).start()
    return request_id


def send_webhook(present: State, user: str, webhook: Webhook) -> None:
    """Send a webhook to the user's address, if there is one, and add it to the list of webhooks."""
    loginext = present.of(LoginextState)
    address = loginext.webhook_addresses.get(user)
    if address is not None:
        send(address, webhook)
    with present.lock:
        loginext.webhooks.append(webhook)


@blueprint.get("/epod/<request_id>.zip")
def archive(request_id: str) -> Response:
    """Return the archive of a request for an hour, then 403, as file stores do."""
    with state().lock:
        expires, order = state().of(LoginextState).archives.get(request_id, (state().now(), ""))
    if expires <= state().now():
        return Response(status=403)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(f"{order}/ePOD_1.jpg", photograph(DOORS[1]))
        files.writestr(f"{order}/ePOD_2.jpg", photograph(DOORS[2]))
        files.writestr(f"{order}/details.txt", "Signed by Samuel Gagnon")
    return Response(content.getvalue(), mimetype="application/zip")
