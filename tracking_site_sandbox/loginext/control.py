"""Routes with which tests and people have LogiNext's webhooks sent, and list them."""

import json
import shlex
from datetime import UTC, datetime
from random import Random
from typing import Annotated, Literal

import msgspec
from flask import Blueprint, request

from tracking_site_sandbox.loginext.credentials import USER
from tracking_site_sandbox.loginext.delivery_webhooks import delivery_webhooks
from tracking_site_sandbox.loginext.state import LoginextState, Webhook
from tracking_site_sandbox.loginext.webhooks import ENCODERS, send
from tracking_site_sandbox.state import state

ORDER_NUMBER = "TOLD-1"
"""An order that the sandbox has only webhooks of."""

blueprint = Blueprint("loginext_control", __name__)

JsonResponse = tuple[dict[str, object], int]


class DeliveryRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The order whose webhooks are to be sent, its time of delivery, and the format of the webhooks.

    With `copies` each webhook is sent several times. With `shuffled`, the seed of a random order, the webhooks are sent
    in that order, otherwise in the order of their events.
    """

    number: str
    delivered: datetime
    written: Literal["json", "xml", "form"] = "json"
    copies: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1
    shuffled: int | None = None

    def webhooks(self) -> list[dict[str, object]]:
        """Return the webhooks in the order in which they are sent."""
        webhooks = delivery_webhooks(self.number, self.delivered.astimezone(UTC)) * self.copies
        if self.shuffled is not None:
            Random(self.shuffled).shuffle(webhooks)  # noqa: S311  # The order must be repeatable.
        return webhooks


@blueprint.get("/webhooks")
def list_webhooks() -> list[Webhook]:
    """Return the webhooks that announced pictures, oldest first."""
    with state().lock:
        return list(state().of(LoginextState).webhooks)


@blueprint.post("/webhooks")
def set_webhook_address() -> JsonResponse:
    """Set the address to which the webhooks of a user are sent from now on."""
    fields = request.get_json(silent=True)
    if (
        not isinstance(fields, dict)
        or not isinstance(fields.get("user"), str)
        or not isinstance(fields.get("url"), str)
    ):
        return {"error": "user and url are expected"}, 400
    with state().lock:
        addresses = state().of(LoginextState).webhook_addresses
        addresses[fields["user"]] = fields["url"]
    return {"hooks": len(addresses)}, 200


@blueprint.post("/deliveries")
def send_delivery() -> JsonResponse:
    """Send the webhooks of an order from its creation to its delivery; return the HTTP status of each response."""
    fields = request.get_json(silent=True)
    fields = fields if isinstance(fields, dict) else {}
    with state().lock:
        address = state().of(LoginextState).webhook_addresses.get(str(fields.pop("user", None)))
    if address is None:
        return {"error": "there is nowhere to send the user's webhooks to"}, 404
    try:
        delivery = msgspec.convert(fields, DeliveryRequest, strict=False)
    except msgspec.ValidationError as problem:
        return {"error": str(problem)}, 400
    encode = ENCODERS[delivery.written]
    return {"answers": [send(address, webhook, encode) for webhook in delivery.webhooks()]}, 200


def hints(sandbox: str) -> tuple[str, ...]:
    """Return the command that has the sandbox send the webhooks of an order that was delivered just now."""
    delivered = datetime.now(UTC).isoformat(timespec="seconds")
    body = json.dumps({"user": USER, "number": ORDER_NUMBER, "delivered": delivered})
    command = shlex.join(["curl", f"{sandbox}/sandbox/deliveries", "--json", body])
    return (f"An order that only webhooks tell of, to look up as {ORDER_NUMBER} after this command:\n  {command}",)
