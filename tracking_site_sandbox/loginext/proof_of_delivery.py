"""Pictures that prove deliveries: where Logis keeps them, and LogiNext's zip with the webhook that announces it."""

import zipfile
from datetime import timedelta
from io import BytesIO
from threading import Timer
from uuid import uuid4

from flask import Blueprint, Response, request
from PIL import Image, ImageDraw

from tracking_site_sandbox.loginext.responses import authenticated
from tracking_site_sandbox.loginext.webhooks import send
from tracking_site_sandbox.state import State, state

blueprint = Blueprint("proofs", __name__)

GOOD_FOR = timedelta(hours=1)
WEBHOOK_AFTER = 0.5
"""Seconds after which LogiNext announces what it was asked for."""
PHOTOGRAPHER = "Samuel Gagnon, courier"
"""What the driver's camera writes beside a picture."""
ARTIST = 0x013B


def announced(order: str) -> str:
    """Puts the pictures of an order together and announces them; the id of the request."""
    known, session, made = state(), authenticated(), str(uuid4())
    webhook = {
        "notificationType": "GETEPODNOTIFICATION",
        "url": f"{request.host_url}loginext/epod/{made}.zip",
        "requestId": made,
        "timestamp": known.now().strftime("%Y-%m-%d %H:%M:%S"),
    }
    with known.lock:
        known.archives[made] = (known.now() + GOOD_FOR, order)
    Timer(WEBHOOK_AFTER, tell, (known, session.user.name if session else "", webhook)).start()
    return made


def tell(known: State, user: str, webhook: dict[str, str]) -> None:
    """Sends a webhook to where the user's are sent to; it is listed in any case."""
    target = known.hooks.get(user)
    if target is not None:
        send(target, webhook)
    with known.lock:
        known.told.append(webhook)


@blueprint.get("/loginext/epod/<made>.zip")
def archive(made: str) -> Response:
    """The pictures of a request, for an hour; 403 after it, as a store of files answers."""
    with state().lock:
        ends, order = state().archives.get(made, (state().now(), ""))
    if ends <= state().now():
        return Response(status=403)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(f"{order}/ePOD_1.jpg", picture("#3f6f5f"))
        files.writestr(f"{order}/ePOD_2.jpg", picture("#7a4b2b"))
        files.writestr(f"{order}/details.txt", "Signed by Samuel Gagnon")
    return Response(packed.getvalue(), mimetype="application/zip")


@blueprint.get("/logis/media/proofs/<int:number>.jpg")
def photograph(number: int) -> Response:
    """The picture that Logis keeps of a job."""
    return Response(picture(("#4a5a7d", "#3f6f5f")[number % 2]), mimetype="image/jpeg")


def picture(door: str) -> bytes:
    """A parcel before a door, as from a phone: large, and with who took it."""
    image = Image.new("RGB", (2400, 1800), "#d8d4cc")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1450, 2400, 1800), fill="#9a948a")
    draw.rectangle((800, 150, 1600, 1500), fill=door, outline="#2b2b2b", width=16)
    draw.ellipse((1480, 800, 1540, 860), fill="#d9b24c")
    draw.rectangle((980, 1180, 1440, 1560), fill="#c49a6c", outline="#6b4a2b", width=10)
    draw.rectangle((1170, 1180, 1250, 1560), fill="#a87d50")
    exif, written = Image.Exif(), BytesIO()
    exif[ARTIST] = PHOTOGRAPHER
    image.save(written, "JPEG", quality=80, exif=exif)
    return written.getvalue()
