"""Responses of the API that no cache may store."""

from typing import Any

from flask import Response, jsonify, make_response

from tracking_site.web.http.security_headers import set_headers


def uncached_json(payload: dict[str, Any], status: int = 200) -> Response:
    """Return JSON that no cache stores and no search engine indexes."""
    return set_headers(make_response(jsonify(payload), status), {"X-Robots-Tag": "noindex"})
