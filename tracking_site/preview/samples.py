"""Sample shipments of every carrier in every status, as of one moment, so that two previews can be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tracking_site.carriers.adapter import Adapter
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import (
    Coordinates,
    DeliveryWindow,
    Location,
    Milestone,
    PersonalData,
    Place,
    PromisedBy,
    References,
    Shipment,
    Status,
    TrackingEvent,
)

ADDRESS = Coordinates(56.1496, 10.2045)
VAN = Coordinates(56.1712, 10.1889)
ON_THE_ROAD = Coordinates(21.1702, 72.8311)
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
LONG_NAME = f"{LONG_WORD} and Sons, Makers of Extraordinary Chairs, Limited"[:100].ljust(100, "s")
FORTY = 40
_HUBS = ("Vejle", "Flensburg", "Hamburg", "Hannover", "Venlo")

# How far each status is on the way; what is on none got as far as the failed attempt, or not away at all.
_FAR = {
    Status.PENDING: 0,
    Status.INFO_RECEIVED: 1,
    Status.PICKED_UP: 2,
    Status.IN_TRANSIT: 3,
    Status.EXCEPTION: 3,
    Status.OUT_FOR_DELIVERY: 4,
    Status.ATTEMPT_FAILED: 4,
    Status.RETURNED: 4,
    Status.UNKNOWN: 3,
    Status.DELIVERED: 4,
    Status.PARTIALLY_DELIVERED: 4,
    Status.CANCELLED: 1,
}
_ON_THE_WAY = frozenset(
    {*(Status.PENDING, Status.INFO_RECEIVED, Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY)}
)
_WORDS: Mapping[Status, str] = {Status.UNKNOWN: "Awaiting slot allocation", Status.EXCEPTION: "Deviation"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the shipments of one preview, as of a moment where the brand is."""

    zone: ZoneInfo

    @property
    def now(self) -> datetime:
        """When every carrier was asked: a Thursday at 14:20."""
        return datetime(2026, 11, 26, 14, 20, tzinfo=self.zone)

    def shipment(self, adapter: Adapter, reference: Reference, status: Status) -> Shipment:
        """The shipment of a number in a status."""
        number, kind, account = reference.value, reference.kind, adapter.account
        plain = Shipment(
            carrier=account.carrier,
            account=account.id,
            carrier_name=account.name,
            references=_references(kind, number),
            status=status,
            carrier_status=_WORDS.get(status, status.value.replace("_", " ")),
            stages=adapter.stages[kind],
            delivered_at=self._at(13, 52) if status is Status.DELIVERED else None,
        )
        match kind:
            case ReferenceKind.JOB_ID:
                return self._job(plain)
            case ReferenceKind.SLI_NUMBER:
                return self._freight(plain)
            case ReferenceKind.ORDER_NUMBER:
                return self._order(plain)
            case ReferenceKind.TRIP_NAME:
                return self._trip(plain)

    def with_forty_events(self, shipment: Shipment) -> Shipment:
        """A shipment that was scanned forty times."""
        hubs = [hub for hub in _HUBS for _ in range(FORTY // len(_HUBS))]
        scans = (
            TrackingEvent(
                self.now - timedelta(hours=5 * place + 1), Status.IN_TRANSIT, "Scanned", location=Location(hub)
            )
            for place, hub in enumerate(hubs)
        )
        return replace(shipment, events=tuple(scans))

    def _at(self, hour: int, minute: int = 0, days: int = 0) -> datetime:
        return self.now.replace(hour=hour, minute=minute) + timedelta(days=days)

    def _window(self, status: Status, hours: tuple[int, int], days: int = 0) -> DeliveryWindow | None:
        first, last = hours
        return DeliveryWindow(self._at(first, days=days), self._at(last, days=days)) if status in _ON_THE_WAY else None

    def _job(self, plain: Shipment) -> Shipment:
        under_way = plain.status is Status.OUT_FOR_DELIVERY
        return replace(
            plain,
            events=tuple(
                self._events(plain.status, {1: _Told(Milestone.PLACED), 4: _Told(Milestone.OUT_FOR_DELIVERY)})
            ),
            last_location=Location(None, VAN, self._at(14, 16)) if under_way else None,
            estimated_delivery=self._window(plain.status, (15, 16)),
            stops_before=3 if under_way else None,
            destination=Place("Aarhus", "DK"),
            personal=_RECIPIENT,
            verifies=True,
        )

    def _order(self, plain: Shipment) -> Shipment:
        told = {
            1: _Told(Milestone.PLACED),
            2: _Told(Milestone.COLLECTED, place="Odense"),
            3: _Told(Milestone.REACHED_HUB, place="Vejle"),
            4: _Told(Milestone.OUT_FOR_DELIVERY),
        }
        under_way = plain.status is Status.OUT_FOR_DELIVERY
        return replace(
            plain,
            events=tuple(self._events(plain.status, told)),
            last_location=Location(None, VAN, self._at(14, 12)) if under_way else None,
            estimated_delivery=self._window(plain.status, (15, 17), days=0 if under_way else 1),
            first_estimated_delivery=DeliveryWindow(self._at(14, 25), self._at(16, 25)) if under_way else None,
            stops_before=2 if under_way else None,
            merchant="Havn & Hjem",
            provider="Budstikken",
            origin=Place("Odense", "DK"),
            destination=Place("Aarhus", "DK"),
            attempts=2 if plain.status is Status.ATTEMPT_FAILED else None,
            personal=_RECIPIENT,
        )

    def _freight(self, plain: Shipment) -> Shipment:
        told = {
            0: _Told(words="Booked"),
            1: _Told(words="Booking confirmed"),
            2: _Told(words="Picked up", place="Rotterdam"),
            3: _Told(words="Departed from warehouse", place="Hamburg"),
            4: _Told(words="Out for delivery", place="Copenhagen"),
        }
        return replace(
            plain,
            events=tuple(self._events(plain.status, told)),
            estimated_delivery=self._window(plain.status, (8, 16), days=2),
            origin=Place("Rotterdam", "NL"),
            destination=Place("Copenhagen", "DK"),
            personal=_RECIPIENT,
        )

    def _trip(self, plain: Shipment) -> Shipment:
        told = {1: _Told(Milestone.SCHEDULED, place="Mumbai"), 3: _Told(Milestone.STARTED, place="Mumbai")}
        late = plain.status is Status.IN_TRANSIT
        return replace(
            plain,
            events=tuple(self._events(plain.status, told)),
            last_location=Location("Surat", ON_THE_ROAD, self._at(13, 40)) if late else None,
            estimated_delivery=self._window(plain.status, (18, 20)),
            promised_by=PromisedBy(self._at(20), self._at(16)) if late else None,
            origin=Place("Mumbai", "IN"),
            destination=Place("Ahmedabad", "IN"),
        )

    def _events(self, status: Status, told: Mapping[int, "_Told"]) -> Iterator[TrackingEvent]:
        """What happened up to a status, the newest first."""
        for hour, (is_now, said) in zip((13, 11), _ENDS.get(status, ()), strict=False):
            yield said.event(self._at(hour, 52), is_now)
        for step, (is_now, at) in reversed(list(enumerate(self._steps()))):
            if step in told and step <= _FAR[status]:
                yield told[step].event(at, is_now)

    def _steps(self) -> Iterator[tuple[Status, datetime]]:
        yield Status.PENDING, self._at(8, 50, days=-3)
        yield Status.INFO_RECEIVED, self._at(9, 12, days=-2)
        yield Status.PICKED_UP, self._at(16, 40, days=-1)
        yield Status.IN_TRANSIT, self._at(22, 5, days=-1)
        yield Status.OUT_FOR_DELIVERY, self._at(8, 31)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a step: in the site's words, in the carrier's, or in both."""

    milestone: Milestone | None = None
    words: str | None = None
    place: str | None = None

    def event(self, at: datetime, status: Status) -> TrackingEvent:
        return TrackingEvent(at, status, self.words, self.milestone, Location(self.place) if self.place else None)


def _references(kind: ReferenceKind, number: str) -> References:
    match kind:
        case ReferenceKind.JOB_ID:
            return References(job_id=number)
        case ReferenceKind.SLI_NUMBER:
            return References(sli_number=number, awb_number="435-16685675")
        case ReferenceKind.ORDER_NUMBER:
            return References(order_number=number)
        case ReferenceKind.TRIP_NAME:
            return References(trip_name=number)


_RECIPIENT = PersonalData(
    recipient="Ane Holm",
    address=("Strandvejen 12, 2nd floor", "8000 Aarhus C"),
    postcode="8000",
    note="The bell does not work: please knock.",
    driver="Jonas",
    destination_position=ADDRESS,
)
_NOT_THERE = (Status.ATTEMPT_FAILED, _Told(Milestone.NOT_DELIVERED, "Customer not available"))
# What happened last in the statuses that are no step of the way, the newest first.
_ENDS: Mapping[Status, tuple[tuple[Status, _Told], ...]] = {
    Status.DELIVERED: ((Status.DELIVERED, _Told(Milestone.DELIVERED)),),
    Status.PARTIALLY_DELIVERED: ((Status.PARTIALLY_DELIVERED, _Told(Milestone.PARTIALLY_DELIVERED)),),
    Status.ATTEMPT_FAILED: (_NOT_THERE,),
    Status.RETURNED: ((Status.RETURNED, _Told(Milestone.RETURNED)), _NOT_THERE),
    Status.CANCELLED: ((Status.CANCELLED, _Told(Milestone.CANCELLED, "Cancelled by the customer")),),
    Status.EXCEPTION: ((Status.EXCEPTION, _Told(words="Held at customs")),),
    Status.UNKNOWN: ((Status.UNKNOWN, _Told(words=_WORDS[Status.UNKNOWN])),),
}
