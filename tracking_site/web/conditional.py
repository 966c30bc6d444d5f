"""Answers that are not sent twice: an ETag, and 304 for whoever has it already."""

from hashlib import sha256

from flask import Response, request


def conditional(response: Response, *, private: bool) -> Response:
    """Gives an answer its ETag and its rule for caches; a verified one is stored by nobody (security.md, Pages)."""
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-store" if private else "private, no-cache"
    response.headers["Vary"] = "Accept-Language"
    response.make_conditional(request.environ)
    return response
