"""What changes something is sent from the site's own pages, or as JSON, which no other site's page can send."""

from flask import request

from tracking_site.domain.errors import CrossOriginRequest, InvalidAction

CHANGING = frozenset({"POST", "PUT", "DELETE"})


def require_own_origin() -> None:
    """Refuses a form that a browser sent from elsewhere: `Sec-Fetch-Site` says so or, where it is not sent, `Origin`.

    Within a merchant's page the embed's own form is the same origin's all the same, and no cookie is asked for.
    """
    if request.method not in CHANGING:
        return
    sent_from = request.headers.get("Sec-Fetch-Site")
    if sent_from is None:
        origin = request.headers.get("Origin")
        if origin is None or origin.partition("://")[2] != request.host:
            raise CrossOriginRequest("no origin, or another one")
    elif sent_from != "same-origin":
        raise CrossOriginRequest("the browser says that another site sent it")


def require_json() -> None:
    """Refuses what a form could send: a browser asks before it sends JSON elsewhere, and is never told yes."""
    if request.method in ("POST", "PUT") and not request.is_json:
        raise InvalidAction("no_json")
