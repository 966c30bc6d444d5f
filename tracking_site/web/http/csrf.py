"""Protection against cross-site requests: forms must come from the site's own pages, API calls must send JSON."""

from flask import request

from tracking_site.domain.errors import CrossOriginRequest, InvalidAction

CHANGING_METHODS = frozenset({"POST", "PUT", "DELETE"})


def require_own_origin() -> None:
    """Raise `CrossOriginRequest` for a form that another site sent.

    The browser's `Sec-Fetch-Site` decides, or `Origin` if the browser does not send it. The embed's form is of the same
    origin inside a merchant's page too, and no cookie is needed.
    """
    if request.method not in CHANGING_METHODS:
        return
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is None:
        origin = request.headers.get("Origin")
        if origin is None or origin.partition("://")[2] != request.host:
            raise CrossOriginRequest("no origin, or another one")
    elif fetch_site != "same-origin":
        raise CrossOriginRequest("the browser says that another site sent it")


def require_json() -> None:
    """Raise `InvalidAction` for a body that a form could send.

    A browser sends JSON to another origin only after a preflight request, which the site never allows.
    """
    if request.method in ("POST", "PUT") and not request.is_json:
        raise InvalidAction("no_json")
