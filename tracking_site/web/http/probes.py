"""Liveness and readiness probes, and robots.txt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import svcs
from flask import Blueprint, Response, jsonify, make_response

from tracking_site.web.http.caching import shared

ROBOTS = "User-agent: *\nAllow: /$\nAllow: /?lang=\nAllow: /style/\nAllow: /script/\nAllow: /static/\nDisallow: /\n"
"""Search engines may read the home page and what they need to render it; no shipment."""

probes = Blueprint("probes", __name__)


@dataclass(frozen=True, slots=True)
class Dependency:
    """The state of something that the site depends on; the site serves cached answers without any of them."""

    name: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """Health checks of the registered services; `dependencies` pings each and returns the states."""

    dependencies: Callable[[], Sequence[Dependency]]


@probes.get("/healthz")
def healthz() -> Response:
    """Return 200 while the process runs; no dependency is checked."""
    return _plain("ok\n")


@probes.get("/readyz")
def readyz() -> Response:
    """Return the state of every dependency."""
    dependencies = svcs.flask.get(Readiness).dependencies()
    return make_response(
        jsonify([{"name": each.name, "kind": each.kind, "state": each.state} for each in dependencies])
    )


@probes.get("/robots.txt")
def robots() -> Response:
    """Return the rules for search engines."""
    return shared(_plain(ROBOTS))


def _plain(text: str) -> Response:
    response = make_response(text)
    response.mimetype = "text/plain"
    return response
