"""Conditional responses: an ETag, and 304 if the client already has the content."""

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.datastructures import Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


NOT_MODIFIED = 304


class _NotModified(Response):
    """A 304 with the `Last-Modified` that it was given, which werkzeug would leave out (RFC 9110, 15.4.5, allows both)."""

    default_status = NOT_MODIFIED

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        headers = super().get_wsgi_headers(environ)
        if "Last-Modified" in self.headers:
            headers["Last-Modified"] = self.headers["Last-Modified"]
        return headers


ONE_HOUR = "public, max-age=3600"


def shared(response: Response) -> Response:
    """Let everybody keep a response for an hour that is the same for every visitor, whatever their language."""
    response.headers["Cache-Control"] = ONE_HOUR
    response.add_etag(weak=True)
    response.make_conditional(request.environ)
    return response


def conditional(
    response: Response, *, private: bool, etag_source: bytes | None = None, as_of: datetime | None = None
) -> Response:
    """Add validators and a cache rule, and turn the response into a 304 if the client's copy is current.

    `private` responses must not be stored. The ETag is computed from `etag_source`, or from the body without it: a body
    that contains the time of the request would never be the same twice. `as_of` becomes `Last-Modified`, of a 304 too.
    """
    # Weak, because a page keeps its ETag when it is compressed.
    response.set_etag(sha256(response.get_data() if etag_source is None else etag_source).hexdigest()[:32], weak=True)
    if as_of is not None:
        response.last_modified = as_of
    response.headers["Cache-Control"] = "private, no-store" if private else "private, no-cache"
    response.headers["Vary"] = "Accept-Language"
    # Only the ETag decides: what a page says changes with the time of day, whenever the carrier was asked.
    response.make_conditional({**request.environ, "HTTP_IF_MODIFIED_SINCE": ""})
    return response if response.status_code != NOT_MODIFIED else _NotModified(headers=response.headers)
