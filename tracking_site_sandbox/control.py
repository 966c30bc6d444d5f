"""What tests steer the sandbox with: counts, faults, changes, and the way back to the start."""

import time
from dataclasses import asdict, replace
from datetime import UTC, datetime
from random import Random
from typing import Annotated, Literal

import msgspec
from flask import Blueprint, Response, current_app, request

from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.loginext.webhook_deliveries import story
from tracking_site_sandbox.loginext.webhooks import WRITTEN, send
from tracking_site_sandbox.state import Fault, state

blueprint = Blueprint("sandbox", __name__, url_prefix="/sandbox")

Answer = tuple[dict[str, object], int]


@blueprint.get("/samples")
def list_samples() -> list[dict[str, object]]:
    """Every sample shipment."""
    return [asdict(sample) for sample in samples()]


@blueprint.get("/calls")
def calls() -> dict[str, int]:
    """How often each endpoint was asked, the failed and faulty calls included."""
    with state().lock:
        return dict(state().calls)


@blueprint.get("/changes")
def changes() -> list[dict[str, object]]:
    """What was changed through the carriers' writing calls, oldest first."""
    with state().lock:
        return list(state().changes)


@blueprint.post("/bookings")
def change_booking() -> Answer:
    """A booking at Leaps that changes now: its status becomes another word."""
    wish = request.get_json(silent=True)
    wish = wish if isinstance(wish, dict) else {}
    with state().lock:
        for bookings in state().bookings.values():
            found = bookings.get(str(wish.get("slino")))
            if found is not None:
                shipment = {**found.shipment, "status": str(wish.get("status"))}
                bookings[found.slino] = replace(found, shipment=shipment, changed=state().now())
                return {"changed": found.slino}, 200
    return {"error": "there is no such booking"}, 404


@blueprint.get("/webhooks")
def webhooks() -> list[dict[str, str]]:
    """The webhooks that LogiNext had to send, oldest first."""
    with state().lock:
        return list(state().told)


@blueprint.post("/webhooks")
def send_webhooks() -> Answer:
    """Where LogiNext sends the webhooks of a user's account to from now on."""
    wish = request.get_json(silent=True)
    if not isinstance(wish, dict) or not isinstance(wish.get("user"), str) or not isinstance(wish.get("url"), str):
        return {"error": "user and url are expected"}, 400
    with state().lock:
        state().hooks[wish["user"]] = wish["url"]
    return {"hooks": len(state().hooks)}, 200


@blueprint.post("/deliveries")
def tell_delivery() -> Answer:
    """A delivery told by webhooks from the order to the door, as a test wishes for it; how each was answered."""
    wish = request.get_json(silent=True)
    wish = wish if isinstance(wish, dict) else {}
    with state().lock:
        target = state().hooks.get(str(wish.pop("user", None)))
    if target is None:
        return {"error": "there is nowhere to send the user's webhooks to"}, 404
    try:
        told = msgspec.convert(wish, ToldDelivery, strict=False)
    except msgspec.ValidationError as problem:
        return {"error": str(problem)}, 400
    return {"answers": [send(target, webhook, WRITTEN[told.written]) for webhook in told.webhooks()]}, 200


class ToldDelivery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which order was handed over when, and how that is told: each webhook several times, in an order of chance."""

    number: str
    delivered: datetime
    written: Literal["json", "xml", "form"] = "json"
    copies: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1
    shuffled: int | None = None
    """The seed of the order; in the order of what happened without one."""

    def webhooks(self) -> list[dict[str, object]]:
        """What is sent, one after the other."""
        found = story(self.number, self.delivered.astimezone(UTC)) * self.copies
        if self.shuffled is not None:
            Random(self.shuffled).shuffle(found)  # noqa: S311  # Chance that can be repeated is the point.
        return found


@blueprint.post("/reset")
def reset() -> Answer:
    """Everything back to the start, but for LogiNext's tokens and where it sends webhooks to."""
    state().reset()
    return {"reset": True}, 200


@blueprint.post("/faults")
def add_fault() -> Answer:
    """Slow or failing answers of a carrier or one of its endpoints, or the end of all its tokens."""
    wish = request.get_json(silent=True)
    if not isinstance(wish, dict) or not isinstance(wish.get("carrier"), str):
        return {"error": "carrier is missing"}, 400
    expire_tokens = wish.pop("expire_tokens", False)
    try:
        fault = read_fault(wish)
    except (TypeError, ValueError) as problem:
        return {"error": str(problem)}, 400
    if not any(fault.concerns(endpoint) for endpoint in carriers_endpoints()):
        return {"error": f"there is no carrier or endpoint {fault.carrier!r}"}, 400
    if expire_tokens:
        state().sessions.expire_all()
    with state().lock:
        state().faults.append(fault)
    return {"fault": asdict(fault)}, 200


def read_fault(wish: dict[str, object]) -> Fault:
    """The fault that a test wishes for; an unknown field or one of the wrong type is refused."""
    fault = Fault(**wish)  # type: ignore[arg-type]  # The types are looked at next.
    checks = {
        "delay": isinstance(fault.delay, int | float) and fault.delay >= 0,
        "status": fault.status is None or (isinstance(fault.status, int) and 200 <= fault.status <= 599),
        "headers": isinstance(fault.headers, dict) and all(isinstance(value, str) for value in fault.headers.values()),
        "body": fault.body is None or isinstance(fault.body, str),
    }
    wrong = [name for name, right in checks.items() if not right]
    if wrong:
        raise ValueError(f"not understood: {', '.join(wrong)}")
    return fault


def carriers_endpoints() -> set[str]:
    """The names of all endpoints that stand in for a carrier's."""
    return {name for name in current_app.view_functions if "." in name and not name.startswith("sandbox.")}


def count_and_disturb() -> Response | None:
    """Run before each request: count it, then hold it up or answer it as the faults want."""
    endpoint = request.endpoint
    if endpoint is None or endpoint not in carriers_endpoints():
        return None
    with state().lock:
        state().calls[endpoint] += 1
        faults = [fault for fault in state().faults if fault.concerns(endpoint)]
    time.sleep(sum(fault.delay for fault in faults))
    for fault in reversed(faults):
        if fault.answers:
            return Response(fault.body or "", fault.status or 200, dict(fault.headers))
    return None
