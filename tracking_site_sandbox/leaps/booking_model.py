"""A Leaps shipment with its status messages, and the forms its values can be written in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracking_site_sandbox.credentials import LEAPS_TIME_ZONE
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.times import after

ZONE = ZoneInfo(LEAPS_TIME_ZONE)


@dataclass(frozen=True)
class Writing:
    """How an installation writes dates, times, booleans and numbers: the documentation allows many ways."""

    date: Callable[[date], str] = date.isoformat
    time: Callable[[time], str] = lambda moment: moment.strftime("%H:%M:%S")
    true: object = 1
    false: object = 0
    number: Callable[[float], object] = float


PLAIN = Writing()
DASHES = Writing(
    date=lambda day: day.strftime("%d-%m-%Y"),
    time=lambda moment: moment.strftime("%H:%M"),
    true="1",
    false="0",
    number=str,
)
SHORT = Writing(
    date=lambda day: f"{day.day}-{day.month}-{day.year}",
    time=lambda moment: moment.strftime("%H.%M"),
    true=True,
    false=False,
    number=lambda value: str(value).replace(".", ","),
)
SLASHES = Writing(
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
        """The address as Leaps answers it."""
        found: dict[str, object] = {"id": number, "gid": "", "addr2": "", "state": "", "mobile": ""}
        return found | vars(self)


@dataclass(frozen=True)
class Booking:
    """A shipment, its status messages oldest first, and how the commands about it succeed."""

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


# Hours from now, the description, the place.
History = Sequence[tuple[float, str, str]]


def booking(
    now: datetime,
    slino: str,
    title: str | None,
    status: str,
    word: str,
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
    writing: Writing = PLAIN,
    refusal: object | None = None,
    **fields: object,
) -> Booking:
    """A shipment, its times given in hours from now; without a title it is no sample."""
    born = after(now, created)
    pickup = born + timedelta(days=1)
    sample = None if title is None else Sample("leaps", title, {"slino": slino}, status, word, awb or None)
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
        "status": word,
        "deliverytype": "DD",
        "date": writing.date(born.date()),
        "time": writing.time(born.time()),
        "pickupdate": writing.date(pickup.date()),
        "pickuptimeearly": writing.time(time(9, 0)),
        "pickuptimelate": writing.time(time(16, 30)),
        "product": product,
        "etadate": "" if eta_days is None else writing.date((now + timedelta(days=eta_days)).date()),
        "awbno": awb,
        # Fields that the documentation does not name: it announces that new ones come.
        "insured": writing.true,
        "dangerousgoods": writing.false,
        "packages": [
            {
                "id": int(slino) % 100_000,
                "pcs": 2,
                "packtype": 20,
                "description": "Carton",
                "shippingmark": f"{slino}/1-2",
                "width": writing.number(40.0),
                "height": writing.number(32.5),
                "length": writing.number(60.0),
                "weight": writing.number(weight),
                "volume": writing.number(0.078),
            }
        ],
    }
    return Booking(
        sample=sample,
        shipment=shipment | fields,
        messages=tuple(messages(now, slino, history, awb, carrier, writing)),
        changed=after(now, max([created, *(hours for hours, _, _ in history)])),
        success=writing.true,
        refusal=refusal,
    )


def messages(
    now: datetime, slino: str, history: History, awb: str, carrier: str, writing: Writing
) -> list[dict[str, object]]:
    """Status messages, in the installation's local time, with numbers that no other shipment has."""
    found: list[dict[str, object]] = []
    for index, (hours, description, location) in enumerate(history):
        moment = after(now, hours).astimezone(ZONE)
        found.append(
            {
                "id": int(slino) * 100 + index,
                "slino": slino,
                "date": writing.date(moment.date()),
                "time": writing.time(moment.time()),
                "description": description,
                "location": location,
                "awbno": awb,
                "carrier": carrier,
            }
        )
    return found


def bare(now: datetime, slino: str, title: str, status: str, word: str) -> Booking:
    """A shipment of which an installation says its number and its status, and nothing else."""
    return Booking(
        sample=Sample("leaps", title, {"slino": slino}, status, word),
        shipment={"slino": slino, "status": word},
        messages=(),
        changed=now,
    )
