"""The states of a preview: each has a name, an address, and the carriers' results for that address."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from werkzeug.exceptions import TooManyRequests

from tracking_site.carriers.adapter import Adapter
from tracking_site.config import Account
from tracking_site.domain.errors import CarrierBusy, CarrierUnreachable, UnknownShipment
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import ProofOfDelivery, Shipment, Status, TrackingResult
from tracking_site.preview import variations
from tracking_site.preview.fake_proofs import AWAITED, SHOWN
from tracking_site.preview.fake_tracker import SampleOutcome
from tracking_site.preview.samples import SampleShipments
from tracking_site.tracking.query import PARAMETERS
from tracking_site.tracking.sealed_links import LinkSealer

Adapters = Mapping[str, Adapter]
MakeOutcome = Callable[[Reference], SampleOutcome]
"""Returns what the tracker returns or raises for a number."""

ERRORS, SPECIAL_CASES, EMBEDDED = "Errors", "Special cases", "Inside another page"
ACTIONS = "What recipients can do"
TITLES = {
    ReferenceKind.ORDER_NUMBER: ("order", "An order"),
    ReferenceKind.SLI_NUMBER: ("freight", "A freight shipment"),
    ReferenceKind.JOB_ID: ("job", "A job"),
    ReferenceKind.TRIP_NAME: ("trip", "A trip"),
}
"""The name and the title of each kind of shipment, in the order in which a brand's main kind is chosen."""
STATUSES: Mapping[ReferenceKind, tuple[Status, ...]] = {
    ReferenceKind.ORDER_NUMBER: tuple(each for each in Status if each not in (Status.PENDING, Status.EXCEPTION)),
    ReferenceKind.SLI_NUMBER: tuple(Status),
    ReferenceKind.JOB_ID: (Status.INFO_RECEIVED, Status.OUT_FOR_DELIVERY, Status.DELIVERED, Status.UNKNOWN),
    ReferenceKind.TRIP_NAME: (Status.INFO_RECEIVED, Status.IN_TRANSIT, Status.DELIVERED, Status.UNKNOWN),
}
"""The statuses that carriers can report for each kind; for freight an account can map its own words to any status."""
EMBEDDED_STATUSES = (
    Status.INFO_RECEIVED,
    Status.OUT_FOR_DELIVERY,
    Status.DELIVERED,
    Status.ATTEMPT_FAILED,
    Status.UNKNOWN,
)
PARAMETER = {kind: name for name, kind in reversed(list(PARAMETERS.items()))}
PROOFS = (
    ("proof", "a delivery of which there are pictures", ProofOfDelivery()),
    ("proof-waiting", "pictures that were requested from the carrier", AWAITED),
    ("proof-shown", "pictures that prove the delivery", SHOWN),
)
NUMBER_OF_SEVERAL = "70415500"
NUMBER_OF_ONE = "70415501"
EXPIRED_DAYS = -1


@dataclass(frozen=True, slots=True)
class State:
    """A state of a page: its name, its title, the group in which it is listed, its address and its HTTP status."""

    name: str
    title: str
    group: str
    address: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class _Source:
    """A kind of number, and the account that knows such numbers."""

    kind: ReferenceKind
    adapter: Adapter

    @property
    def account(self) -> Account:
        return self.adapter.account


def states_of(
    adapters: Adapters, brand: str, samples: SampleShipments, sealer: LinkSealer
) -> tuple[tuple[State, ...], Mapping[ShipmentRef, SampleOutcome]]:
    """Return the states of a brand with these accounts, and the outcome of tracking each shipment in them."""
    builder = _StateBuilder(adapters, brand, samples, sealer)
    builder.add_statuses()
    builder.add_special_cases()
    builder.add_actions()
    builder.add_errors()
    builder.add_embedded()
    return tuple(builder.states), builder.outcomes


