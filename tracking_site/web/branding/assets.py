"""The files that the application makes and serves: brands' style sheets, icons and web manifests, and the embed's script."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import NotFound

from tracking_site import assets
from tracking_site.config import Brand, Settings
from tracking_site.web.branding.link_previews import MANIFEST, manifest, share_image
from tracking_site.web.branding.static_files import MEDIA_TYPES
from tracking_site.web.branding.stylesheets import style_sheet
from tracking_site.web.branding.urls import brand_address
from tracking_site.web.branding.views import STYLES, BrandLooks, looks_of, plain_icon

EMBED_SCRIPT = "/embed.js"
ONE_YEAR = "public, max-age=31536000, immutable"
ONE_DAY = "public, max-age=86400"
ONE_HOUR = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class BrandAssets:
    """What is made once for a brand: its files by name, and the addresses by which its pages refer to them."""

    base_address: str
    looks: BrandLooks
    style_address: str
    manifest_address: str
    share_image: str | None
    manifest: str
    files: Mapping[str, str]


def make_brand_assets(brand: Brand, settings: Settings, language: str) -> BrandAssets:
    """Make the files of a brand; `language` is the tag of its first language."""
    sheet, looks, base = style_sheet(brand), looks_of(brand), brand_address(settings, brand)
    manifest_text = json.dumps(manifest(brand, looks, language))
    return BrandAssets(
        base_address=base,
        looks=looks,
        style_address=f"{STYLES}{sheet.name}",
        manifest_address=f"{MANIFEST}?v={_digest(manifest_text)}",
        share_image=share_image(brand, looks, base),
        manifest=manifest_text,
        files=dict([(sheet.name, sheet.text), plain_icon(brand)]),
    )


def make_asset_routes(brands: Iterable[BrandAssets], current: Callable[[], BrandAssets]) -> Blueprint:
    """Return the addresses of all brands' files and of the embed's script; no rate limit counts them.

    `current` returns the files of the brand of a request.
    """
    routes = Blueprint("looks", __name__)
    files = {name: text for each in brands for name, text in each.files.items()}
    script = (assets.STATIC / "js" / "embed.js").read_bytes()

    @routes.get(f"{STYLES}<name>")
    def style(name: str) -> Response:
        if name not in files:
            raise NotFound
        response = make_response(files[name])
        response.mimetype = MEDIA_TYPES.get(PurePosixPath(name).suffix, "text/css")
        response.headers["Cache-Control"] = ONE_YEAR
        return response

    @routes.get(MANIFEST)
    def web_manifest() -> Response:
        """Return the brand's web manifest; only the address of this very content is good for a year."""
        text = current().manifest
        response = make_response(text)
        response.mimetype = "application/manifest+json"
        response.headers["Cache-Control"] = ONE_YEAR if request.args.get("v") == _digest(text) else ONE_DAY
        return response

    @routes.get(EMBED_SCRIPT)
    def embed_script() -> Response:
        """Return the merchants' script, which their pages load from this address: the element `<tracking-embed>`."""
        response = make_response(script)
        response.mimetype = "text/javascript"
        response.headers["Cache-Control"] = ONE_HOUR
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.add_etag(weak=True)
        response.make_conditional(request.environ)
        return response

    return routes


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
