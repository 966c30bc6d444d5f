"""The addresses that pages write: of what was understood of a request, never of what was sent with it."""

from collections.abc import Sequence
from typing import Any, cast

from flask import Response, g, make_response, redirect, request, url_for

from tracking_site.domain.errors import TrackingError
from tracking_site.tracking.query import clean_token
from tracking_site.web.http.context import opening_token, requested_language
from tracking_site.web.http.security_headers import set_headers

THEMES = ("light", "dark")
READING = ("GET", "HEAD")
SEE_OTHER = 303
Parameters = Sequence[tuple[str, str]]


def asked_theme() -> str:
    """Return the theme that the request names; empty where it names none."""
    theme = request.args.get("theme", "")
    return theme if theme in THEMES else ""


def display_parameters() -> dict[str, Any]:
    """Return the parameters of the request that say how a page is shown; links pass them on."""
    display = {"lang": requested_language(), "theme": asked_theme()}
    return {name: value for name, value in display.items() if value}


def show_parameters(parameters: Parameters) -> None:
    """Store the parameters under which the requested page is found again.

    Links on the page repeat these alone: a pasted link or message may contain credentials and names.
    """
    g.shown_parameters = tuple(parameters)


def shown_parameters() -> Parameters:
    """Return the parameters under which the requested page is found again; none for a page that has no number."""
    return cast("Parameters", g.get("shown_parameters", ()))


def redirect_to_clean_link() -> Response | None:
    """Redirect from a sealed link with something behind or before its token to the link itself, where that opens."""
    token = (request.view_args or {}).get("token")
    if token is None or request.method not in READING or clean_token(token) == token:
        return None
    try:
        clean = opening_token(token)
    except TrackingError:
        return None
    if clean == token:
        return None
    arguments = {**(request.view_args or {}), "token": clean, **display_parameters()}
    response = make_response(redirect(url_for(str(request.endpoint), **arguments), SEE_OTHER))
    return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
