"""gzip for responses: immutable files are compressed once, other responses each time (decision 29)."""

import gzip
import re
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MIN_BYTES = 500
"""Smaller responses gain less than the headers of gzip cost."""
MAX_CACHED_FILES = 200
CACHED_LEVEL, DYNAMIC_LEVEL = 9, 6
TEXT_TYPES = re.compile(r"text/|application/(javascript|json|manifest\+json)|image/svg\+xml", re.IGNORECASE)


class Compression:
    """WSGI middleware that compresses texts for clients that accept gzip.

    Only responses to GET and HEAD are compressed, because of BREACH: the length of a compressed response reveals a secret
    if an attacker can put guesses next to it. Such a response holds no secret beyond those in its own address, whereas
    the response to a form shows what was typed next to a link's token.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._lock = threading.Lock()
        self._cache: dict[tuple[str, str], bytes] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Handle a request (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start_response)
        client_etags = environ.get("HTTP_IF_NONE_MATCH", "")
        _make_conditions_strong(environ)
        started: list[tuple[str, Headers]] = []

        def record_start(status: str, headers: list[tuple[str, str]], _exc_info: object = None) -> object:
            started[:] = [(status, Headers(headers))]
            return _refuse_write

        body = self._app(environ, record_start)  # type: ignore[arg-type]  # no application here calls write()
        try:
            content = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        status, headers = started[0]
        if status.startswith("304"):
            _describe_unchanged(headers, client_etags)
        else:
            content = self._compress(environ, status, headers, content)
        start_response(status, headers.to_wsgi_list())
        return [content]

    def _compress(self, environ: "WSGIEnvironment", status: str, headers: Headers, content: bytes) -> bytes:
        if not TEXT_TYPES.match(headers.get("Content-Type", "")) or "Content-Encoding" in headers:
            return content
        _add_vary(headers)
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        size = int(headers.get("Content-Length", "0")) if is_head else len(content)
        if not status.startswith("200") or size < MIN_BYTES or not _accepts_gzip(environ):
            return content
        headers["Content-Encoding"] = "gzip"
        # Ranges would count bytes of the uncompressed content.
        headers.pop("Accept-Ranges", None)
        _weaken_etag(headers)
        if is_head:
            # The compressed length is unknown without compressing the content.
            headers.pop("Content-Length", None)
            return content
        compressed = self._gzip(environ["PATH_INFO"], headers, content)
        headers["Content-Length"] = str(len(compressed))
        return compressed

    def _gzip(self, path: str, headers: Headers, content: bytes) -> bytes:
        if "max-age" not in headers.get("Cache-Control", ""):
            return gzip.compress(content, DYNAMIC_LEVEL, mtime=0)
        key = (path, headers.get("ETag") or headers.get("Last-Modified") or str(hash(content)))
        with self._lock:
            if key not in self._cache:
                if len(self._cache) >= MAX_CACHED_FILES:
                    self._cache.clear()
                self._cache[key] = gzip.compress(content, CACHED_LEVEL, mtime=0)
            return self._cache[key]


def _make_conditions_strong(environ: "WSGIEnvironment") -> None:
    """Remove `W/` from `If-None-Match`, and ignore `If-Range` with a weak ETag (RFC 9110, 13.1.2 and 13.1.5).

    The application compares ETags strongly, but the client has the weak ETag of a compressed response.
    """
    if etags := environ.get("HTTP_IF_NONE_MATCH"):
        environ["HTTP_IF_NONE_MATCH"] = etags.replace('W/"', '"')
    if environ.get("HTTP_IF_RANGE", "").startswith("W/"):
        environ.pop("HTTP_RANGE", None)


def _accepts_gzip(environ: "WSGIEnvironment") -> bool:
    """Tell whether `Accept-Encoding` names gzip or `*` with a weight above 0."""
    weights = dict(parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", "").lower()))
    return weights.get("gzip", weights.get("*", 0)) > 0


def _describe_unchanged(headers: Headers, client_etags: str) -> None:
    """Give a 304 the ETag and the `Vary` of the compressed response that the client has (RFC 9110, 15.4.5)."""
    _add_vary(headers)
    if f"W/{headers.get('ETag')}" in client_etags:
        _weaken_etag(headers)


def _add_vary(headers: Headers) -> None:
    vary = headers.get("Vary", "")
    if "accept-encoding" not in vary.lower():
        headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"


def _weaken_etag(headers: Headers) -> None:
    etag = headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        headers["ETag"] = f"W/{etag}"


def _refuse_write(_data: bytes) -> None:
    raise NotImplementedError("the write() of PEP 3333 is not supported")
