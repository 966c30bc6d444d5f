"""Every error as a page in the brand's look, or as JSON for the API; none tells more than its sentence."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import structlog
import svcs
from flask import Flask, Response, g, jsonify, make_response, request
from werkzeug.exceptions import HTTPException, InternalServerError

from tracking_site.config import Settings
from tracking_site.domain.errors import (
    ActionError,
    CarrierBusy,
    CarrierDeclined,
    CarrierFailure,
    InvalidAction,
    InvalidLink,
    InvalidReference,
    NotAuthorised,
    TrackingError,
    UnknownShipment,
    VerificationLocked,
)
from tracking_site.web.branding.icons import error_icon
from tracking_site.web.branding.texts import say_brand
from tracking_site.web.http.context import brand, brand_scope, reader_language
from tracking_site.web.http.csrf import CHANGING
from tracking_site.web.http.rendering import PageTemplate, render_page
from tracking_site.web.http.security_headers import embed_policy, page_policy, set_headers
from tracking_site.web.i18n.labels import (
    DECLINED,
    ERRORS,
    EXAMPLES,
    HTTP_ERRORS,
    INVALID,
    NOTHING_CHANGED,
    OTHER_ERROR,
    REASONS,
)

RETRY_SECONDS = 10
MOST_RETRY_SECONDS = 15 * 60
API_PREFIX = "/api/"
UNAVAILABLE = 503
_BRAND_TEXTS = {"unknown_shipment": "not_found", "expired_link": "expired"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An error as the reader sees it; `look_up` where looking something else up is a way on."""

    code: str
    status: int
    title: str
    text: str
    detail: str | None
    carrier: str | None
    look_up: bool
    again: bool
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def icon(self) -> str:
        """The icon of its page."""
        return error_icon(self.code)


ERROR = PageTemplate("errors/error.html", ErrorPage)
EMBED_ERROR = PageTemplate("embed/error.html", ErrorPage)


def register_errors(app: Flask) -> None:
    """Answers every error of an application."""
    app.register_error_handler(TrackingError, _tracking_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _own_error)


def _tracking_error(error: TrackingError) -> Response:
    say = reader_language().words.gettext
    title, text = told_of(error)
    detail = detail_of(error)
    carrier = None
    if isinstance(error, CarrierFailure) and not isinstance(error, CarrierBusy):
        carrier = svcs.flask.get(Settings).accounts[error.account].name
    view = ErrorPage(
        code=error.code,
        status=error.status,
        title=say(title),
        text=say(text),
        detail=f"{_place(error)}{say(detail)}" if detail else None,
        carrier=carrier,
        look_up=not isinstance(error, ActionError) and error.status != UNAVAILABLE,
        again=error.status == UNAVAILABLE,
        examples=_examples() if isinstance(error, UnknownShipment | InvalidReference) else (),
    )
    response = _answer(view, {"link": error.index} if isinstance(error, InvalidLink) else {})
    if (wait := seconds_to_wait(error)) is not None:
        response.headers["Retry-After"] = str(wait)
    if isinstance(error, NotAuthorised):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def told_of(error: TrackingError) -> tuple[str, str]:
    """An error's title and text; where something was to be changed, it says that nothing was."""
    title, text = ERRORS[type(error)]
    changing = request.method in CHANGING and error.status == UNAVAILABLE
    return title, NOTHING_CHANGED if changing else text


def detail_of(error: TrackingError) -> str | None:
    """What an error has to say beyond what all of its kind do."""
    if isinstance(error, InvalidReference):
        return REASONS[error.reason]
    if isinstance(error, InvalidAction):
        return INVALID[error.reason]
    return DECLINED[error.reason] if isinstance(error, CarrierDeclined) else None


def _place(error: TrackingError) -> str:
    """Where in what was sent the error is."""
    return f"links[{error.index}]: " if isinstance(error, InvalidLink) else ""


def seconds_to_wait(error: TrackingError) -> int | None:
    """After how many seconds it makes sense to try again; None where time changes nothing."""
    if isinstance(error, VerificationLocked):
        return max(1, math.ceil(error.retry_after))
    if error.status != UNAVAILABLE:
        return None
    asked = error.retry_after if isinstance(error, CarrierFailure) else None
    return math.ceil(min(asked or RETRY_SECONDS, MOST_RETRY_SECONDS))


def _examples() -> tuple[tuple[str, str], ...]:
    """A number of every kind that the brand's carriers know, as it looks."""
    say = reader_language().words.gettext
    known = frozenset().union(*brand_scope().accounts.values())
    return tuple((say(label), say(example)) for kind, (label, example) in EXAMPLES.items() if kind in known)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    say = reader_language().words.gettext
    code, title, text = HTTP_ERRORS.get(status, HTTP_ERRORS[OTHER_ERROR])
    view = ErrorPage(
        code, status, say(title), say(text), None, None, look_up=status in (400, 404), again=status in (429, 500)
    )
    response = _answer(view)
    for name, value in error.get_headers(request.environ):
        if name in ("Retry-After", "Allow"):
            response.headers[name] = value
    if status == 429:
        response.headers.setdefault("Retry-After", _seconds_to_the_limit())
    return response


def _seconds_to_the_limit() -> str:
    limit = getattr(g, "view_rate_limit", None)
    if limit is None:
        return "60"
    return str(max(1, math.ceil(limit[0].get_expiry())))


def _own_error(error: Exception) -> Response:
    # The type alone: the text of an error that nobody expected may hold anything.
    log.error("internal_error", type=type(error).__name__, route=str(request.url_rule), exc_info=False)
    frames = error.__traceback__
    while frames is not None and frames.tb_next is not None:
        frames = frames.tb_next
    if frames is not None:
        log.error("internal_error_at", file=frames.tb_frame.f_code.co_filename, line=frames.tb_lineno)
    return _http_error(InternalServerError())


def _answer(view: ErrorPage, more: Mapping[str, Any] = MappingProxyType({})) -> Response:
    g.failed = True
    if request.path.startswith(API_PREFIX):
        body = {"error": {"code": view.code, "message": _message(view), **more}}
        response = make_response(jsonify(body), view.status)
    elif g.unknown_host:
        # A host that nobody configured gets no brand's page.
        response = make_response("Not found\n", view.status)
        response.mimetype = "text/plain"
    else:
        embedded = (request.blueprint or "").startswith("embed")
        response = render_page(EMBED_ERROR if embedded else ERROR, _in_brand_words(view))
        response.status_code = view.status
        policy = embed_policy if embedded else page_policy
        set_headers(response, {"Content-Security-Policy": policy(brand())})
    return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})


def _in_brand_words(view: ErrorPage) -> ErrorPage:
    """Return the view with the brand's own title and text, for the errors that a brand can word."""
    kind = "unavailable" if view.status == UNAVAILABLE else _BRAND_TEXTS.get(view.code)
    tag = reader_language().tag
    return replace(
        view,
        title=say_brand(brand(), tag, f"{kind}_title", view.title),
        text=say_brand(brand(), tag, f"{kind}_text", view.text),
    )


def _message(view: ErrorPage) -> str:
    return " ".join(part for part in (f"{view.title}.", view.detail or view.text) if part)
