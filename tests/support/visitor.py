"""Visitors whose responses are all checked against the rules, and control of the sandbox over HTTP."""

import json
import urllib.request
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.support.page_rules import answer_problems, link_problems, page_problems


def headers_of(answer: TestResponse) -> list[tuple[str, str]]:
    """Return the headers of a response, without the number of remaining requests, which changes each time."""
    return [(name, value) for name, value in answer.headers if name != "X-RateLimit-Remaining"]


@dataclass(frozen=True)
class Sandbox:
    """The carriers' sandbox, controlled over HTTP."""

    address: str

    def calls(self) -> Counter[str]:
        return Counter(self._asked("/sandbox/calls"))

    def changes(self) -> list[Any]:
        found: list[Any] = self._asked("/sandbox/changes")
        return found

    def reset(self) -> None:
        self._asked("/sandbox/reset", {})

    def fault(self, carrier: str, **wish: object) -> None:
        self._asked("/sandbox/faults", {"carrier": carrier, **wish})

    def change_booking(self, slino: str, status: str) -> None:
        self._asked("/sandbox/bookings", {"slino": slino, "status": status})

    def webhooks(self) -> list[dict[str, str]]:
        """Return the webhooks that LogiNext has sent."""
        found: list[dict[str, str]] = self._asked("/sandbox/webhooks")
        return found

    def send_webhooks(self, user: str, url: str) -> None:
        """Make LogiNext send the webhooks of a user's account to an address."""
        self._asked("/sandbox/webhooks", {"user": user, "url": url})

    def tell_delivery(self, user: str, number: str, **wish: object) -> list[int]:
        """Deliver an order by webhooks, and return the response to each."""
        found: list[int] = self._asked("/sandbox/deliveries", {"user": user, "number": number, **wish})["answers"]
        return found

    def _asked(self, path: str, body: object | None = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, content, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)


@dataclass(frozen=True)
class Visitor:
    """A visitor with an IP address and a language, at one host of the site."""

    app: Flask = field(repr=False)
    host: str
    ip: str = "192.0.2.7"
    headers: dict[str, str] = field(default_factory=dict)

    def at(self, host: str) -> Self:
        return replace(self, host=host)

    def by(self, ip: str) -> Self:
        return replace(self, ip=ip)

    def speaking(self, languages: str) -> Self:
        return self.sending(Accept_Language=languages)

    def sending(self, **headers: str) -> Self:
        return replace(self, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def get(self, path: str, query: dict[str, str] | None = None) -> TestResponse:
        return self.open("GET", path, query)

    def open(self, method: str, path: str, query: dict[str, str] | None = None, **more: Any) -> TestResponse:
        """Send a request, and fail where the response breaks a rule."""
        answer = self.raw(method, path, query, **more)
        problems = list(answer_problems(answer.status_code, dict(answer.headers), urlsplit(path).path))
        # What stands in the body of a redirection is read by nobody.
        if answer.mimetype == "text/html" and answer.data and "Location" not in answer.headers:
            problems += page_problems(answer.text)
            problems += link_problems(answer.text, answer.request.path, self._routes, self._fetched)
        assert not problems, f"{method} {path} ({answer.status_code}): " + "; ".join(problems)
        return answer

    def raw(self, method: str, path: str, query: dict[str, str] | None = None, **more: Any) -> TestResponse:
        """Send a request without checks."""
        origin = f"https://{self.host}"
        environ = {"REMOTE_ADDR": self.ip}
        client = self.app.test_client(use_cookies=False)
        return client.open(
            path,
            method=method,
            base_url=origin,
            query_string=query,
            environ_overrides=environ,
            headers=self.headers,
            buffered=True,
            **more,
        )

    def _routes(self, path: str) -> bool:
        try:
            self.app.url_map.bind(self.host).match(path)
        except RequestRedirect:
            return False
        except HTTPException:
            return path.startswith("/static/") and self._fetched(path)[0] == 200
        return True

    def _fetched(self, address: str) -> tuple[int, str]:
        """Return the status and the type of a resource, which each application serves once."""
        seen: dict[tuple[str, str], tuple[int, str]] = self.app.extensions.setdefault("tests.fetched", {})
        key = (self.host, address)
        if key not in seen:
            answer = self.raw("GET", address)
            seen[key] = (answer.status_code, answer.mimetype or "")
        return seen[key]
