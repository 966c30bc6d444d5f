"""Reading requests that may contain anything: query strings, JSON bodies, unprintable characters."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from flask import Request, request

from tracking_site.domain.errors import InvalidAction

Body = Mapping[str, Any]

_ASCII = bytes(range(0x21, 0x7F))
_AMPERSANDS = re.compile(rb"&(?:(?:amp|%2338|#38)(?:;|%3[Bb]))+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class SiteRequest(Request):
    """A request whose query string is ASCII; werkzeug raises for a query string that is not valid UTF-8.

    An ampersand that a mail program has escaped as in HTML (`&amp;`, repeatedly at times) divides parameters like any.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query_string = _AMPERSANDS.sub(b"&", quote(self.query_string, safe=_ASCII).encode())


def json_body() -> Body:
    """Return the JSON object in the body; raise `InvalidAction` for anything else."""
    try:
        body = msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise InvalidAction("no_json") from None
    if not isinstance(body, dict):
        raise InvalidAction("no_json")
    return body


def has_unprintable(text: str) -> bool:
    """Tell whether a text has control characters or bidirectional marks, which reorder it."""
    return _UNPRINTABLE.search(text) is not None


def printable(text: str) -> str:
    """Return a text without control characters and bidirectional marks."""
    return _UNPRINTABLE.sub("", text)
