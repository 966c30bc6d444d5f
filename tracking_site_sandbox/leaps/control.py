"""A route with which tests change a booking."""

from dataclasses import replace

from flask import Blueprint, request

from tracking_site_sandbox.leaps.state import LeapsState
from tracking_site_sandbox.state import state

blueprint = Blueprint("leaps_control", __name__)


@blueprint.post("/bookings")
def change_booking() -> tuple[dict[str, object], int]:
    """Change the status of a booking at the present time: the body has its `slino` and the new `status`."""
    fields = request.get_json(silent=True)
    fields = fields if isinstance(fields, dict) else {}
    with state().lock:
        for bookings in state().of(LeapsState).bookings.values():
            booking = bookings.get(str(fields.get("slino")))
            if booking is not None:
                shipment = {**booking.shipment, "status": str(fields.get("status"))}
                bookings[booking.slino] = replace(booking, shipment=shipment, changed=state().now())
                return {"changed": booking.slino}, 200
    return {"error": "there is no such booking"}, 404
