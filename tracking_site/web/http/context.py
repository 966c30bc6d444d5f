"""The context of a request: its brand, its language, and the sealed link that it opens."""

from typing import cast

import svcs
from flask import g, request
from werkzeug.exceptions import NotFound, RequestURITooLarge

from tracking_site.config import Brand, Settings
from tracking_site.domain.errors import TrackingError
from tracking_site.tracking.lookup import BrandScope, BrandScopes, Lookup
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.web.i18n.languages import LANGUAGES, Language, choose

MAX_PATH_LENGTH = 2_000


def find_brand() -> None:
    """Find the brand of a request by its host, before anything is rendered; an unknown host is a 404."""
    if request.blueprint == "probes":
        return
    settings = svcs.flask.get(Settings)
    found = settings.brand_of_host(request.host)
    g.unknown_host = found is None and not settings.site.any_host
    g.brand = found or settings.default_brand
    g.language = choose(offered_languages(g.brand), request.args.get("lang"), request.accept_languages)
    if g.unknown_host:
        raise NotFound
    if len(request.path) > MAX_PATH_LENGTH:
        raise RequestURITooLarge


def brand() -> Brand:  # noqa: D103 - the name says it
    return cast("Brand", g.brand)


def brand_scope() -> BrandScope:
    """Return the brand's accounts, as look-ups need them."""
    return svcs.flask.get(BrandScopes).of(brand())


def reader_language() -> Language:  # noqa: D103 - the name says it
    return cast("Language", g.language)


def offered_languages(of: Brand) -> tuple[str, ...]:
    """Return the languages of a brand, the default one first."""
    return of.languages or tuple(LANGUAGES)


def open_link(token: str) -> SealedLink:
    """Open a sealed link, once for each request: `BrokenLink`, `ExpiredLink`, `RevokedLink`."""
    opened: dict[str, SealedLink | TrackingError] = g.setdefault("opened_links", {})
    if token not in opened:
        try:
            opened[token] = svcs.flask.get(Lookup).open_link(brand_scope(), token)
        except TrackingError as error:
            opened[token] = error
    link = opened[token]
    if isinstance(link, TrackingError):
        raise link
    return link
