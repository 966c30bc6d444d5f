"""A row of LogiNext's Get Order, in its documented shape."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after, epoch

Product = Literal["mile", "ondemand"]
Position = tuple[float, float]


@dataclass(frozen=True)
class Order:
    """One leg of an order, and where its driver is; without a sample it comes along with others."""

    row: dict[str, object]
    sample: Sample | None = None
    product: Product = "mile"
    position: Position | None = None

    @property
    def number(self) -> str:
        """The order number, which several legs can share."""
        return str(self.row["orderNo"])

    @property
    def reference(self) -> str:
        """LogiNext's own id of this leg."""
        return str(self.row["referenceId"])


@dataclass(frozen=True)
class Customer:
    """Who an order is delivered to, or picked up from."""

    name: str
    phone: str
    address: str
    position: Position


@dataclass(frozen=True)
class Hub:
    """The branch that an order passes through, and the merchant who ships from it."""

    name: str
    client: str
    position: Position
    zone: str


@dataclass(frozen=True)
class Plan:
    """When things happen to an order, in hours from now; what has not happened is None."""

    created: float = -30
    window: tuple[float, float] = (1, 4)
    started: float | None = None
    picked_up: float | None = None
    delivered: float | None = None
    eta: float | None = None


def reference(name: str) -> str:
    """An id of 32 hexadecimal digits that stays the same between runs."""
    return uuid5(NAMESPACE_URL, f"https://sandbox.example/{name}").hex


def order(
    now: datetime,
    number: str,
    title: str | None,
    status: str,
    word: str,
    hub: Hub,
    customer: Customer,
    plan: Plan,
    *,
    leg: Literal["DELIVER", "PICKUP"] = "DELIVER",
    state: Literal["FORWARD", "REVERSE"] = "FORWARD",
    product: Product = "mile",
    position: Position | None = None,
    awb: str = "",
    **fields: object,
) -> Order:
    """An order; without a title it is no sample."""
    ends = ((hub.name, hub.position), (customer.address, customer.position))
    (origin, start), (destination, end) = ends if leg == "DELIVER" else ends[::-1]
    row: dict[str, object] = {
        "referenceId": reference(f"{number}/{leg}"),
        "orderNo": number,
        "awbNumber": awb,
        "clientName": hub.client,
        "branchName": hub.name,
        "origin": origin,
        "destination": destination,
        "shipmentOrderTypeCd": leg,
        "orderState": state,
        "deliveryType": "TRK",
        "deliveryLocationType": None,
        "paymentType": "Prepaid",
        "notes": "Leave with the concierge",
        "packageValue": 120,
        "packageWeight": 4.5,
        "packageVolume": 0,
        "noOfCrates": 1,
        "status": word,
        "customerCode": f"C-{len(customer.name)}{number[-2:]}",
        "customerName": customer.name,
        "customerPhoneNumber": customer.phone,
        "customerComments": "",
        "deliveryNotes": "",
        "reason": None,
        "noOfAttempts": 0 if plan.started is None else 1,
        "isDelayed": False,
        "delayedBy": None,
        "shipmentCrateMappings": [],
    }
    row |= times(now, plan, start, end)
    if plan.started is not None:
        row |= {
            "deliveryMediumName": "Asha.P",
            "deliveryMediumPhoneNumber": "15555550171",
            "vehicleNumber": "SBX 4471",
            "assignedThrough": "Manually",
        }
    sample = None if title is None else Sample("loginext", title, {"ordno": number}, status, word, awb or None)
    return Order(row | fields, sample, product, position)


def times(now: datetime, plan: Plan, start: Position, end: Position) -> dict[str, object]:
    """The times of a row and the places they belong to, null where it has not happened."""

    def at(hours: float | None) -> int | None:
        return None if hours is None else epoch(after(now, hours))

    def place(hours: float | None, position: Position) -> tuple[float | None, float | None]:
        return (None, None) if hours is None else position

    pickup, delivery = place(plan.picked_up, start), place(plan.delivered, end)
    return {
        "shipmentOrderDt": at(plan.created),
        "startTimeWindow": at(plan.window[0]),
        "endTimeWindow": at(plan.window[1]),
        "eta": at(plan.eta),
        "plannedStartDt": at(plan.started),
        "plannedEndDt": at(plan.eta),
        "actualStartDt": at(plan.started),
        "actualEndDt": at(plan.delivered),
        "pickupCheckInTime": at(plan.picked_up),
        "pickupCheckOutTime": at(None if plan.picked_up is None else plan.picked_up + 0.1),
        "pickupCheckInLatitude": pickup[0],
        "pickupCheckInLongitude": pickup[1],
        "deliverCheckInTime": at(None if plan.delivered is None else plan.delivered - 0.1),
        "deliverCheckOutTime": at(plan.delivered),
        "deliverCheckInLatitude": delivery[0],
        "deliverCheckInLongitude": delivery[1],
    }
