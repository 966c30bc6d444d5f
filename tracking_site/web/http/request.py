"""Requests as anybody may send them: an address with bytes that are no text is read, not tripped over."""

from typing import Any
from urllib.parse import quote

from flask import Request

_ASCII = bytes(range(0x21, 0x7F))


class SiteRequest(Request):
    """A request whose query is ASCII; werkzeug decodes a query as UTF-8 and raises where it is none."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.query_string = quote(self.query_string, safe=_ASCII).encode()
