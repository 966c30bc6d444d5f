"""The form that all responses of LogiNext have, and the session of a request."""

from collections.abc import Sequence

from flask import Response, jsonify, request

from tracking_site_sandbox.loginext.sessions import Session
from tracking_site_sandbox.loginext.state import LoginextState
from tracking_site_sandbox.state import state

Record = dict[str, object]


def success(data: object, message: str | None, unknown: Sequence[tuple[int, str]] = ()) -> Record:
    """Return a successful response; `error` has the unknown names of the request, by their index."""
    response: Record = {"status": 200, "message": message, "data": data, "hasError": bool(unknown)}
    if unknown:
        response["error"] = {str(index): name for index, name in unknown}
    return response


def failure(status: int, message: str) -> Response:
    """Return an error, with an HTTP status of its own."""
    response = jsonify({"status": status, "message": message, "data": None, "hasError": True})
    response.status_code = status
    return response


def unauthorised() -> Response:
    """Return the response to wrong credentials and to expired tokens."""
    return failure(401, "Invalid username or password")


def present_session() -> Session | None:
    """Return the session of the present request, or None."""
    headers = request.headers
    return state().of(LoginextState).sessions.find(headers.get("WWW-Authenticate"), headers.get("CLIENT_SECRET_KEY"))


def require_session() -> Response | None:
    """Refuse a request without a session; runs before the requests of a product."""
    return None if present_session() else unauthorised()


def read_names() -> list[str] | None:
    """Return the JSON list of names or ids in the body of the request, or None where it is malformed."""
    body = request.get_json(silent=True)
    if not isinstance(body, list) or not all(isinstance(name, str) for name in body):
        return None
    return body
