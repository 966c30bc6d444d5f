"""The headers that keep a page to itself; set per kind of answer, and strict where nobody set any."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Response

from tracking_site.settings import Brand

COMMON = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture"),
            *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi"),
            *("payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
        )
    ),
}
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def page_policy(brand: Brand) -> str:
    """The content policy of a page: the site's own style sheet and pictures, and the brand's logo where it is elsewhere."""
    images = "'self'"
    if brand.logo and "://" in brand.logo:
        images += f" https://{urlsplit(brand.logo).netloc}"
    return (
        f"default-src 'none'; style-src 'self'; img-src {images}; form-action 'self'; "
        "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )


def set_headers(response: Response, headers: Mapping[str, str]) -> Response:
    """Sets what is not set yet."""
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def strict_by_default(response: Response) -> Response:
    """What every answer carries, whoever made it."""
    return set_headers(response, {**COMMON, "Content-Security-Policy": NOTHING, "Cache-Control": "no-store"})
