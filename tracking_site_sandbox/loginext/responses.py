"""What all of LogiNext's answers have in common."""

from collections.abc import Sequence

from flask import Response, jsonify, request

from tracking_site_sandbox.loginext.sessions import Session
from tracking_site_sandbox.state import state

Record = dict[str, object]


def success(data: object, message: str | None, unknown: Sequence[tuple[int, str]] = ()) -> Record:
    """An answer; what was asked for and is not known goes into `error`, by its place in the request."""
    answer: Record = {"status": 200, "message": message, "data": data, "hasError": bool(unknown)}
    if unknown:
        answer["error"] = {str(place): name for place, name in unknown}
    return answer


def failure(status: int, message: str) -> Response:
    """An answer that is an error for HTTP too."""
    answer = jsonify({"status": status, "message": message, "data": None, "hasError": True})
    answer.status_code = status
    return answer


def unauthorised() -> Response:
    """The answer to wrong credentials and to dead tokens."""
    return failure(401, "Invalid username or password")


def authenticated() -> Session | None:
    """The session that the request belongs to."""
    headers = request.headers
    return state().sessions.find(headers.get("WWW-Authenticate"), headers.get("CLIENT_SECRET_KEY"))


def require_session() -> Response | None:
    """Run before the requests of a product."""
    return None if authenticated() else unauthorised()


def read_names() -> list[str] | None:
    """The JSON list of names or ids in the body of a request."""
    body = request.get_json(silent=True)
    if not isinstance(body, list) or not all(isinstance(name, str) for name in body):
        return None
    return body
