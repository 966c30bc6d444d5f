"""What every template has at hand: the brand, the language, words, and the addresses of style sheet and logo."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, g, make_response, request
from werkzeug.exceptions import NotFound

from tracking_site import assets
from tracking_site.settings import Brand, Settings
from tracking_site.web.context import brand, offered_languages, reader_language
from tracking_site.web.i18n import Language, language
from tracking_site.web.moments import clock_text, day_text, zone_text
from tracking_site.web.stylesheets import style_sheet

A_YEAR = "public, max-age=31536000, immutable"


def prepare(app: Flask, settings: Settings) -> None:
    """Gives an application's templates what they need, and serves the brands' style sheets."""
    sheets = {each.id: style_sheet(each) for each in settings.brands.values()}
    served = {sheet.name: sheet.text for sheet in sheets.values()}
    logos = {each.id: _logo_address(each) for each in settings.brands.values()}
    site_icon = static_address("favicon.svg")
    looks = Blueprint("looks", __name__)

    @looks.get("/style/<name>")
    def style(name: str) -> Response:
        if name not in served:
            raise NotFound
        response = make_response(served[name])
        response.mimetype = "text/css"
        response.headers["Cache-Control"] = A_YEAR
        return response

    app.register_blueprint(looks)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext,
        _ngettext,
        newstyle=True,
    )

    @app.context_processor
    def at_hand() -> dict[str, Any]:
        return {
            "brand": brand(),
            "language": reader_language(),
            "languages": _other_languages(brand(), reader_language()),
            "style_address": f"/style/{sheets[brand().id].name}",
            "logo_address": logos[brand().id],
            "icon_address": logos[brand().id] or site_icon,
        }

    _warm_up(app, settings)


def _warm_up(app: Flask, settings: Settings) -> None:
    """Loads what the first visitor would wait for otherwise: templates, catalogues, the names of days and zones."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    today = datetime.now(UTC)
    for each in settings.brands.values():
        for tag in offered_languages(each):
            locale = language(tag).locale
            day_text(today.date(), locale, today.year)
            clock_text(today, locale, each.zone)
            zone_text(today.date(), locale, each.zone)


def _gettext(text: str) -> str:
    return reader_language().words.gettext(text)


def _ngettext(one: str, many: str, count: int) -> str:
    return reader_language().words.ngettext(one, many, count)


def _logo_address(of: Brand) -> str | None:
    return of.logo if of.logo is None or "://" in of.logo else static_address(of.logo)


def static_address(name: str) -> str:
    """The address of a static file, with a part that changes with it, since it is kept for a year."""
    digest = sha256((assets.STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{quote(name)}?v={digest}"


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
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in [*kept, ("lang", tag)])
    return f"{quote(request.path)}?{query}"
