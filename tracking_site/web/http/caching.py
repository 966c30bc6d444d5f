"""Answers that are not sent twice: an ETag, and 304 for whoever has it already."""

from datetime import datetime
from hashlib import sha256

from flask import Response, request


def conditional(
    response: Response, *, private: bool, says: bytes | None = None, as_of: datetime | None = None
) -> Response:
    """Gives an answer its ETag and its rule for caches; a verified one is stored by nobody.

    `says` is what the answer says apart from when it was asked for: where it is given, an answer that says the same is
    not sent again, and `Last-Modified` tells when it was asked for last.
    """
    # Weak, since a page is the same page in gzip.
    response.set_etag(sha256(response.get_data() if says is None else says).hexdigest()[:32], weak=True)
    if as_of is not None:
        response.last_modified = as_of
    response.headers["Cache-Control"] = "private, no-store" if private else "private, no-cache"
    response.headers["Vary"] = "Accept-Language"
    response.make_conditional(request.environ)
    return response
