"""The endpoints of LogiNext Mile and OnDemand: orders, their statuses, trips, pictures and drivers' positions."""

from datetime import UTC, datetime

from flask import Blueprint, Response, request

from tracking_site_sandbox.loginext.order_model import Order, Product
from tracking_site_sandbox.loginext.proof_of_delivery import announce_pictures
from tracking_site_sandbox.loginext.responses import Record, failure, read_names, require_session, success
from tracking_site_sandbox.loginext.state import LoginextState
from tracking_site_sandbox.state import state
from tracking_site_sandbox.times import epoch_milliseconds

mile = Blueprint("mile", __name__)
ondemand = Blueprint("ondemand", __name__)
for _product in (mile, ondemand):
    _product.before_request(require_session)

MAX_REFERENCES = 20


@mile.get("/ShipmentApp/mile/v1/shipment")
def order() -> Record | Response:
    """Return the orders whose numbers begin with a number; the list is empty where there are none."""
    rows = find_orders("mile")
    return rows if isinstance(rows, Response) else success(rows, "SUCCESS")


@ondemand.route("/ShipmentApp/ondemand/v1/shipment", methods=["GET", "PUT"], endpoint="order")
def ondemand_order() -> Record | Response:
    """Return orders as Mile does, but null where there are none; the documentation has both GET and PUT."""
    rows = find_orders("ondemand")
    return rows if isinstance(rows, Response) else success(rows or None, "SUCCESS")


@mile.post("/ShipmentApp/mile/v1/status")
def status() -> Record | Response:
    """Return the statuses of orders, by their reference ids."""
    references = read_names()
    if references is None:
        return failure(400, "A list of reference ids is expected")
    known = {order.reference: order for order in state().of(LoginextState).orders}
    data = [
        {
            "state": known[reference].row.get("orderState"),
            "status": known[reference].row["status"],
            "referenceId": reference,
        }
        for reference in references
        if reference in known
    ]
    unknown = [(index, name) for index, name in enumerate(references) if name not in known]
    return success(data, None, unknown)


@mile.get("/TrackingApp/mile/v1/track/lastlocation")
def location() -> Record | Response:
    """Return the positions of the drivers of orders, not in the order of the request and without times."""
    references = [name for name in request.args.get("shipmentReferences", "").split(",") if name]
    if not 0 < len(references) <= MAX_REFERENCES:
        return failure(400, f"1 to {MAX_REFERENCES} shipmentReferences are expected")
    data = [
        {"lat": order.position[0], "lng": order.position[1], "shipmentReference": order.reference}
        for order in sorted(state().of(LoginextState).orders, key=lambda order: order.reference)
        if order.position and order.reference in references
    ]
    return success(data, "Latest Location found successfully" if data else "Location not found")


@mile.get("/TripApp/mile/v1/trip/get")
def trip() -> Record | Response:
    """Return a Mile trip with all of its orders, by its name or its reference id."""
    name = request.args.get("tripname") or request.args.get("referenceId")
    if not name:
        return failure(400, "tripname or referenceId is expected")
    for each in state().of(LoginextState).mile_trips:
        if name in (each["tripName"], each["referenceId"]):
            return success(each, "Trip Details fetched successfully")
    return success(None, "Trip not found", [(0, name)])


@mile.get("/ShipmentApp/mile/v2/epod/list")
def proofs() -> tuple[Record, int] | Response:
    """Accept a request for the pictures of an order, and return its id; a webhook announces the pictures later."""
    number, reference = request.args.get("orderNo"), request.args.get("orderReferenceId")
    known = [
        order.number
        for order in state().of(LoginextState).orders
        if number == order.number or reference == order.reference
    ]
    if not known:
        return failure(409, "Order does not exist")
    return {"status": 202, "message": "Accepted", "requestId": announce_pictures(known[0]), "hasError": False}, 202


def find_orders(product: Product) -> list[Record] | Response:
    """Return the orders of a request by number, by reference, or by a range of dates; or an error."""
    orders = [order for order in state().of(LoginextState).orders if order.product == product]
    number, reference = request.args.get("order_no"), request.args.get("orderReferenceId")
    if number:
        return [order.row for order in orders if order.number.startswith(number)]
    if reference:
        return [order.row for order in orders if order.reference == reference]
    first, last = read_date("start_date"), read_date("end_date")
    if first is None or last is None:
        return failure(400, "start_date and end_date are mandatory where order_no is not passed")
    wanted = request.args.get("status", "ALL")
    return [
        order.row for order in orders if begins_between(order, first, last) and wanted in ("ALL", order.row["status"])
    ]


def begins_between(order: Order, first: datetime, last: datetime) -> bool:
    """Tell whether an order has a time window that begins within a range."""
    begins = order.row.get("startTimeWindow")
    return isinstance(begins, int) and epoch_milliseconds(first) <= begins <= epoch_milliseconds(last)


def read_date(name: str) -> datetime | None:
    """Return a date of the query, `yyyy-MM-dd HH:mm:ss`, or None where it is missing or malformed."""
    try:
        return datetime.strptime(request.args.get(name, ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
