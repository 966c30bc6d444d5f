"""Requests as anybody may send them: bytes in an address that are no text, and bodies as JSON or as a form."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from flask import Request, request

from tracking_site.domain.errors import InvalidAction

Body = Mapping[str, Any]

_ASCII = bytes(range(0x21, 0x7F))
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class SiteRequest(Request):
    """A request whose query is ASCII; werkzeug decodes a query as UTF-8 and raises where it is none."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.query_string = quote(self.query_string, safe=_ASCII).encode()


def json_body() -> Body:
    """Return the JSON object that was sent; `InvalidAction`."""
    try:
        body = msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise InvalidAction("no_json") from None
    if not isinstance(body, dict):
        raise InvalidAction("no_json")
    return body


def has_unprintable(text: str) -> bool:
    """Tell whether a text has control characters or marks that reorder it."""
    return _UNPRINTABLE.search(text) is not None


def printable(text: str) -> str:
    """Return a text without control characters and marks that reorder it."""
    return _UNPRINTABLE.sub("", text)
