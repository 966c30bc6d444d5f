"""What machines ask: whether the process lives, whether the site can serve, what robots may read."""

from flask import Blueprint, Response, jsonify, make_response

from tracking_site.web.http.readiness import Readiness

ROBOTS = "User-agent: *\nAllow: /$\nAllow: /?lang=\nAllow: /style/\nAllow: /script/\nAllow: /static/\nDisallow: /\n"
"""The page with the field, and what it takes to see it as people do; no shipment."""


def make_probes(readiness: Readiness) -> Blueprint:
    """The probes of a site."""
    probes = Blueprint("probes", __name__)

    @probes.get("/healthz")
    def healthz() -> Response:
        response = make_response("ok\n")
        response.mimetype = "text/plain"
        return response

    @probes.get("/readyz")
    def readyz() -> Response:
        return make_response(jsonify(readiness()))

    @probes.get("/robots.txt")
    def robots() -> Response:
        response = make_response(ROBOTS)
        response.mimetype = "text/plain"
        return response

    return probes