class _StateBuilder:
    """Builds the states; each of them has a number of its own."""

    def __init__(self, adapters: Adapters, brand: str, samples: SampleShipments, sealer: LinkSealer) -> None:
        self.brand = brand
        self.samples = samples
        self.sealer = sealer
        self.sources = tuple(source for kind in TITLES for source in _sources(adapters, {kind})[:1])
        # Numbers that visitors type are looked up everywhere except for jobs, which need the review key of a link.
        self.typed = _sources(adapters, TITLES.keys() - {ReferenceKind.JOB_ID})
        self.states: list[State] = []
        self.outcomes: dict[ShipmentRef, SampleOutcome] = {}

    def add_statuses(self) -> None:
        for source in self.sources:
            name, title = TITLES[source.kind]
            for status in STATUSES[source.kind]:
                address = self._page_of(source, self._result(source, status))
                self._add(f"{name}-{_dashed(status)}", _spaced(status), title, address)

    def add_special_cases(self) -> None:
        self._add("home", "the brand's page", SPECIAL_CASES, "/")
        source = self.sources[0]
        for name, title, make in self._unusual(source):
            self._add(name, title, SPECIAL_CASES, self._page_of(source, make))
        for name, title, make in self._delivery_times(source):
            self._add(name, title, SPECIAL_CASES, self._page_of(source, make))
        for name, title, make in self._for_recipient(source):
            self._add(name, title, SPECIAL_CASES, self._page_of(source, make, sealed=True))
        self._add("announced", "announced, not known to the carrier", SPECIAL_CASES, f"/t/{self._announced(source)}")
        if len(self.typed) > 1:
            self._add("choice", "a number that several carriers know", SPECIAL_CASES, self._choice("/track"))
            self._add("unasked", "one of the carriers cannot be reached", SPECIAL_CASES, self._one_unreachable())

    def add_actions(self) -> None:
        """Add what the recipient of a job can do, where the brand has jobs."""
        source = next((each for each in self.sources if each.kind is ReferenceKind.JOB_ID), None)
        if source is None:
            return
        for name, title, make in self._actions(source):
            self._add(f"acting-{name}", title, ACTIONS, self._page_of(source, make))
            self._add(f"embed-acting-{name}", title, EMBEDDED, self._page_of(source, make, "/embed"))

    def add_errors(self) -> None:
        source = self.sources[0]
        account = source.account.id
        self._add("not-found", "no carrier knows the number", ERRORS, "/track?q=AB-123456", 404)
        self._add("no-number", "no number was given", ERRORS, "/track", 400)
        self._add("several-numbers", "more than one number was given", ERRORS, "/track?slino=1&ordno=2", 400)
        self._add("invalid-number", "an invalid number", ERRORS, "/track?job_id=12", 400)
        self._add("no-such-page", "a page that does not exist", ERRORS, "/nowhere", 404)
        self._add("broken-link", "a link that was cut short", ERRORS, "/t/A1b2C3d4E5", 404)
        self._add("expired-link", "a link that has expired", ERRORS, f"/t/{self._seal(source, days=EXPIRED_DAYS)}", 410)
        failures: tuple[tuple[str, str, SampleOutcome, int], ...] = (
            ("unavailable", "the carrier cannot be reached", CarrierUnreachable(account), 503),
            ("busy", "the carrier is too busy", CarrierBusy(account, retry_after=60), 503),
            ("too-many-requests", "too many requests of one visitor", TooManyRequests(), 429),
        )
        for name, title, outcome, status in failures:
            self._add(name, title, ERRORS, self._page_of(source, _always(outcome)), status)

    def add_embedded(self) -> None:
        source = self.sources[0]
        self._add("embed-home", "the look-up field", EMBEDDED, "/embed")
        for status in EMBEDDED_STATUSES:
            if status in STATUSES[source.kind]:
                address = self._page_of(source, self._result(source, status), "/embed")
                self._add(f"embed-{_dashed(status)}", _spaced(status), EMBEDDED, address)
        for name, title, make in self._delivery_times(source):
            self._add(f"embed-{name}", title, EMBEDDED, self._page_of(source, make, "/embed"))
        stale = self._page_of(source, self._result(source, Status.IN_TRANSIT, stale=True), "/embed")
        announced = f"/embed/t/{self._announced(source)}"
        self._add("embed-announced", "announced, not known to the carrier", EMBEDDED, announced)
        self._add("embed-stale", "the carrier cannot be reached: as of 14:20", EMBEDDED, stale)
        if len(self.typed) > 1:
            self._add("embed-choice", "a number that several carriers know", EMBEDDED, self._choice("/embed"))
        self._add("embed-not-found", "no carrier knows the number", EMBEDDED, "/embed?q=AB-123456", 404)
        unreachable = self._page_of(source, _always(CarrierUnreachable(source.account.id)), "/embed")
        self._add("embed-unavailable", "the carrier cannot be reached", EMBEDDED, unreachable, 503)

    def _unusual(self, source: _Source) -> Iterator[tuple[str, str, MakeOutcome]]:
        statuses = STATUSES[source.kind]
        under_way = Status.IN_TRANSIT if Status.IN_TRANSIT in statuses else statuses[-1]
        registered = self._result(source, Status.INFO_RECEIVED, variations.without_events)
        yield "no-events", "registered, without any event", registered
        yield "hardly-any-data", "hardly any data", self._result(source, under_way, variations.minimal)
        yield "forty-events", "forty events", self._result(source, under_way, self.samples.with_many_events)
        stale = self._result(source, under_way, stale=True)
        yield "stale", "the carrier cannot be reached: as of 14:20", stale

    def _delivery_times(self, source: _Source) -> Iterator[tuple[str, str, MakeOutcome]]:
        statuses, now = STATUSES[source.kind], self.samples.now
        out = Status.OUT_FOR_DELIVERY if Status.OUT_FOR_DELIVERY in statuses else Status.IN_TRANSIT
        for name, title, change in (
            ("running-late", "the expected time is over", variations.running_late),
            ("promise", "an estimate beside the promised window", variations.with_promise),
            ("delayed", "a delay that the carrier reports", variations.delayed),
            ("awaiting-collection", "waiting at a pick-up point", variations.awaiting_collection),
        ):
            yield name, title, self._result(source, out, partial(change, now))

    def _for_recipient(self, source: _Source) -> Iterator[tuple[str, str, MakeOutcome]]:
        status = Status.OUT_FOR_DELIVERY
        yield "verified", "with the data for the recipient only", self._result(source, status)
        yield "verified-delivered", "the same, delivered", self._result(source, Status.DELIVERED)
        yield "long-name", "names of a hundred characters", self._result(source, status, variations.with_long_names)

    def _actions(self, source: _Source) -> Iterator[tuple[str, str, MakeOutcome]]:
        delivered = partial(self._result, source, Status.DELIVERED)
        switches = self._result(source, Status.OUT_FOR_DELIVERY, variations.with_switches)
        yield "switches", "text messages, and a delivery code", switches
        yield "review", "a delivery that can be rated", delivered(variations.open_for_review)
        for name, title, proof in PROOFS:
            yield name, title, delivered(partial(variations.with_proof, proof))
        yield "reviewed", "a delivery that was rated", delivered(variations.reviewed)

    def _add(self, name: str, title: str, group: str, address: str, status: int = 200) -> None:
        self.states.append(State(name, title, group, address, status))

    def _result(
        self,
        source: _Source,
        status: Status,
        change: Callable[[Shipment], Shipment] | None = None,
        *,
        stale: bool = False,
    ) -> MakeOutcome:
        def make(reference: Reference) -> TrackingResult:
            shipment = self.samples.shipment(source.adapter, reference, status)
            return TrackingResult(change(shipment) if change else shipment, self.samples.now, stale)

        return make

    def _page_of(self, source: _Source, make: MakeOutcome, layout: str = "", *, sealed: bool = False) -> str:
        """Return the address of a new number with an outcome; that of a job is always a sealed link."""
        ref = ShipmentRef(source.account.id, self._next_number(source.kind))
        self.outcomes[ref] = make(ref.reference)
        if sealed or source.kind is ReferenceKind.JOB_ID:
            return f"{layout}/t/{self.sealer.seal(self.brand, ref)}"
        return f"{layout or '/track'}?{urlencode({PARAMETER[source.kind]: ref.reference.value})}"

    def _seal(self, source: _Source, days: int) -> str:
        return self.sealer.seal(self.brand, ShipmentRef(source.account.id, self._next_number(source.kind)), days=days)

    def _announced(self, source: _Source) -> str:
        """Return the token of a new number that its carrier does not know yet."""
        ref = ShipmentRef(source.account.id, self._next_number(source.kind))
        self.outcomes[ref] = UnknownShipment("the carrier has not got it yet")
        return self.sealer.seal(self.brand, ref, announcement=variations.announced())

    def _next_number(self, kind: ReferenceKind) -> Reference:
        serial = len(self.outcomes) + 1
        match kind:
            case ReferenceKind.JOB_ID:
                return Reference(kind, str(UUID(int=serial)), str(UUID(int=serial + 1)))
            case ReferenceKind.SLI_NUMBER:
                return Reference(kind, f"104822{serial:02}")
            case ReferenceKind.ORDER_NUMBER:
                return Reference(kind, f"HH-204{serial:02}")
            case ReferenceKind.TRIP_NAME:
                return Reference(kind, f"Mum-AMD 04{serial:02}")

    def _choice(self, path: str) -> str:
        for index, source in enumerate(self.typed):
            ref = ShipmentRef(source.account.id, Reference(source.kind, NUMBER_OF_SEVERAL))
            status = (Status.IN_TRANSIT, Status.DELIVERED)[index % 2]
            self.outcomes[ref] = self._result(source, status)(ref.reference)
        return f"{path}?q={NUMBER_OF_SEVERAL}"

    def _one_unreachable(self) -> str:
        known, *others = self.typed
        ref = ShipmentRef(known.account.id, Reference(known.kind, NUMBER_OF_ONE))
        self.outcomes[ref] = self._result(known, Status.IN_TRANSIT)(ref.reference)
        for source in others:
            unreachable = CarrierUnreachable(source.account.id)
            self.outcomes[ShipmentRef(source.account.id, Reference(source.kind, NUMBER_OF_ONE))] = unreachable
        return f"/track?q={NUMBER_OF_ONE}"


def _sources(adapters: Adapters, kinds: set[ReferenceKind]) -> tuple[_Source, ...]:
    """Return the accounts that know numbers of one of the kinds, each with the first of these kinds."""
    return tuple(
        _Source(next(kind for kind in TITLES if kind in known), adapter)
        for adapter in adapters.values()
        if (known := adapter.reference_kinds & kinds)
    )


def _always(outcome: SampleOutcome) -> MakeOutcome:
    return lambda _: outcome


def _dashed(status: Status) -> str:
    return status.value.replace("_", "-")


def _spaced(status: Status) -> str:
    return status.value.replace("_", " ")
