"""Security headers: strict by default, with a content policy per kind of page."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Response

from tracking_site.config import Brand, TileMap

COMMON_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    # Under `no-referrer` browsers send the site's own forms with `Origin: null`, which could be anybody's.
    "Referrer-Policy": "same-origin",
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
STRICT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def page_policy(brand: Brand, ancestors: str = "'none'", tiles: TileMap | None = None) -> str:
    """Return the content policy of a page: the site's own files, and the hosts of configured pictures and map tiles."""
    pictures = (url for url in (brand.logo, brand.logo_dark, brand.favicon) if url and "://" in url)
    origins = (*(f"https://{urlsplit(url).netloc}" for url in pictures), *((tiles.origin,) if tiles else ()))
    images = " ".join(dict.fromkeys(["'self'", *origins]))
    return (
        f"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src {images}; font-src 'self'; manifest-src 'self'; form-action 'self'; "
        f"base-uri 'none'; object-src 'none'; frame-ancestors {ancestors}"
    )


def embed_policy(brand: Brand) -> str:
    """Return the content policy of an embed: a page's, but the brand's embed origins may frame it."""
    return page_policy(brand, " ".join(brand.embed_origins) or "'none'")


def set_headers(response: Response, headers: Mapping[str, str]) -> Response:
    """Set the headers that the response does not have yet."""
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def strict_by_default(response: Response) -> Response:
    """Set the strict default headers that every response has unless its view set others."""
    return set_headers(
        response, {**COMMON_HEADERS, "Content-Security-Policy": STRICT_POLICY, "Cache-Control": "no-store"}
    )
