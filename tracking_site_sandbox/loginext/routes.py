"""The endpoints of LogiNext: login, the page of the iframe, and those of its products."""

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, jsonify, request, send_from_directory

from tracking_site_sandbox.loginext import order_routes, proof_of_delivery, trip_routes
from tracking_site_sandbox.loginext.responses import failure, present_session, success, unauthorised
from tracking_site_sandbox.loginext.sessions import SCHEME
from tracking_site_sandbox.loginext.state import LoginextState
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
    """Return an access token in the headers, and a secret key too for users of the older edition."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        return failure(400, "Bad Request")
    hours = body.get("sessionExpiryTimeout")
    if hours is not None and (not isinstance(hours, int | float) or hours <= 0):
        return failure(400, "Bad Request")
    session = state().of(LoginextState).sessions.log_in(body.get("userName"), body.get("password"), hours)
    return with_headers(session.headers) if session else unauthorised()


@blueprint.get("/LoginApp/login/token/refresh")
def refresh() -> Response:
    """Return a new token; the old one expires at once."""
    session = present_session()
    return with_headers(state().of(LoginextState).sessions.refresh(session).headers) if session else unauthorised()


@blueprint.get("/track/")
def iframe() -> Response:
    """Return the page of the iframe, which is the same for every fragment."""
    return send_from_directory(IFRAME, "track.html")


@blueprint.get("/track/track.js")
def iframe_script() -> Response:
    """Return the script that shows the fragment of the page's address."""
    return send_from_directory(IFRAME, "track.js")


@blueprint.get("/track/session")
def iframe_session() -> Response:
    """Return 204 where the token of the iframe is valid, otherwise 401."""
    key = request.args.get("key") or None
    session = state().of(LoginextState).sessions.find(f"{SCHEME}{request.args.get('aid', '')}", key)
    return Response(status=204 if session else 401)


def with_headers(headers: Mapping[str, str]) -> Response:
    """Return the success of a login, whose data is in its headers."""
    response = jsonify(success(None, "success"))
    response.headers.update(headers)
    return response


for _blueprint in (*PRODUCTS, proof_of_delivery.blueprint):
    blueprint.register_blueprint(_blueprint)
