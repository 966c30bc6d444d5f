"""The states that a preview shows: each a name, an address, and what the carriers answer there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from werkzeug.exceptions import TooManyRequests

from tracking_site.carriers.adapter import Adapter
from tracking_site.config import Account
from tracking_site.domain.errors import CarrierBusy, CarrierUnreachable
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import (
    PersonalData,
    Place,
    ProofOfDelivery,
    Review,
    Shipment,
    SmsNotifications,
    Status,
    TrackingResult,
)
from tracking_site.preview.fake_proofs import AWAITED, SHOWN
from tracking_site.preview.fake_tracker import SampleOutcome
from tracking_site.preview.samples import LONG_NAME, Writer
from tracking_site.tracking.query import PARAMETERS
from tracking_site.tracking.sealed_links import LinkSealer

Adapters = Mapping[str, Adapter]
Write = Callable[[Reference], SampleOutcome]

ERRORS, OTHERS, INSIDE = "Errors", "Special cases", "Inside another page"
ACTING = "What recipients can do"
TITLES = {
    ReferenceKind.ORDER_NUMBER: ("order", "An order"),
    ReferenceKind.SLI_NUMBER: ("freight", "A freight shipment"),
    ReferenceKind.JOB_ID: ("job", "A job"),
    ReferenceKind.TRIP_NAME: ("trip", "A trip"),
}
# Which statuses a carrier has a word for; a Leaps account can have its own words for all of them.
STATUSES: Mapping[ReferenceKind, tuple[Status, ...]] = {
    ReferenceKind.ORDER_NUMBER: tuple(each for each in Status if each not in (Status.PENDING, Status.EXCEPTION)),
    ReferenceKind.SLI_NUMBER: tuple(Status),
    ReferenceKind.JOB_ID: (Status.INFO_RECEIVED, Status.OUT_FOR_DELIVERY, Status.DELIVERED, Status.UNKNOWN),
    ReferenceKind.TRIP_NAME: (Status.INFO_RECEIVED, Status.IN_TRANSIT, Status.DELIVERED, Status.UNKNOWN),
}
INSIDE_STATUSES = (
    Status.INFO_RECEIVED,
    Status.OUT_FOR_DELIVERY,
    Status.DELIVERED,
    Status.ATTEMPT_FAILED,
    Status.UNKNOWN,
)
PARAMETER = {kind: name for name, kind in reversed(list(PARAMETERS.items()))}
PROOFS = (
    ("proof", "a delivery of which there are pictures", ProofOfDelivery()),
    ("proof-waiting", "pictures that the carrier was asked for", AWAITED),
    ("proof-shown", "pictures that prove the delivery", SHOWN),
)
SHARED_NUMBER = "70415500"
HALF_KNOWN = "70415501"
EXPIRED = -1


@dataclass(frozen=True, slots=True)
class State:
    """A state of a page: what it is called, for whom, and where it is shown."""

    name: str
    title: str
    group: str
    address: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class _Way:
    """How a brand's shipments of one kind are asked for: the kind, and the account that knows it."""

    kind: ReferenceKind
    adapter: Adapter

    @property
    def account(self) -> Account:
        return self.adapter.account


def states_of(
    adapters: Adapters, brand: str, writer: Writer, sealer: LinkSealer
) -> tuple[tuple[State, ...], Mapping[ShipmentRef, SampleOutcome]]:
    """The states of a brand with these accounts, and what its carriers answer in them."""
    made = _States(adapters, brand, writer, sealer)
    made.statuses()
    made.special_cases()
    made.acting()
    made.errors()
    made.embedded()
    return tuple(made.shown), made.answers


