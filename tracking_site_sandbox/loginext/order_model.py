"""Orders of LogiNext, in the documented form of Get Order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after, epoch_milliseconds

Product = Literal["mile", "ondemand"]
Position = tuple[float, float]


@dataclass(frozen=True)
class Order:
    """One leg of an order, and the position of its driver; an order without a sample appears only in lists with others."""

    row: dict[str, object]
    sample: Sample | None = None
    product: Product = "mile"
    position: Position | None = None

    @property
    def number(self) -> str:
        """The order number; all legs of an order have the same."""
        return str(self.row["orderNo"])

    @property
    def reference(self) -> str:
        """LogiNext's id of this leg."""
        return str(self.row["referenceId"])


@dataclass(frozen=True)
class Customer:
    """The person to whom an order is delivered, or from whom it is picked up."""

    name: str
    phone: str
    address: str
    position: Position


@dataclass(frozen=True)
class Hub:
    """A branch that orders pass through, and the merchant who ships from it."""

    name: str
    client: str
    position: Position
    zone: str


@dataclass(frozen=True)
class Plan:
    """The times of an order in hours from now; a time is None until it has happened."""

    created: float = -30
    window: tuple[float, float] = (1, 4)
    started: float | None = None
    picked_up: float | None = None
    delivered: float | None = None
    eta: float | None = None


def reference(name: str) -> str:
    """Return an id of 32 hexadecimal digits, which is the same for a name in every run."""
    return uuid5(NAMESPACE_URL, f"https://sandbox.example/{name}").hex


def order(
    now: datetime,
    number: str,
    title: str | None,
    status: str,
    carrier_status: str,
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
    """Return an order; without a title it is not a sample."""
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
        "status": carrier_status,
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
    sample = (
        None if title is None else Sample("loginext", title, {"ordno": number}, status, carrier_status, awb or None)
    )
    return Order(row | fields, sample, product, position)


def times(now: datetime, plan: Plan, start: Position, end: Position) -> dict[str, object]:
    """Return the times and positions of a row; they are null until they have happened."""

    def at(hours: float | None) -> int | None:
        return None if hours is None else epoch_milliseconds(after(now, hours))

    def position_at(hours: float | None, position: Position) -> tuple[float | None, float | None]:
        return (None, None) if hours is None else position

    pickup, delivery = position_at(plan.picked_up, start), position_at(plan.delivered, end)
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
