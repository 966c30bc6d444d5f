"""What every template has at hand: the brand and its looks, the language, words, and the addresses that pages refer to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, g, make_response, request
from werkzeug.exceptions import NotFound

from tracking_site.config import Brand, Settings
from tracking_site.places.atlas import atlas
from tracking_site.places.gazetteer import gazetteer
from tracking_site.tracking.query import NAMING
from tracking_site.web.branding.link_previews import (
    MANIFEST,
    canonical,
    discovery,
    manifest,
    share_image,
)
from tracking_site.web.branding.scripts import script_address
from tracking_site.web.branding.static_files import MEDIA_TYPES
from tracking_site.web.branding.stylesheets import style_sheet
from tracking_site.web.branding.texts import brand_wording
from tracking_site.web.branding.urls import brand_address
from tracking_site.web.branding.views import STYLES, looks_of, page_frame, plain_icon
from tracking_site.web.http.context import brand, offered_languages, reader_language
from tracking_site.web.i18n.dates import clock_text, day_text, zone_text
from tracking_site.web.i18n.languages import Language, language

THEMES = ("light", "dark")
A_YEAR = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class _BrandFiles:
    """What is made once for a brand: the files that its pages refer to, and what every page of it has at hand."""

    base: str
    manifest: str
    files: Mapping[str, str]
    at_hand: Mapping[str, Any]


def prepare(app: Flask, settings: Settings) -> None:
    """Gives an application's templates what they need, and serves the brands' style sheets, icons and web manifests."""
    made = {each.id: _made_for(each, settings) for each in settings.brands.values()}
    app.register_blueprint(_served(made))
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext,
        _ngettext,
        newstyle=True,
    )

    @app.context_processor
    def at_hand() -> dict[str, Any]:
        read, own = reader_language(), made[brand().id]
        address = canonical(own.base, read.tag)
        return {
            **own.at_hand,
            "language": read,
            "languages": _other_languages(brand(), read),
            "theme": asked_theme(),
            "asked_language": _asked_language(),
            "script_address": script_address(),
            "canonical_address": address,
            "oembed_address": discovery(address),
            "around": page_frame(brand(), read.tag, datetime.now(UTC)),
            "brand_says": _brand_says,
            "tiles": settings.site.map,
        }

    _warm_up(app, settings)


def _made_for(each: Brand, settings: Settings) -> _BrandFiles:
    sheet, looks, base = style_sheet(each), looks_of(each), brand_address(settings, each)
    told = json.dumps(manifest(each, looks, offered_languages(each)[0]))
    return _BrandFiles(
        base=base,
        manifest=told,
        files=dict([(sheet.name, sheet.text), plain_icon(each)]),
        at_hand={
            "brand": each,
            "looks": looks,
            "style_address": f"{STYLES}{sheet.name}",
            "manifest_address": f"{MANIFEST}?v={_digest(told)}",
            "share_image": share_image(each, looks, base),
        },
    )


def _served(made: Mapping[str, _BrandFiles]) -> Blueprint:
    served = Blueprint("looks", __name__)
    files = {name: text for each in made.values() for name, text in each.files.items()}

    @served.get(f"{STYLES}<name>")
    def style(name: str) -> Response:
        if name not in files:
            raise NotFound
        response = make_response(files[name])
        response.mimetype = MEDIA_TYPES.get(PurePosixPath(name).suffix, "text/css")
        response.headers["Cache-Control"] = A_YEAR
        return response

    @served.get(MANIFEST)
    def web_manifest() -> Response:
        told = made[brand().id].manifest
        response = make_response(told)
        response.mimetype = "application/manifest+json"
        response.headers["Cache-Control"] = A_YEAR if request.args.get("v") == _digest(told) else A_DAY
        return response

    return served


def _warm_up(app: Flask, settings: Settings) -> None:
    """Loads what the first visitor would wait for otherwise: templates, catalogues, maps, the names of days and zones."""
    gazetteer()
    atlas()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    today = datetime.now(UTC)
    for each in settings.brands.values():
        for tag in offered_languages(each):
            locale = language(tag).locale
            day_text(today.date(), locale, today.year)
            clock_text(today, locale, each.zone)
            zone_text(today.date(), locale, each.zone)


def asked_theme() -> str:
    """The theme that a merchant asks for an embed; nothing where it follows the reader's."""
    theme = request.args.get("theme", "")
    return theme if theme in THEMES else ""


def _asked_language() -> str:
    return reader_language().tag if request.args.get("lang") == reader_language().tag else ""


def _gettext(text: str) -> str:
    return reader_language().words.gettext(text)


def _ngettext(one: str, many: str, count: int) -> str:
    return reader_language().words.ngettext(one, many, count)


def _brand_says(key: str, default: str) -> str:
    """A main sentence in the brand's words, or as it is."""
    return brand_wording(brand(), reader_language().tag, key, default)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


_IN_ADDRESSES = (*NAMING, "review_key", "token", "account", "theme")


def _other_languages(of: Brand, read: Language) -> list[tuple[Language, str]]:
    """The other languages of the brand, each with the address of this page in it; of an error page, of the brand's own.

    An error page repeats nothing of what was asked for: it is the same for everybody who gets it.
    """
    others = [language(tag) for tag in offered_languages(of) if tag != read.tag]
    address = _home_in_language if g.get("failed") else _in_language
    return [(other, address(other.tag)) for other in others]


def _home_in_language(tag: str) -> str:
    return f"/?lang={quote(tag)}"


def _in_language(tag: str) -> str:
    # What stands beside a link's token is the page's own alone.
    known = ("theme",) if "token" in (request.view_args or {}) else _IN_ADDRESSES
    kept = [(name, value) for name, value in request.args.items(multi=True) if name in known]
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in [*kept, ("lang", tag)])
    return f"{quote(request.path)}?{query}"
