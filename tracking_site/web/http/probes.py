"""Probes and robots.txt: whether the process lives, how its dependencies are, what search engines may read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import svcs
from flask import Blueprint, Response, jsonify, make_response

ROBOTS = "User-agent: *\nAllow: /$\nAllow: /?lang=\nAllow: /style/\nAllow: /script/\nAllow: /static/\nDisallow: /\n"
"""Search engines may read the home page and what they need to render it; no shipment."""

probes = Blueprint("probes", __name__)


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something that the site depends on; none of them keeps the site from serving what it has cached."""

    name: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The health checks of the registered services; `dependencies` pings them and returns their states."""

    dependencies: Callable[[], Sequence[Dependency]]


@probes.get("/healthz")
def healthz() -> Response:
    """Answer while the process lives; touches nothing else."""
    return _plain("ok\n")


@probes.get("/readyz")
def readyz() -> Response:
    """Answer the state of every dependency."""
    found = svcs.flask.get(Readiness).dependencies()
    return make_response(jsonify([{"name": each.name, "kind": each.kind, "state": each.state} for each in found]))


@probes.get("/robots.txt")
def robots() -> Response:
    """Answer what search engines may read."""
    return _plain(ROBOTS)


def _plain(text: str) -> Response:
    response = make_response(text)
    response.mimetype = "text/plain"
    return response
