"""A shipment of Leaps with its status messages, and the formats in which an installation can write values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracking_site_sandbox.leaps.credentials import TIME_ZONE
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after

ZONE = ZoneInfo(TIME_ZONE)


@dataclass(frozen=True)
class Format:
    """How an installation writes dates, times, booleans and numbers; the documentation allows several ways."""

    date: Callable[[date], str] = date.isoformat
    time: Callable[[time], str] = lambda moment: moment.strftime("%H:%M:%S")
    true: object = 1
    false: object = 0
    number: Callable[[float], object] = float


PLAIN = Format()
DASHES = Format(
    date=lambda day: day.strftime("%d-%m-%Y"),
    time=lambda moment: moment.strftime("%H:%M"),
    true="1",
    false="0",
    number=str,
)
SHORT = Format(
    date=lambda day: f"{day.day}-{day.month}-{day.year}",
    time=lambda moment: moment.strftime("%H.%M"),
    true=True,
    false=False,
    number=lambda value: str(value).replace(".", ","),
)
SLASHES = Format(
    date=lambda day: day.strftime("%d/%m/%Y"),
    true="yes",
    false="no",
    number=lambda value: str(value).replace(".", ","),
)


@dataclass(frozen=True)
class Address:
    """One of the five addresses of a shipment."""

    name: str
    addr1: str
    postcode: str
    city: str
    country: str
    contact: str = ""
    email: str = ""
    phone: str = ""

    def record(self, number: int) -> dict[str, object]:
        """Return the address as it is in a response, with an id."""
        record: dict[str, object] = {"id": number, "gid": "", "addr2": "", "state": "", "mobile": ""}
        return record | vars(self)


@dataclass(frozen=True)
class Booking:
    """A shipment and its status messages, oldest first.

    `success` is the status of a successful result. With `refusal`, which is a status too, the history is refused.
    """

    sample: Sample | None
    shipment: dict[str, object]
    messages: tuple[dict[str, object], ...]
    changed: datetime
    success: object = 1
    refusal: object | None = None

    @property
    def slino(self) -> str:
        """The SLI number."""
        return str(self.shipment["slino"])


History = Sequence[tuple[float, str, str]]
"""Status messages, oldest first: hours from now, description, location."""


def booking(
    now: datetime,
    slino: str,
    title: str | None,
    status: str,
    carrier_status: str,
    *,
    sender: Address,
    receiver: Address,
    history: History,
    created: float,
    eta_days: int | None = None,
    product: str = "Air Express",
    awb: str = "",
    carrier: str = "",
    weight: float = 12.59,
    value_format: Format = PLAIN,
    refusal: object | None = None,
    **fields: object,
) -> Booking:
    """Return a shipment; all times are in hours from now, and without a title it is not a sample."""
    booked = after(now, created)
    pickup = booked + timedelta(days=1)
    sample = None if title is None else Sample("leaps", title, {"slino": slino}, status, carrier_status, awb or None)
    shipment: dict[str, object] = {
        "slino": slino,
        "sender": sender.record(501),
        "receiver": receiver.record(0),
        "pickup": sender.record(501),
        "delivery": receiver.record(0),
        "notify": receiver.record(0),
        "incoterms": "DAP",
        "note": "Handle with care",
        "deliverynote": "Ring at the side entrance",
        "pickupnote": "",
        "confirmationnote": "",
        "distributionnote": "",
        "status": carrier_status,
        "deliverytype": "DD",
        "date": value_format.date(booked.date()),
        "time": value_format.time(booked.time()),
        "pickupdate": value_format.date(pickup.date()),
        "pickuptimeearly": value_format.time(time(9, 0)),
        "pickuptimelate": value_format.time(time(16, 30)),
        "product": product,
        "etadate": "" if eta_days is None else value_format.date((now + timedelta(days=eta_days)).date()),
        "awbno": awb,
        # These fields are not documented; the documentation says that fields will be added.
        "insured": value_format.true,
        "dangerousgoods": value_format.false,
        "packages": [
            {
                "id": int(slino) % 100_000,
                "pcs": 2,
                "packtype": 20,
                "description": "Carton",
                "shippingmark": f"{slino}/1-2",
                "width": value_format.number(40.0),
                "height": value_format.number(32.5),
                "length": value_format.number(60.0),
                "weight": value_format.number(weight),
                "volume": value_format.number(0.078),
            }
        ],
    }
    return Booking(
        sample=sample,
        shipment=shipment | fields,
        messages=tuple(messages(now, slino, history, awb, carrier, value_format)),
        changed=after(now, max([created, *(hours for hours, _, _ in history)])),
        success=value_format.true,
        refusal=refusal,
    )


def messages(
    now: datetime, slino: str, history: History, awb: str, carrier: str, value_format: Format
) -> list[dict[str, object]]:
    """Return status messages, in the installation's time zone; their ids are unique in the installation."""
    records: list[dict[str, object]] = []
    for index, (hours, description, location) in enumerate(history):
        moment = after(now, hours).astimezone(ZONE)
        records.append(
            {
                "id": int(slino) * 100 + index,
                "slino": slino,
                "date": value_format.date(moment.date()),
                "time": value_format.time(moment.time()),
                "description": description,
                "location": location,
                "awbno": awb,
                "carrier": carrier,
            }
        )
    return records


def minimal(now: datetime, slino: str, title: str, status: str, carrier_status: str) -> Booking:
    """Return a shipment of which the installation tells only the number and the status."""
    return Booking(
        sample=Sample("leaps", title, {"slino": slino}, status, carrier_status),
        shipment={"slino": slino, "status": carrier_status},
        messages=(),
        changed=now,
    )