class _States:
    """Makes the states; every one of them has a number of its own."""

    def __init__(self, adapters: Adapters, brand: str, writer: Writer, sealer: LinkSealer) -> None:
        self.adapters = adapters
        self.brand = brand
        self.writer = writer
        self.sealer = sealer
        self.ways = tuple(_Way(kind, found[0]) for kind in TITLES if (found := self._knowing(kind)))
        # What a recipient types is asked of every account but Logis', which is asked with a link's key alone.
        self.typed = tuple(
            _Way(kind, adapter)
            for adapter in adapters.values()
            if (
                kind := next(
                    (each for each in TITLES if each in adapter.reference_kinds - {ReferenceKind.JOB_ID}), None
                )
            )
        )
        self.shown: list[State] = []
        self.answers: dict[ShipmentRef, SampleOutcome] = {}

    def statuses(self) -> None:
        for way in self.ways:
            name, title = TITLES[way.kind]
            for status in STATUSES[way.kind]:
                tracked = self._tracked(way, status)
                self._add(f"{name}-{_dashed(status)}", _spaced(status), title, self._asked(way, tracked))

    def special_cases(self) -> None:
        self._add("home", "the brand's page", OTHERS, "/")
        way = self.ways[0]
        for name, title, answer in self._odd(way):
            self._add(name, title, OTHERS, self._asked(way, answer))
        for name, title, answer in self._for_the_recipient(way):
            self._add(name, title, OTHERS, self._asked(way, answer, sealed=True))
        if len(self.typed) > 1:
            self._add("choice", "a number that several carriers know", OTHERS, self._choice("/track"))
            self._add("unasked", "one of the carriers cannot be asked", OTHERS, self._half_known())

    def acting(self) -> None:
        """What a job's recipient finds to press; where the brand has no jobs, there is nothing of it."""
        way = next((each for each in self.ways if each.kind is ReferenceKind.JOB_ID), None)
        if way is None:
            return
        for name, title, write in self._acting(way):
            self._add(f"acting-{name}", title, ACTING, self._asked(way, write))
            self._add(f"embed-acting-{name}", title, INSIDE, self._asked(way, write, "/embed"))

    def errors(self) -> None:
        way = self.ways[0]
        account = way.account.id
        self._add("not-found", "nobody knows the number", ERRORS, "/track?q=AB-123456", 404)
        self._add("no-number", "no number was given", ERRORS, "/track", 400)
        self._add("several-numbers", "more than one number was given", ERRORS, "/track?slino=1&ordno=2", 400)
        self._add("invalid-number", "what cannot be a number", ERRORS, "/track?job_id=12", 400)
        self._add("no-such-page", "an address that the site has not", ERRORS, "/nowhere", 404)
        self._add("broken-link", "a link that was cut short", ERRORS, "/t/A1b2C3d4E5", 404)
        self._add("expired-link", "a link that is too old", ERRORS, f"/t/{self._sealed(way, days=EXPIRED)}", 410)
        failures: tuple[tuple[str, str, SampleOutcome, int], ...] = (
            ("unavailable", "the carrier cannot be reached", CarrierUnreachable(account), 503),
            ("busy", "the carrier asks for patience", CarrierBusy(account, retry_after=60), 503),
            ("too-many-requests", "one visitor asks too often", TooManyRequests(), 429),
        )
        for name, title, answer, status in failures:
            self._add(name, title, ERRORS, self._asked(way, _always(answer)), status)

    def embedded(self) -> None:
        way = self.ways[0]
        self._add("embed-home", "the look-up field", INSIDE, "/embed")
        for status in INSIDE_STATUSES:
            if status in STATUSES[way.kind]:
                address = self._asked(way, self._tracked(way, status), "/embed")
                self._add(f"embed-{_dashed(status)}", _spaced(status), INSIDE, address)
        unreachable = CarrierUnreachable(way.account.id)
        stale = self._tracked(way, Status.IN_TRANSIT, stale=True)
        self._add(
            "embed-stale", "the carrier cannot be reached: as of 14:20", INSIDE, self._asked(way, stale, "/embed")
        )
        if len(self.typed) > 1:
            self._add("embed-choice", "a number that several carriers know", INSIDE, self._choice("/embed"))
        self._add("embed-not-found", "nobody knows the number", INSIDE, "/embed?q=AB-123456", 404)
        address = self._asked(way, _always(unreachable), "/embed")
        self._add("embed-unavailable", "the carrier cannot be reached", INSIDE, address, 503)

    def _odd(self, way: _Way) -> Iterator[tuple[str, str, Write]]:
        on_its_way = STATUSES[way.kind][-1] if Status.IN_TRANSIT not in STATUSES[way.kind] else Status.IN_TRANSIT
        registered = Status.INFO_RECEIVED
        yield "no-events", "registered, and nothing has happened", self._tracked(way, registered, _without_events)
        yield "hardly-any-data", "hardly any data", self._tracked(way, on_its_way, _bare)
        yield "forty-events", "forty events", self._tracked(way, on_its_way, self.writer.with_forty_events)
        yield "stale", "the carrier cannot be reached: as of 14:20", self._tracked(way, on_its_way, stale=True)

    def _for_the_recipient(self, way: _Way) -> Iterator[tuple[str, str, Write]]:
        under_way = self._tracked(way, Status.OUT_FOR_DELIVERY)
        yield "verified", "with what only the recipient sees", under_way
        yield "verified-delivered", "the same, delivered", self._tracked(way, Status.DELIVERED)
        yield "long-name", "names of a hundred characters", self._tracked(way, Status.OUT_FOR_DELIVERY, _long_named)

    def _acting(self, way: _Way) -> Iterator[tuple[str, str, Write]]:
        on_its_way, delivered = Status.OUT_FOR_DELIVERY, Status.DELIVERED
        yield "switches", "text messages, and a code for the door", self._tracked(way, on_its_way, _with_switches)
        yield "review", "a delivery that can be rated", self._tracked(way, delivered, self._to_review)
        for name, title, proof in PROOFS:
            yield name, title, self._tracked(way, delivered, partial(_proven, proof))
        yield "reviewed", "a delivery that was rated", self._tracked(way, delivered, _reviewed)

    def _to_review(self, shipment: Shipment) -> Shipment:
        return replace(_with_switches(shipment), review_until=datetime.now(UTC) + timedelta(days=7))

    # What they are made of

    def _knowing(self, kind: ReferenceKind) -> tuple[Adapter, ...]:
        return tuple(each for each in self.adapters.values() if kind in each.reference_kinds)

    def _add(self, name: str, title: str, group: str, address: str, status: int = 200) -> None:
        self.shown.append(State(name, title, group, address, status))

    def _tracked(
        self, way: _Way, status: Status, change: Callable[[Shipment], Shipment] | None = None, *, stale: bool = False
    ) -> Write:
        def write(reference: Reference) -> TrackingResult:
            shipment = self.writer.shipment(way.adapter, reference, status)
            return TrackingResult(change(shipment) if change else shipment, self.writer.now, stale)

        return write

    def _asked(self, way: _Way, write: Write, layout: str = "", *, sealed: bool = False) -> str:
        """The address at which a number is asked for that is answered like this; a job's is always a sealed link."""
        ref = ShipmentRef(way.account.id, self._number(way.kind))
        self.answers[ref] = write(ref.reference)
        if sealed or way.kind is ReferenceKind.JOB_ID:
            return f"{layout}/t/{self.sealer.seal(self.brand, ref)}"
        return f"{layout or '/track'}?{urlencode({PARAMETER[way.kind]: ref.reference.value})}"

    def _sealed(self, way: _Way, days: int) -> str:
        return self.sealer.seal(self.brand, ShipmentRef(way.account.id, self._number(way.kind)), days=days)

    def _number(self, kind: ReferenceKind) -> Reference:
        place = len(self.answers) + 1
        match kind:
            case ReferenceKind.JOB_ID:
                return Reference(kind, str(UUID(int=place)), str(UUID(int=place + 1)))
            case ReferenceKind.SLI_NUMBER:
                return Reference(kind, f"104822{place:02}")
            case ReferenceKind.ORDER_NUMBER:
                return Reference(kind, f"HH-204{place:02}")
            case ReferenceKind.TRIP_NAME:
                return Reference(kind, f"Mum-AMD 04{place:02}")

    def _choice(self, page: str) -> str:
        for place, way in enumerate(self.typed):
            ref = ShipmentRef(way.account.id, Reference(way.kind, SHARED_NUMBER))
            status = (Status.IN_TRANSIT, Status.DELIVERED)[place % 2]
            self.answers[ref] = self._tracked(way, status)(ref.reference)
        return f"{page}?q={SHARED_NUMBER}"

    def _half_known(self) -> str:
        knowing, *others = self.typed
        ref = ShipmentRef(knowing.account.id, Reference(knowing.kind, HALF_KNOWN))
        self.answers[ref] = self._tracked(knowing, Status.IN_TRANSIT)(ref.reference)
        for way in others:
            failure = CarrierUnreachable(way.account.id)
            self.answers[ShipmentRef(way.account.id, Reference(way.kind, HALF_KNOWN))] = failure
        return f"/track?q={HALF_KNOWN}"


