"""Protection against cross-site requests: forms must come from the site's own pages, API calls must send JSON."""

from urllib.parse import urlsplit

from flask import request

from tracking_site.domain.errors import CrossOriginRequest, InvalidAction

CHANGING_METHODS = frozenset({"POST", "PUT", "DELETE"})
DEFAULT_PORTS = {"http": 80, "https": 443}


def require_own_origin() -> None:
    """Raise `CrossOriginRequest` for a form that another site sent.

    The browser's `Sec-Fetch-Site` decides; `Origin` if the browser does not send that; `Referer` if it sends neither, as
    browsers did until 2020. The embed's form is of the same origin inside a merchant's page too, and no cookie is needed.
    """
    if request.method not in CHANGING_METHODS:
        return
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is None:
        sender = request.headers.get("Origin", request.headers.get("Referer"))
        if sender is None or not _is_own_origin(sender):
            raise CrossOriginRequest("no origin, or another one")
    elif fetch_site != "same-origin":
        raise CrossOriginRequest("the browser says that another site sent it")


def _is_own_origin(address: str) -> bool:
    """Tell whether an origin, or the origin of an address, is that of the request.

    Behind a proxy that is not configured (`trusted_proxies`), a request that came by https looks like http.
    """
    try:
        sender, own = urlsplit(address), urlsplit(f"//{request.host}")
        default = DEFAULT_PORTS.get(sender.scheme)
        same = (sender.hostname, sender.port or default) == (own.hostname, own.port or default)
    except ValueError:
        return False
    return same and sender.scheme in ("https", request.scheme)


def require_json() -> None:
    """Raise `InvalidAction` for a body that a form could send.

    A browser sends JSON to another origin only after a preflight request, which the site never allows.
    """
    if request.method in ("POST", "PUT") and not request.is_json:
        raise InvalidAction("no_json")
