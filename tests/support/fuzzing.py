"""Random requests: every address with every method, and bodies that are almost valid."""

import json
import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from werkzeug.routing import Rule

from tests.support.sites import API_KEY, FJORD, NORTHWIND, PROVEN_JOBS, SHIPMENTS, Site

METHODS = ("GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
TEXTS = (
    *("", "x", "10482203", "NW-10255", "A&B #1/ü", "\x00", "\r\nSet-Cookie: a=b", "../../etc/passwd", "%s", "{{7*7}}"),
    *("\u202e12345678", "ß" * 50, "\U0010ffff", "0" * 101, "9" * 3_000, "' OR '1'='1", "<script>", "١٢٣٤"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 5, 6, -1, 4.5, 1e308, 10**30, [], {}, [[]], {"a": {}}, "true", "false", "job", "client"),
    *TEXTS,
)
FIELDS = (
    *("token", "job_id", "review_key", "slino", "ordno", "tripname", "account", "enabled", "target", "delivery"),
    *("product", "comment", "postcode", "links", "days", "language", "purpose", "q", "lang", "theme", "url"),
)
TYPES = (
    *("application/json", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
    *("text/plain", "application/json; charset=utf-16", ""),
)
HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Sec-Fetch-Site", ("same-origin", "cross-site", "none", "x")),
    ("Origin", (f"https://{NORTHWIND}", "null", "https://[", "")),
    ("Authorization", (f"Bearer {API_KEY}", "Bearer x", "Basic eA==", "Bearer")),
    ("Accept-Language", ("fr", "ar", "x" * 500, "*", "en;q=x")),
    ("Accept-Encoding", ("gzip", "gzip;q=0", "br", "*")),
    ("If-None-Match", ("*", '"x"', 'W/"', "\xff")),
    ("If-Modified-Since", ("x", "Thu, 01 Jan 1970 00:00:00 GMT")),
    ("Range", ("bytes=0-1", "bytes=9-1", "x")),
    ("X-Forwarded-For", ("1.2.3.4", "x", "::1")),
    ("Cookie", ("a=b", ";;;=")),
    ("Content-Encoding", ("gzip",)),
)


@dataclass(frozen=True)
class Sent:
    """A request, with the data to repeat it if it fails."""

    method: str
    path: str
    host: str
    headers: dict[str, str] = field(repr=False)
    body: bytes


class Fuzzer:
    """Generates requests, the same ones for the same seed."""

    def __init__(self, site: Site, seed: int) -> None:
        self._random = random.Random(seed)
        self._rules = list(site.app.url_map.iter_rules())
        self._tokens = [site.token(sample) for sample in SHIPMENTS]
        self._tokens += [site.token(SHIPMENTS[0], for_recipient=False), "A" * 60, "é"]
        # Several expired ones, so that every run meets them.
        self._tokens += [site.token(SHIPMENTS[0], days=0)] * 5
        self._pairs = [dict(sample.query) for sample in PROVEN_JOBS]

    def request(self) -> Sent:
        """Return the next request."""
        chance = self._random
        headers = {name: chance.choice(values) for name, values in HEADERS if chance.random() < 0.25}
        headers["Content-Type"] = chance.choice(TYPES)
        if chance.random() < 0.6:
            headers["Sec-Fetch-Site"] = "same-origin"
        path = self._path(chance.choice(self._rules))
        if chance.random() < 0.5:
            path += "?" + "&".join(f"{self._name()}={quote(self._text())}" for _ in range(chance.randrange(4)))
        host = chance.choice((NORTHWIND, NORTHWIND, NORTHWIND, FJORD, "nobody.example"))
        return Sent(chance.choice(METHODS), path, host, headers, self._body(headers["Content-Type"]))

    def _path(self, rule: Rule) -> str:
        parts = []
        for is_variable, text in rule._trace:
            if not is_variable:
                parts.append(text)
            elif text == "token":
                parts.append(quote(self._random.choice(self._tokens)))
            else:
                parts.append(quote(self._random.choice((*TEXTS, "notifications", "base.css")), safe=""))
        return "".join(parts).lstrip("|") or "/"

    def _name(self) -> str:
        return self._random.choice(FIELDS)

    def _text(self) -> str:
        return self._random.choice((*TEXTS, *self._tokens))

    def _value(self) -> Any:
        return self._random.choice((*VALUES, *self._tokens))

    def _fields(self) -> dict[str, Any]:
        fields = {self._name(): self._value() for _ in range(self._random.randrange(5))}
        if self._random.random() < 0.5:
            fields["token"] = self._random.choice(self._tokens)
        elif self._random.random() < 0.5:
            fields |= self._random.choice(self._pairs)
        return fields

    def _body(self, kind: str) -> bytes:
        chance = self._random
        fields = self._fields()
        if "json" in kind and chance.random() < 0.8:
            body: Any = fields
            if chance.random() < 0.2:
                body = {"links": [self._fields() for _ in range(chance.randrange(3))]}
            text = json.dumps(body)
            return text[: chance.randrange(len(text) + 1)].encode() if chance.random() < 0.1 else text.encode()
        if chance.random() < 0.1:
            return b"[" * chance.randrange(30_000)
        if chance.random() < 0.1:
            return chance.randbytes(chance.randrange(200))
        return "&".join(f"{name}={quote(str(value))}" for name, value in fields.items()).encode()
