"""What every template has: the object `chrome`, and the functions that translate."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request

from tracking_site.config import Brand, Settings
from tracking_site.places.atlas import atlas
from tracking_site.places.gazetteer import gazetteer
from tracking_site.web.branding.assets import BrandAssets, make_asset_routes, make_brand_assets
from tracking_site.web.branding.link_previews import canonical, discovery
from tracking_site.web.branding.scripts import script_address
from tracking_site.web.branding.texts import brand_wording
from tracking_site.web.branding.views import BrandLooks, PageFrame, page_frame
from tracking_site.web.http.addresses import asked_theme, shown_parameters
from tracking_site.web.http.context import brand, offered_languages, reader_language, requested_language
from tracking_site.web.http.form_state import FORM_STATE
from tracking_site.web.i18n.dates import clock_text, day_text
from tracking_site.web.i18n.languages import Language, language
from tracking_site.web.i18n.zones import zone_text


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """Another language of the brand, and the address of this page in it."""

    language: Language
    address: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """What stands around the content of every page: the brand and its files, the language, the page's own addresses.

    `theme` and `asked_language` are empty where the request names none.
    """

    brand: Brand
    looks: BrandLooks
    page_frame: PageFrame
    support_title: str
    style_address: str
    script_address: str
    manifest_address: str
    share_image: str | None
    canonical_address: str | None
    oembed_address: str | None
    language: Language
    other_languages: tuple[LanguageLink, ...]
    asked_language: str
    theme: str


def prepare(app: Flask, settings: Settings) -> None:
    """Give an application's templates what every page has, and serve the files that pages refer to."""
    by_brand = {
        each.id: make_brand_assets(each, settings, offered_languages(each)[0]) for each in settings.brands.values()
    }

    def current() -> BrandAssets:
        return by_brand[brand().id]

    app.register_blueprint(make_asset_routes(by_brand.values(), current))
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext,
        _ngettext,
        newstyle=True,
    )

    @app.context_processor
    def template_context() -> dict[str, Any]:
        return {"chrome": _chrome(current())}

    _warm_up(app, settings)


def _chrome(assets: BrandAssets) -> Chrome:
    reader = reader_language()
    found_again = [(name, value) for name, value in shown_parameters() if name != FORM_STATE]
    address = canonical(assets.base_address, reader.tag if requested_language() else "", found_again)
    support_title = reader.words.gettext("Help from %(name)s") % {"name": brand().name}
    return Chrome(
        brand=brand(),
        looks=assets.looks,
        page_frame=page_frame(brand(), reader.tag, datetime.now(UTC)),
        support_title=brand_wording(brand(), reader.tag, "support_title", support_title),
        style_address=assets.style_address,
        script_address=script_address(),
        manifest_address=assets.manifest_address,
        share_image=assets.share_image,
        canonical_address=address,
        oembed_address=discovery(address),
        language=reader,
        other_languages=tuple(_other_languages(brand(), reader)),
        asked_language=requested_language(),
        theme=asked_theme(),
    )


def _warm_up(app: Flask, settings: Settings) -> None:
    """Load what would delay the first visitor: templates, catalogues, maps, the names of days and time zones."""
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
            zone_text([today], locale, each.zone)


def _gettext(text: str) -> str:
    return reader_language().words.gettext(text)


def _ngettext(singular: str, plural: str, count: int) -> str:
    return reader_language().words.ngettext(singular, plural, count)


def _other_languages(of: Brand, reader: Language) -> list[LanguageLink]:
    """Return the brand's other languages; those of an error page lead to the home page.

    An error page repeats nothing of the request: every visitor gets the same one.
    """
    address = _home_address if g.get("failed") else _same_page_address
    return [LanguageLink(language(tag), address(tag)) for tag in offered_languages(of) if tag != reader.tag]


def _home_address(tag: str) -> str:
    return f"/?lang={quote(tag)}"


def _same_page_address(tag: str) -> str:
    theme = (("theme", asked_theme()),) if asked_theme() else ()
    parameters = (*shown_parameters(), *theme, ("lang", tag))
    query = urlencode(parameters, quote_via=quote, safe="")
    return f"{quote(request.path)}?{query}"