def _always(answer: SampleOutcome) -> Write:
    return lambda _: answer


def _dashed(status: Status) -> str:
    return status.value.replace("_", "-")


def _spaced(status: Status) -> str:
    return status.value.replace("_", " ")


def _without_events(shipment: Shipment) -> Shipment:
    return replace(shipment, events=(), estimated_delivery=None)


def _bare(shipment: Shipment) -> Shipment:
    """What a carrier that says next to nothing leaves of a shipment."""
    plain = Shipment(shipment.carrier, shipment.account, shipment.carrier_name, shipment.references, shipment.status)
    return replace(plain, verifies=shipment.verifies, stages=shipment.stages)


def _long_named(shipment: Shipment) -> Shipment:
    personal = replace(shipment.personal or PersonalData(), recipient=LONG_NAME, driver=LONG_NAME)
    far = Place(LONG_NAME)
    references = replace(shipment.references, awb_number="9" * len(LONG_NAME))
    return replace(shipment, personal=personal, merchant=LONG_NAME, references=references, origin=far, destination=far)


def _with_switches(shipment: Shipment) -> Shipment:
    return replace(shipment, sms_notifications=SmsNotifications(job=True, client=False), delivery_code=True)


def _proven(proof: ProofOfDelivery, shipment: Shipment) -> Shipment:
    return replace(shipment, proof=proof)


def _reviewed(shipment: Shipment) -> Shipment:
    given = Review(5, 4, "Right on time, and carried up to the third floor. Thank you!")
    return replace(_with_switches(shipment), review=given)
