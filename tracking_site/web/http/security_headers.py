"""The headers that keep a page to itself; set per kind of answer, and strict where nobody set any."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Response

from tracking_site.config import Brand, TileMap

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


def page_policy(brand: Brand, ancestors: str = "'none'", tiles: TileMap | None = None) -> str:
    """The content policy of a page: the site's own style sheet, scripts, font and pictures, and what was configured of others."""
    elsewhere = (at for at in (brand.logo, brand.logo_dark, brand.favicon) if at and "://" in at)
    origins = (*(f"https://{urlsplit(at).netloc}" for at in elsewhere), *((tiles.origin,) if tiles else ()))
    images = " ".join(dict.fromkeys(["'self'", *origins]))
    return (
        f"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src {images}; font-src 'self'; manifest-src 'self'; form-action 'self'; "
        f"base-uri 'none'; object-src 'none'; frame-ancestors {ancestors}"
    )


def embed_policy(brand: Brand) -> str:
    """The content policy of an embed: a page's, but that exactly the brand's merchants may frame it."""
    return page_policy(brand, " ".join(brand.embed_origins) or "'none'")


def set_headers(response: Response, headers: Mapping[str, str]) -> Response:
    """Sets what is not set yet."""
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def strict_by_default(response: Response) -> Response:
    """What every answer carries, whoever made it."""
    return set_headers(response, {**COMMON, "Content-Security-Policy": NOTHING, "Cache-Control": "no-store"})
