"""Routes that steer the sandbox: samples, counted calls, recorded changes, faults and the reset."""

import time
from dataclasses import asdict

from flask import Blueprint, Response, current_app, request

from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.faults import parse_fault
from tracking_site_sandbox.registry import SANDBOXES
from tracking_site_sandbox.state import state

PREFIX = "/sandbox"

blueprint = Blueprint("sandbox", __name__, url_prefix=PREFIX)


@blueprint.get("/samples")
def list_samples() -> list[dict[str, object]]:
    """Return every sample shipment."""
    return [asdict(sample) for sample in samples()]


@blueprint.get("/calls")
def calls() -> dict[str, int]:
    """Return how often each endpoint was called; failed calls count too."""
    with state().lock:
        return dict(state().calls)


@blueprint.get("/changes")
def changes() -> list[dict[str, object]]:
    """Return what was changed by calls to carriers, oldest first."""
    with state().lock:
        return list(state().changes)


@blueprint.post("/reset")
def reset() -> tuple[dict[str, object], int]:
    """Go back to the start; access tokens and webhook subscriptions stay."""
    state().reset()
    return {"reset": True}, 200


@blueprint.post("/faults")
def add_fault() -> tuple[dict[str, object], int]:
    """Add a fault of a carrier or of one of its endpoints; with `expire_tokens`, expire all access tokens."""
    fields = request.get_json(silent=True)
    if not isinstance(fields, dict) or not isinstance(fields.get("carrier"), str):
        return {"error": "carrier is missing"}, 400
    expire_tokens = fields.pop("expire_tokens", False)
    try:
        fault = parse_fault(fields)
    except (TypeError, ValueError) as problem:
        return {"error": str(problem)}, 400
    if not any(fault.applies_to(endpoint) for endpoint in carrier_endpoints()):
        return {"error": f"there is no carrier or endpoint {fault.carrier!r}"}, 400
    with state().lock:
        if expire_tokens:
            state().expire_tokens()
        state().faults.append(fault)
    return {"fault": asdict(fault)}, 200


def carrier_endpoints() -> set[str]:
    """Return the names of all endpoints that stand in for a carrier's."""
    carriers = {sandbox.blueprint.name for sandbox in SANDBOXES}
    return {name for name in current_app.view_functions if name.partition(".")[0] in carriers}


def intercept() -> Response | None:
    """Count a call of a carrier's endpoint, then delay it or respond to it as the faults say; runs before each request."""
    endpoint = request.endpoint
    if endpoint is None or endpoint not in carrier_endpoints():
        return None
    with state().lock:
        state().calls[endpoint] += 1
        faults = [fault for fault in state().faults if fault.applies_to(endpoint)]
    time.sleep(sum(fault.delay for fault in faults))
    for fault in reversed(faults):
        if fault.has_response:
            return Response(fault.body or "", fault.status or 200, dict(fault.headers))
    return None
