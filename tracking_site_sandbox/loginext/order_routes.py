"""LogiNext Mile and OnDemand: orders, their statuses, the positions of their drivers, their trips."""

from datetime import UTC, datetime

from flask import Blueprint, Response, request

from tracking_site_sandbox.loginext.order_model import Order, Product
from tracking_site_sandbox.loginext.proof_of_delivery import announced
from tracking_site_sandbox.loginext.responses import Record, failure, read_names, require_session, success
from tracking_site_sandbox.state import state
from tracking_site_sandbox.times import epoch

mile = Blueprint("mile", __name__)
ondemand = Blueprint("ondemand", __name__)
for _product in (mile, ondemand):
    _product.before_request(require_session)

MOST_REFERENCES = 20


@mile.get("/ShipmentApp/mile/v1/shipment")
def order() -> Record | Response:
    """The rows of an order and of those whose numbers begin alike; for an unknown one an empty list."""
    found = find_orders("mile")
    return found if isinstance(found, Response) else success(found, "SUCCESS")


@ondemand.route("/ShipmentApp/ondemand/v1/shipment", methods=["GET", "PUT"], endpoint="order")
def ondemand_order() -> Record | Response:
    """As Mile's, though the documentation writes PUT beside it; and for an unknown one the data is null."""
    found = find_orders("ondemand")
    return found if isinstance(found, Response) else success(found or None, "SUCCESS")


@mile.post("/ShipmentApp/mile/v1/status")
def status() -> Record | Response:
    """The statuses of orders, by their reference ids."""
    references = read_names()
    if references is None:
        return failure(400, "A list of reference ids is expected")
    known = {order.reference: order for order in state().orders}
    data = [
        {
            "state": known[reference].row.get("orderState"),
            "status": known[reference].row["status"],
            "referenceId": reference,
        }
        for reference in references
        if reference in known
    ]
    unknown = [(place, name) for place, name in enumerate(references) if name not in known]
    return success(data, None, unknown)


@mile.get("/TrackingApp/mile/v1/track/lastlocation")
def location() -> Record | Response:
    """Where the drivers of orders are, in an order of its own and without a time."""
    references = [name for name in request.args.get("shipmentReferences", "").split(",") if name]
    if not 0 < len(references) <= MOST_REFERENCES:
        return failure(400, f"1 to {MOST_REFERENCES} shipmentReferences are expected")
    data = [
        {"lat": order.position[0], "lng": order.position[1], "shipmentReference": order.reference}
        for order in sorted(state().orders, key=lambda order: order.reference)
        if order.position and order.reference in references
    ]
    return success(data, "Latest Location found successfully" if data else "Location not found")


@mile.get("/TripApp/mile/v1/trip/get")
def trip() -> Record | Response:
    """A Mile trip with all of its orders, by its name or its reference id."""
    name = request.args.get("tripname") or request.args.get("referenceId")
    if not name:
        return failure(400, "tripname or referenceId is expected")
    for found in state().mile_trips:
        if name in (found["tripName"], found["referenceId"]):
            return success(found, "Trip Details fetched successfully")
    return success(None, "Trip not found", [(0, name)])


@mile.get("/ShipmentApp/mile/v2/epod/list")
def proofs() -> tuple[Record, int] | Response:
    """Has the pictures of an order put together: 202 with the id of the request, which a webhook announces later."""
    number, reference = request.args.get("orderNo"), request.args.get("orderReferenceId")
    known = [order.number for order in state().orders if number == order.number or reference == order.reference]
    if not known:
        return failure(409, "Order does not exist")
    return {"status": 202, "message": "Accepted", "requestId": announced(known[0]), "hasError": False}, 202


def find_orders(product: Product) -> list[Record] | Response:
    """The rows that a request for orders asks for: by number, by reference, or by a range of dates."""
    orders = [order for order in state().orders if order.product == product]
    number, reference = request.args.get("order_no"), request.args.get("orderReferenceId")
    if number:
        return [order.row for order in orders if order.number.startswith(number)]
    if reference:
        return [order.row for order in orders if order.reference == reference]
    first, last = read_date("start_date"), read_date("end_date")
    if first is None or last is None:
        return failure(400, "start_date and end_date are mandatory where order_no is not passed")
    word = request.args.get("status", "ALL")
    return [
        order.row for order in orders if begins_between(order, first, last) and word in ("ALL", order.row["status"])
    ]


def begins_between(order: Order, first: datetime, last: datetime) -> bool:
    """Whether an order's time window begins within a range; one without a window is in none."""
    begins = order.row.get("startTimeWindow")
    return isinstance(begins, int) and epoch(first) <= begins <= epoch(last)


def read_date(name: str) -> datetime | None:
    """A date of the query, `yyyy-MM-dd HH:mm:ss`."""
    try:
        return datetime.strptime(request.args.get(name, ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
