"""Sample shipments of every kind of number in every status, all at the same time, so that previews can be compared."""

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
LORRY = Coordinates(21.1702, 72.8311)
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
LONG_NAME = f"{LONG_WORD} and Sons, Makers of Extraordinary Chairs, Limited"[:100].ljust(100, "s")
MANY_EVENTS = 40
_HUBS = ("Vejle", "Flensburg", "Hamburg", "Hannover", "Venlo")

_LAST_STEP = {
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
"""The last step that a shipment in each status has passed: 0 is booked, 4 is out for delivery."""
_NOT_ENDED = frozenset(
    (Status.PENDING, Status.INFO_RECEIVED, Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY),
)
_CARRIER_STATUSES: Mapping[Status, str] = {
    Status.UNKNOWN: "Awaiting slot allocation",
    Status.EXCEPTION: "Deviation",
}


@dataclass(frozen=True, slots=True)
class SampleShipments:
    """The shipments of one preview, at a fixed time in the time zone of the brand."""

    zone: ZoneInfo

    @property
    def now(self) -> datetime:
        """The time of every tracking result: a Thursday at 14:20."""
        return datetime(2026, 11, 26, 14, 20, tzinfo=self.zone)

    def shipment(self, adapter: Adapter, reference: Reference, status: Status) -> Shipment:
        """Return the shipment of a number in a status."""
        number, kind, account = reference.value, reference.kind, adapter.account
        plain = Shipment(
            carrier=account.carrier,
            account=account.id,
            carrier_name=account.name,
            references=_references(kind, number),
            status=status,
            carrier_status=_CARRIER_STATUSES.get(status, status.value.replace("_", " ")),
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

    def with_many_events(self, shipment: Shipment) -> Shipment:
        """Return a shipment with forty scans."""
        hubs = [hub for hub in _HUBS for _ in range(MANY_EVENTS // len(_HUBS))]
        scans = (
            TrackingEvent(
                self.now - timedelta(hours=5 * index + 1), Status.IN_TRANSIT, "Scanned", location=Location(hub)
            )
            for index, hub in enumerate(hubs)
        )
        return replace(shipment, events=tuple(scans))

    def _at(self, hour: int, minute: int = 0, days: int = 0) -> datetime:
        return self.now.replace(hour=hour, minute=minute) + timedelta(days=days)

    def _window(self, status: Status, hours: tuple[int, int], days: int = 0) -> DeliveryWindow | None:
        first, last = hours
        return DeliveryWindow(self._at(first, days=days), self._at(last, days=days)) if status in _NOT_ENDED else None

    def _job(self, plain: Shipment) -> Shipment:
        under_way = plain.status is Status.OUT_FOR_DELIVERY
        steps = {1: _Step(Milestone.PLACED), 4: _Step(Milestone.OUT_FOR_DELIVERY)}
        return replace(
            plain,
            events=tuple(self._events(plain.status, steps)),
            last_location=Location(None, VAN, self._at(14, 16)) if under_way else None,
            estimated_delivery=self._window(plain.status, (15, 16)),
            stops_before=3 if under_way else None,
            destination=Place("Aarhus", "DK"),
            personal=_RECIPIENT,
            verifies=True,
        )

    def _order(self, plain: Shipment) -> Shipment:
        steps = {
            1: _Step(Milestone.PLACED),
            2: _Step(Milestone.COLLECTED, place="Odense"),
            3: _Step(Milestone.REACHED_HUB, place="Vejle"),
            4: _Step(Milestone.OUT_FOR_DELIVERY),
        }
        under_way = plain.status is Status.OUT_FOR_DELIVERY
        return replace(
            plain,
            events=tuple(self._events(plain.status, steps)),
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
        steps = {
            0: _Step(text="Booked"),
            1: _Step(text="Booking confirmed"),
            2: _Step(text="Picked up", place="Rotterdam"),
            3: _Step(text="Departed from warehouse", place="Hamburg"),
            4: _Step(text="Out for delivery", place="Copenhagen"),
        }
        return replace(
            plain,
            events=tuple(self._events(plain.status, steps)),
            estimated_delivery=self._window(plain.status, (8, 16), days=2),
            origin=Place("Rotterdam", "NL"),
            destination=Place("Copenhagen", "DK"),
            personal=_RECIPIENT,
        )

    def _trip(self, plain: Shipment) -> Shipment:
        steps = {1: _Step(Milestone.SCHEDULED, place="Mumbai"), 3: _Step(Milestone.STARTED, place="Mumbai")}
        late = plain.status is Status.IN_TRANSIT
        return replace(
            plain,
            events=tuple(self._events(plain.status, steps)),
            last_location=Location("Surat", LORRY, self._at(13, 40)) if late else None,
            estimated_delivery=self._window(plain.status, (18, 20)),
            promised_by=PromisedBy(self._at(20), self._at(16)) if late else None,
            origin=Place("Mumbai", "IN"),
            destination=Place("Ahmedabad", "IN"),
        )

    def _events(self, status: Status, steps: Mapping[int, "_Step"]) -> Iterator[TrackingEvent]:
        """Yield the events up to a status, newest first."""
        for hour, (event_status, step) in zip((13, 11), _ENDS.get(status, ()), strict=False):
            yield step.event(self._at(hour, 52), event_status)
        for index, (event_status, at) in reversed(list(enumerate(self._times()))):
            if index in steps and index <= _LAST_STEP[status]:
                yield steps[index].event(at, event_status)

    def _times(self) -> Iterator[tuple[Status, datetime]]:
        yield Status.PENDING, self._at(8, 50, days=-3)
        yield Status.INFO_RECEIVED, self._at(9, 12, days=-2)
        yield Status.PICKED_UP, self._at(16, 40, days=-1)
        yield Status.IN_TRANSIT, self._at(22, 5, days=-1)
        yield Status.OUT_FOR_DELIVERY, self._at(8, 31)


@dataclass(frozen=True, slots=True)
class _Step:
    """An event without its time: with a milestone, with the carrier's text, or with both."""

    milestone: Milestone | None = None
    text: str | None = None
    place: str | None = None

    def event(self, at: datetime, status: Status) -> TrackingEvent:
        return TrackingEvent(at, status, self.text, self.milestone, Location(self.place) if self.place else None)


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
_FAILED_ATTEMPT = (Status.ATTEMPT_FAILED, _Step(Milestone.NOT_DELIVERED, "Customer not available"))
_ENDS: Mapping[Status, tuple[tuple[Status, _Step], ...]] = {
    Status.DELIVERED: ((Status.DELIVERED, _Step(Milestone.DELIVERED)),),
    Status.PARTIALLY_DELIVERED: ((Status.PARTIALLY_DELIVERED, _Step(Milestone.PARTIALLY_DELIVERED)),),
    Status.ATTEMPT_FAILED: (_FAILED_ATTEMPT,),
    Status.RETURNED: ((Status.RETURNED, _Step(Milestone.RETURNED)), _FAILED_ATTEMPT),
    Status.CANCELLED: ((Status.CANCELLED, _Step(Milestone.CANCELLED, "Cancelled by the customer")),),
    Status.EXCEPTION: ((Status.EXCEPTION, _Step(text="Held at customs")),),
    Status.UNKNOWN: ((Status.UNKNOWN, _Step(text=_CARRIER_STATUSES[Status.UNKNOWN])),),
}
"""The last events of statuses that are not a step on the way, newest first."""
