"""The context of a request: brand, language, and the sealed link in the address."""

from typing import cast

import svcs
from flask import g, request
from werkzeug.exceptions import NotFound, RequestURITooLarge

from tracking_site.config import Brand, Settings
from tracking_site.domain.errors import BrokenLink, TrackingError
from tracking_site.tracking.lookup import BrandScope, BrandScopes, Lookup
from tracking_site.tracking.query import clean_token
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.web.i18n.languages import LANGUAGES, Language
from tracking_site.web.i18n.negotiation import choose_language, requested_tag

MAX_PATH_LENGTH = 2_000


def find_brand() -> None:
    """Store the brand and the language of the request in `g`; raise `NotFound` for an unknown host.

    `g` gets a brand in any case, because error handlers and metrics read it.
    """
    if request.blueprint == "probes":
        return
    settings = svcs.flask.get(Settings)
    brand_of_host = settings.brand_of_host(request.host)
    g.unknown_host = brand_of_host is None and not settings.site.any_host
    g.brand = brand_of_host or settings.default_brand
    offered, requested = offered_languages(g.brand), request.args.get("lang", "")
    g.language = choose_language(offered, requested, request.headers.get("Accept-Language", ""))
    g.requested_language = requested_tag(offered, requested)
    if g.unknown_host:
        raise NotFound
    if len(request.path) > MAX_PATH_LENGTH:
        raise RequestURITooLarge


def brand() -> Brand:  # noqa: D103 - the name says it
    return cast("Brand", g.brand)


def brand_scope() -> BrandScope:
    """Return the brand's accounts in the form that look-ups need."""
    return svcs.flask.get(BrandScopes).of(brand())


def reader_language() -> Language:  # noqa: D103 - the name says it
    return cast("Language", g.language)


def requested_language() -> str:
    """Return the tag of the language that the address names, as further addresses repeat it; empty where it names none."""
    return cast("str", g.requested_language)


def offered_languages(brand: Brand) -> tuple[str, ...]:
    """Return the language tags of a brand, the default one first."""
    return brand.languages or tuple(LANGUAGES)


def open_link(token: str) -> SealedLink:
    """Return the sealed link of a token, opened once per request; raise `BrokenLink`, `ExpiredLink` or `RevokedLink`.

    A token that does not open is tried once more without what cannot be part of one.
    """
    opened: dict[str, SealedLink | TrackingError] = g.setdefault("opened_links", {})
    if token not in opened:
        opened[token] = _open_once(token)
        if isinstance(opened[token], BrokenLink) and (clean := clean_token(token)) != token:
            opened[token] = opened[clean] = _open_once(clean)
    link = opened[token]
    if isinstance(link, TrackingError):
        raise link
    return link


def opening_token(token: str) -> str:
    """Return the token by which a sealed link opens: the given one, or what is left of it without what sticks to it."""
    open_link(token)
    clean = clean_token(token)
    return clean if clean in g.opened_links else token


def _open_once(token: str) -> SealedLink | TrackingError:
    try:
        return svcs.flask.get(Lookup).open_link(brand_scope(), token)
    except TrackingError as error:
        return error
