"""What other programs read about a page: canonical address, oEmbed address, web manifest, preview image."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import request

from tracking_site.config import Brand
from tracking_site.domain.references import ReferenceKind
from tracking_site.tracking.query import PARAMETERS, parameter_of
from tracking_site.web.branding.colours import LIGHT
from tracking_site.web.branding.static_files import MEDIA_TYPES
from tracking_site.web.branding.views import BrandLooks

MANIFEST = "/manifest.webmanifest"
HOME_ENDPOINT, NUMBER_ENDPOINT = "pages.home", "pages.track"
MAX_SHORT_NAME_LENGTH = 12
_PUBLIC = frozenset(PARAMETERS) - {parameter_of(ReferenceKind.JOB_ID)}


def canonical(base: str, language: str, parameters: Sequence[tuple[str, str]]) -> str | None:
    """Return the canonical address of the requested page; None for pages that only the recipient may have.

    `language` is the tag of the language that the address asks for, or empty; `parameters` are those under which the
    page of a number is found again.
    """
    if request.endpoint == HOME_ENDPOINT:
        return f"{base}/?lang={language}" if language else f"{base}/"
    if request.endpoint != NUMBER_ENDPOINT:
        return None
    names = {name for name, _ in parameters}
    # A job is the recipient's own: its address may prove who the recipient is.
    if not any(name in request.args for name in PARAMETERS) or not names & _PUBLIC:
        return None
    return f"{base}/track?{urlencode(parameters)}"


def discovery(address: str | None) -> str | None:
    """Return the oEmbed address of a page (oembed.com, section 4); None unless the page shows a public number."""
    base, is_number, _ = (address or "").partition("/track?")
    return f"{base}/oembed?{urlencode({'url': address})}" if is_number else None


def manifest(brand: Brand, looks: BrandLooks, language: str) -> Mapping[str, Any]:
    """Return the web manifest of a brand."""
    icon = {"src": looks.icon.address, "type": looks.icon.media_type, "sizes": looks.icon.sizes}
    return {
        "id": "/",
        "name": brand.name,
        "short_name": short_name(brand.name),
        "lang": language,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": looks.theme_light,
        "background_color": LIGHT.background,
        "icons": [{key: value for key, value in icon.items() if value}],
    }


def share_image(brand: Brand, looks: BrandLooks, base: str) -> str | None:
    """Return the address of the image for link previews: the logo, if it is a PNG, because few programs take others."""
    if looks.logo is None or looks.logo.media_type != MEDIA_TYPES[".png"]:
        return None
    return looks.logo.address if "://" in (brand.logo or "") else base + looks.logo.address


def short_name(name: str) -> str:
    """Return as many words of a name as fit below an icon, or the beginning of the first word."""
    words, short = name.split(), ""
    while words and len(longer := f"{short} {words[0]}".strip()) <= MAX_SHORT_NAME_LENGTH:
        short = longer
        del words[0]
    return short or name[:MAX_SHORT_NAME_LENGTH]
