"""Error responses: a page in the brand's look, or JSON for the API, with a prepared sentence and no other detail."""

import math
from dataclasses import dataclass, replace

import msgspec
import structlog
import svcs
from flask import Flask, Response, g, make_response, render_template, request
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
from tracking_site.web.branding.texts import brand_wording
from tracking_site.web.http.context import brand, brand_scope, reader_language
from tracking_site.web.http.csrf import CHANGING_METHODS
from tracking_site.web.http.error_body import ErrorDetail, ErrorResponse, LinkErrorDetail
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

DEFAULT_RETRY_SECONDS = 10
MAX_RETRY_SECONDS = 15 * 60
API_PREFIX = "/api/"
UNAVAILABLE = 503
_BRAND_TEXTS = {"unknown_shipment": "not_found", "expired_link": "expired"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An error as the reader sees it, with the choices that the page offers."""

    code: str
    status: int
    title: str
    text: str
    detail: str | None
    carrier: str | None
    offers_look_up: bool
    offers_retry: bool
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def icon(self) -> str:
        """The icon of the page."""
        return error_icon(self.code)


def register_errors(app: Flask) -> None:
    """Register the handlers for every error of an application."""
    app.register_error_handler(TrackingError, _tracking_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected_error)


def _tracking_error(error: TrackingError) -> Response:
    translate = reader_language().words.gettext
    title, text = title_and_text(error)
    detail = error_detail(error)
    carrier = None
    if isinstance(error, CarrierFailure) and not isinstance(error, CarrierBusy):
        carrier = svcs.flask.get(Settings).accounts[error.account].name
    view = ErrorView(
        code=error.code,
        status=error.status,
        title=translate(title),
        text=translate(text),
        detail=f"{_position_prefix(error)}{translate(detail)}" if detail else None,
        carrier=carrier,
        offers_look_up=not isinstance(error, ActionError) and error.status != UNAVAILABLE,
        offers_retry=error.status == UNAVAILABLE,
        examples=_examples() if isinstance(error, UnknownShipment | InvalidReference) else (),
    )
    response = _error_response(view, error.index if isinstance(error, InvalidLink) else None)
    if (wait := seconds_to_wait(error)) is not None:
        response.headers["Retry-After"] = str(wait)
    if isinstance(error, NotAuthorised):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def title_and_text(error: TrackingError) -> tuple[str, str]:
    """Return an error's title and text; the text says that nothing was changed if the request was to change something."""
    title, text = ERRORS[type(error)]
    changing = request.method in CHANGING_METHODS and error.status == UNAVAILABLE
    return title, NOTHING_CHANGED if changing else text


def error_detail(error: TrackingError) -> str | None:
    """Return the sentence about the particular error, beyond the text of its type."""
    if isinstance(error, InvalidReference):
        return REASONS[error.reason]
    if isinstance(error, InvalidAction):
        return INVALID[error.reason]
    return DECLINED[error.reason] if isinstance(error, CarrierDeclined) else None


def _position_prefix(error: TrackingError) -> str:
    """Return the position of the error in the request's list of links."""
    return f"links[{error.index}]: " if isinstance(error, InvalidLink) else ""


def seconds_to_wait(error: TrackingError) -> int | None:
    """Return the seconds after which a retry may succeed; None if waiting does not help."""
    if isinstance(error, VerificationLocked):
        return max(1, math.ceil(error.retry_after))
    if error.status != UNAVAILABLE:
        return None
    requested = error.retry_after if isinstance(error, CarrierFailure) else None
    return math.ceil(min(requested or DEFAULT_RETRY_SECONDS, MAX_RETRY_SECONDS))


def _examples() -> tuple[tuple[str, str], ...]:
    """Return the label and an example of each kind of number that the brand's carriers know."""
    translate = reader_language().words.gettext
    kinds = frozenset().union(*brand_scope().accounts.values())
    return tuple((translate(label), translate(example)) for kind, (label, example) in EXAMPLES.items() if kind in kinds)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    translate = reader_language().words.gettext
    code, title, text = HTTP_ERRORS.get(status, HTTP_ERRORS[OTHER_ERROR])
    view = ErrorView(
        code,
        status,
        translate(title),
        translate(text),
        None,
        None,
        offers_look_up=status in (400, 404),
        offers_retry=status in (429, 500),
    )
    response = _error_response(view)
    for name, value in error.get_headers(request.environ):
        if name in ("Retry-After", "Allow"):
            response.headers[name] = value
    if status == 429:
        response.headers.setdefault("Retry-After", _seconds_to_limit_reset())
    return response


def _seconds_to_limit_reset() -> str:
    limit = getattr(g, "view_rate_limit", None)
    if limit is None:
        return "60"
    return str(max(1, math.ceil(limit[0].get_expiry())))


def _unexpected_error(error: Exception) -> Response:
    # Only the type is logged: the message of an unexpected error may contain personal data.
    log.error("internal_error", type=type(error).__name__, route=str(request.url_rule), exc_info=False)
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is not None:
        log.error("internal_error_at", file=traceback.tb_frame.f_code.co_filename, line=traceback.tb_lineno)
    return _http_error(InternalServerError())


def _error_response(view: ErrorView, link: int | None = None) -> Response:
    g.failed = True
    if request.path.startswith(API_PREFIX):
        response = Response(_json(view, link), view.status, mimetype="application/json")
    elif g.unknown_host:
        # A host that is not configured gets no brand's page.
        response = make_response("Not found\n", view.status)
        response.mimetype = "text/plain"
    else:
        embedded = (request.blueprint or "").startswith("embed")
        template = "embed/error.html" if embedded else "errors/error.html"
        response = make_response(render_template(template, view=_with_brand_wording(view)), view.status)
        policy = embed_policy if embedded else page_policy
        set_headers(response, {"Content-Security-Policy": policy(brand())})
    return set_headers(response, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})


def _with_brand_wording(view: ErrorView) -> ErrorView:
    """Return the view with the brand's own title and text, for the errors that a brand can word."""
    kind = "unavailable" if view.status == UNAVAILABLE else _BRAND_TEXTS.get(view.code)
    tag = reader_language().tag
    return replace(
        view,
        title=brand_wording(brand(), tag, f"{kind}_title", view.title),
        text=brand_wording(brand(), tag, f"{kind}_text", view.text),
    )


def _json(view: ErrorView, link: int | None) -> bytes:
    """Return an error as JSON; `link` is the index of the link that is wrong."""
    code, message = view.code, _message(view)
    detail = (
        ErrorDetail(code=code, message=message)
        if link is None
        else LinkErrorDetail(code=code, message=message, link=link)
    )
    return msgspec.json.encode(ErrorResponse(error=detail))


def _message(view: ErrorView) -> str:
    return " ".join(part for part in (f"{view.title}.", view.detail or view.text) if part)
