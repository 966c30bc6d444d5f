"""The stand-in of LogiNext: authentication, the iframe's page, and the products below."""

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, jsonify, request, send_from_directory

from tracking_site_sandbox.loginext import order_routes, trip_routes
from tracking_site_sandbox.loginext.responses import authenticated, failure, success, unauthorised
from tracking_site_sandbox.loginext.sessions import SCHEME
from tracking_site_sandbox.state import state

blueprint = Blueprint("loginext", __name__, url_prefix="/loginext")

IFRAME = Path(__file__).parent / "iframe"
PRODUCTS = (
    order_routes.mile,
    order_routes.ondemand,
    trip_routes.haul,
)


@blueprint.post("/LoginApp/login/authenticate")
def authenticate() -> Response:
    """A token in the headers of the answer; with it a secret key, for users of the older edition."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        return failure(400, "Bad Request")
    hours = body.get("sessionExpiryTimeout")
    if hours is not None and (not isinstance(hours, int | float) or hours <= 0):
        return failure(400, "Bad Request")
    session = state().sessions.log_in(body.get("userName"), body.get("password"), hours)
    return with_headers(session.headers) if session else unauthorised()


@blueprint.get("/LoginApp/login/token/refresh")
def refresh() -> Response:
    """A new token; the old one is dead from here on."""
    session = authenticated()
    return with_headers(state().sessions.refresh(session).headers) if session else unauthorised()


@blueprint.get("/track/")
def iframe() -> Response:
    """The page of the iframe, which is the same for every fragment."""
    return send_from_directory(IFRAME, "track.html")


@blueprint.get("/track/track.js")
def iframe_script() -> Response:
    """The script that says which fragment the page was opened with."""
    return send_from_directory(IFRAME, "track.js")


@blueprint.get("/track/session")
def iframe_session() -> Response:
    """Whether the token that the iframe was opened with is good."""
    key = request.args.get("key") or None
    found = state().sessions.find(f"{SCHEME}{request.args.get('aid', '')}", key)
    return Response(status=204 if found else 401)


def with_headers(headers: Mapping[str, str]) -> Response:
    """The success of a login, which is all in its headers."""
    answer = jsonify(success(None, "success"))
    answer.headers.update(headers)
    return answer


for _product in PRODUCTS:
    blueprint.register_blueprint(_product)
