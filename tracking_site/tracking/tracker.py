"""Tracks references: from what is kept while that is good, else by asking, once for all who ask at the same time."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

import structlog

from tracking_site.carriers.client import CarrierClient
from tracking_site.config import Freshness
from tracking_site.domain.errors import (
    CarrierFailure,
    CarrierTimeout,
    CarrierUnreadable,
    StoreUnavailable,
    TrackingError,
    UnknownShipment,
)
from tracking_site.domain.recorded_history import RecordedHistory
from tracking_site.domain.references import ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import Shipment, Status, TrackingResult
from tracking_site.tracking.freshness import spans
from tracking_site.tracking.recorded_history import recollected, remembered
from tracking_site.tracking.stored_answers import StoredShipment
from tracking_site.tracking.stores import LONGEST_WAIT, HistoryStore, Kept, ShipmentCache

PATIENCE = 0.2
"""Seconds that a viewer of a kept shipment waits for a newer one before the kept one is shown."""

log = structlog.get_logger()

TrackingOutcome = TrackingResult | TrackingError


@dataclass(frozen=True, slots=True)
class _Asked:
    kept: Kept | None
    flight: "Future[TrackingOutcome] | None"


@dataclass(frozen=True, slots=True)
class _Waits:
    """Until when an answer is waited for: where something is kept, and where nothing is."""

    kept: float
    longest: float


class Tracker:
    """The way to a shipment; one per process, used by all threads."""

    def __init__(
        self,
        lines: Mapping[str, CarrierClient],
        cache: ShipmentCache,
        freshness: Freshness,
        flights: Executor,
        memory: HistoryStore | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lines = lines
        self._cache = cache
        self._freshness = freshness
        self._executor = flights
        self._memory = memory
        self._clock = clock
        self._lock = threading.Lock()
        self._flights: dict[str, Future[TrackingOutcome]] = {}
        self._failing: set[str] = set()
        self._unknown_words: set[tuple[str, str | None]] = set()

    def track(self, ref: ShipmentRef) -> TrackingResult:
        """The shipment of one reference, or a `TrackingError`."""
        (outcome,) = self.track_all((ref,))
        if isinstance(outcome, TrackingError):
            # A kept answer is raised many times, and would hold the frames of every one of them.
            raise outcome.with_traceback(None)
        return outcome

    def track_all(self, ref: Sequence[ShipmentRef], longest: float = LONGEST_WAIT) -> tuple[TrackingOutcome, ...]:
        """What each of the references comes to, all of them asked for at the same time; what takes longer is a timeout."""
        now = time.monotonic()
        started = [self._start(each) for each in ref]
        waits = _Waits(now + PATIENCE, now + longest)
        return tuple(self._outcome(each, one, waits) for each, one in zip(ref, started, strict=True))

    def _start(self, ref: ShipmentRef) -> _Asked:
        key = _key(ref)
        kept = self._cache.get(key)
        if kept is not None and self._fresh(kept):
            return _Asked(kept, None)
        with self._lock:
            flight = self._flights.get(key)
            if flight is None:
                # A flight may have landed since: what it brought is kept before it is taken off the list.
                kept = self._cache.get(key) or kept
                if kept is not None and self._fresh(kept):
                    return _Asked(kept, None)
                flight = self._flights[key] = Future()
                self._executor.submit(self._fly, flight, key, ref)
        return _Asked(kept, flight)

    def _outcome(self, reference: ShipmentRef, ref: _Asked, waits: _Waits) -> TrackingOutcome:
        account = reference.account
        if ref.flight is None and ref.kept is not None:
            return ref.kept.answer
        fallback = ref.kept if ref.kept is not None and self._showable(ref.kept) else None
        wait = max((waits.kept if fallback else waits.longest) - time.monotonic(), 0.0)
        try:
            outcome = ref.flight.result(wait) if ref.flight else None
        except FutureTimeoutError:
            outcome = None
        if isinstance(outcome, CarrierFailure) and not fallback:
            return self._renewed_once(reference) or self._recollected(reference, stale=True) or outcome
        if outcome is not None and not isinstance(outcome, CarrierFailure):
            return outcome
        if fallback is None:
            return CarrierTimeout(account, "no answer in the longest time that is waited")
        return self._instead(fallback, account, renewing=outcome is None)

    def _instead(self, kept: Kept, account: str, *, renewing: bool) -> TrackingOutcome:
        """What is kept, in place of an answer; stale, unless it is only waited for and the carrier was well so far."""
        if isinstance(kept.answer, UnknownShipment):
            return kept.answer
        well = renewing and account not in self._failing
        unremarked = well and self._age(kept) < spans(kept, self._freshness).renewing
        return kept.answer if unremarked else replace(kept.answer, stale=True)

    def _fresh(self, kept: Kept) -> bool:
        return self._age(kept) < spans(kept, self._freshness).fresh

    def _showable(self, kept: Kept) -> bool:
        return self._age(kept) < spans(kept, self._freshness).kept

    def _age(self, kept: Kept) -> float:
        return self._clock() - kept.at

    def amend(self, ref: ShipmentRef, change: Callable[[Shipment], Shipment]) -> None:
        """Keeps a shipment as something that was just done has made it, until its carrier is asked: at the next look.

        What is on its way from the carrier may be older than the change and is not kept.
        """
        key = _key(ref)
        with self._lock:
            self._flights.pop(key, None)
            kept = self._cache.get(key)
            if kept is None or isinstance(kept.answer, UnknownShipment):
                return
            changed = replace(kept.answer, shipment=change(kept.answer.shipment))
            due = self._clock() - spans(kept, self._freshness).fresh
            self._cache.put(key, Kept(changed, min(kept.at, due)))

    def drop(self, key: str) -> None:
        """Forgets everything that is kept under a number's key, whatever the review key that it was asked with."""
        with self._lock:
            for flight in [flight for flight in self._flights if flight.startswith(key)]:
                del self._flights[flight]
            self._cache.drop(key)

    def _fly(self, flight: "Future[TrackingOutcome]", key: str, ref: ShipmentRef) -> None:
        try:
            outcome = self._ask(ref)
            if isinstance(outcome, CarrierFailure):
                self._failing.add(ref.account)
            else:
                self._failing.discard(ref.account)
                self._keep(flight, key, outcome)
        except BaseException as error:
            self._land(flight, key)
            flight.set_exception(error)
            raise
        # Off the list first: whoever is told now and asks again must not be told the same once more.
        self._land(flight, key)
        flight.set_result(outcome)

    def _land(self, flight: "Future[TrackingOutcome]", key: str) -> None:
        with self._lock:
            if self._flights.get(key) is flight:
                del self._flights[key]

    def _keep(self, flight: "Future[TrackingOutcome]", key: str, outcome: TrackingResult | UnknownShipment) -> None:
        with self._lock:
            if self._flights.get(key) is flight:
                self._cache.put(key, Kept(outcome, self._clock()))

    def _ask(self, ref: ShipmentRef) -> TrackingResult | UnknownShipment | CarrierFailure:
        renewed = self._renewed(ref)
        if renewed is not None and renewed.good(time.time()):
            return self._looked_at(ref, renewed.shipment, datetime.fromtimestamp(renewed.holds_at, UTC))
        try:
            shipment = self._lines[ref.account].track(ref.reference)
        except UnknownShipment as error:
            # Kept and shown to others: without the frames, which hold what was asked.
            return self._recollected(ref, stale=False) or error.with_traceback(None)
        except CarrierFailure as error:
            return error.with_traceback(None)
        except Exception as error:  # noqa: BLE001 - one carrier's module must not take the others' answers with it
            log.error("carrier_module_failed", account=ref.account, type=type(error).__name__)  # noqa: TRY400 - its text may hold anything
            return CarrierUnreadable(ref.account, f"the carrier's module failed: {type(error).__name__}")
        if shipment.status is Status.UNKNOWN:
            self._note_unknown(shipment.carrier, shipment.carrier_status)
        return self._looked_at(ref, shipment, datetime.now(UTC))

    def _looked_at(self, ref: ShipmentRef, shipment: Shipment, as_of: datetime) -> TrackingResult:
        """What a carrier answered with what was told besides; that it was looked at is noted."""
        now, named = datetime.now(UTC), _as_named(ref, shipment)
        self._observe(named, shipment, now)
        return TrackingResult(remembered(shipment, self._told(named), now), as_of)

    def _renewed(self, ref: ShipmentRef) -> StoredShipment | None:
        """What the carrier answered to the refresher last, where there is one and the answer can be read."""
        if self._memory is None or (read := self._lines[ref.account].adapter.read) is None:
            return None
        with suppress(StoreUnavailable, TrackingError):
            kept = self._memory.renewal(ref)
            return StoredShipment(read(ref.reference, kept.answer), kept.answered_at, kept.holds_at) if kept else None
        return None

    def _renewed_once(self, ref: ShipmentRef) -> TrackingResult | None:
        """What the refresher brought before the carrier began to fail, for as long as any answer is shown then."""
        renewed = self._renewed(ref)
        if renewed is None:
            return None
        as_of = datetime.fromtimestamp(renewed.holds_at, UTC)
        shown = self._looked_at(ref, renewed.shipment, as_of)
        age = time.time() - renewed.holds_at
        return replace(shown, stale=True) if age < spans(Kept(shown, 0), self._freshness).kept else None

    def _observe(self, ref: ShipmentRef, shipment: Shipment, now: datetime) -> None:
        """Notes the look; not while the store is away."""
        if self._memory is not None:
            with suppress(StoreUnavailable):
                self._memory.observe(ref, shipment, now.timestamp())

    def _told(self, ref: ShipmentRef) -> RecordedHistory:
        """What was told of a shipment; nothing while the store is away."""
        if self._memory is not None:
            with suppress(StoreUnavailable):
                return self._memory.recall(ref)
        return RecordedHistory()

    def _recollected(self, ref: ShipmentRef, *, stale: bool) -> TrackingResult | None:
        """The shipment as it was told of, where it was."""
        told = self._told(ref)
        if not told.events and told.arrival is None:
            return None
        now = datetime.now(UTC)
        shipment = recollected(self._lines[ref.account].adapter.account, ref.reference, told, now)
        return TrackingResult(shipment, now, stale)

    def _note_unknown(self, carrier: str, word: str | None) -> None:
        if (carrier, word) not in self._unknown_words and len(self._unknown_words) < 1000:
            self._unknown_words.add((carrier, word))
            log.warning("unknown_carrier_status", carrier=carrier, word=word)


def _as_named(ref: ShipmentRef, shipment: Shipment) -> ShipmentRef:
    """What is remembered by: a number as its carrier writes it, however it was typed (Leaps drops noughts in front)."""
    number = shipment.references.sli_number
    if ref.reference.kind is not ReferenceKind.SLI_NUMBER or number is None:
        return ref
    return ShipmentRef(ref.account, replace(ref.reference, value=number))


def _key(ref: ShipmentRef) -> str:
    """A key that tells nothing; a Logis job's is another for every review key, so that a wrong one meets no kept answer."""
    key = ref.reference.review_key
    return f"{ref.key}{sha256(key.encode()).hexdigest() if key else ''}"
