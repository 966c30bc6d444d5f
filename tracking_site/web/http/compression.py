"""Answers in gzip: what never changes once, the rest as it comes (decision 29)."""

import gzip
import re
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LEAST_BYTES = 500
"""Below that gzip saves less than it adds."""
MOST_KEPT = 200
FOR_EVER, FOR_NOW = 9, 6
TEXTS = re.compile(r"text/|application/(javascript|json|manifest\+json)|image/svg\+xml", re.IGNORECASE)


class Compression:
    """Compresses the texts of an application for whoever takes gzip.

    Only answers to GET, and to HEAD as if it were one: nobody else's page can have a visitor send a guess with them to an
    address that holds a secret without knowing the secret already, while the answer to a form holds what was typed beside
    a link's token.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], bytes] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers a request (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start_response)
        tags = environ.get("HTTP_IF_NONE_MATCH", "")
        _loosen_conditions(environ)
        said: list[tuple[str, Headers]] = []

        def listen(status: str, headers: list[tuple[str, str]], _exc_info: object = None) -> object:
            said[:] = [(status, Headers(headers))]
            return _refuse

        body = self._app(environ, listen)  # type: ignore[arg-type]  # nothing here writes by the function of old
        try:
            parts = list(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        status, headers = said[0]
        content = b"".join(parts)
        if status.startswith("304"):
            _name_unchanged(headers, tags)
        else:
            content = self._compressed(environ, status, headers, content)
        start_response(status, headers.to_wsgi_list())
        return [content]

    def _compressed(self, environ: "WSGIEnvironment", status: str, headers: Headers, content: bytes) -> bytes:
        if not TEXTS.match(headers.get("Content-Type", "")) or "Content-Encoding" in headers:
            return content
        _vary(headers)
        head = environ["REQUEST_METHOD"] == "HEAD"
        size = int(headers.get("Content-Length", "0")) if head else len(content)
        if not status.startswith("200") or size < LEAST_BYTES or not _takes_gzip(environ):
            return content
        headers["Content-Encoding"] = "gzip"
        # Its parts would be parts of what is not compressed.
        headers.pop("Accept-Ranges", None)
        _weaken(headers)
        if head:
            # How long it would be is not worth making it.
            headers.pop("Content-Length", None)
            return content
        packed = self._packed(environ["PATH_INFO"], headers, content)
        headers["Content-Length"] = str(len(packed))
        return packed

    def _packed(self, path: str, headers: Headers, content: bytes) -> bytes:
        if "max-age" not in headers.get("Cache-Control", ""):
            return gzip.compress(content, FOR_NOW, mtime=0)
        key = (path, headers.get("ETag") or headers.get("Last-Modified") or str(hash(content)))
        with self._lock:
            if key not in self._kept:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = gzip.compress(content, FOR_EVER, mtime=0)
            return self._kept[key]


def _loosen_conditions(environ: "WSGIEnvironment") -> None:
    """Takes the weak tags of answers in gzip for what they are (RFC 9110, 13.1.2 and 13.1.5); not everything below does."""
    if tags := environ.get("HTTP_IF_NONE_MATCH"):
        environ["HTTP_IF_NONE_MATCH"] = tags.replace('W/"', '"')
    if environ.get("HTTP_IF_RANGE", "").startswith("W/"):
        environ.pop("HTTP_RANGE", None)


def _takes_gzip(environ: "WSGIEnvironment") -> bool:
    """Whether gzip is named in `Accept-Encoding`, or everything is, and not with a weight of 0."""
    wanted = dict(parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", "").lower()))
    return wanted.get("gzip", wanted.get("*", 0)) > 0


def _name_unchanged(headers: Headers, tags: str) -> None:
    """Has a 304 name what it is the same as in the words of the answer that a cache has: its tag, and what it varies with."""
    _vary(headers)
    if f"W/{headers.get('ETag')}" in tags:
        _weaken(headers)


def _vary(headers: Headers) -> None:
    varies = headers.get("Vary", "")
    if "accept-encoding" not in varies.lower():
        headers["Vary"] = f"{varies}, Accept-Encoding" if varies else "Accept-Encoding"


def _weaken(headers: Headers) -> None:
    tag = headers.get("ETag", "")
    if tag and not tag.startswith("W/"):
        headers["ETag"] = f"W/{tag}"


def _refuse(_data: bytes) -> None:
    raise NotImplementedError("nothing writes by the function that start_response returns")
