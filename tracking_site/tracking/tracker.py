"""Tracks references: from what is kept while that is good, else by asking, once for all who ask at the same time."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

import structlog

from tracking_site.models.errors import CarrierFailure, CarrierTimeout, TrackingError, UnknownShipment
from tracking_site.models.reference import AccountReference
from tracking_site.models.shipment import Status, Tracked
from tracking_site.settings import Freshness
from tracking_site.tracking.freshness import spans
from tracking_site.tracking.history import ordered
from tracking_site.tracking.line import Line
from tracking_site.tracking.ports import Kept, ShipmentCache

PATIENCE = 0.2
"""Seconds that a viewer of a kept shipment waits for a newer one before the kept one is shown."""
LONGEST_WAIT = 60.0

log = structlog.get_logger()

Outcome = Tracked | TrackingError


@dataclass(frozen=True, slots=True)
class _Asked:
    kept: Kept | None
    flight: "Future[Outcome] | None"


class Tracker:
    """The way to a shipment; one per process, used by all threads."""

    def __init__(
        self,
        lines: Mapping[str, Line],
        cache: ShipmentCache,
        freshness: Freshness,
        flights: Executor,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lines = lines
        self._cache = cache
        self._freshness = freshness
        self._executor = flights
        self._clock = clock
        self._lock = threading.Lock()
        self._flights: dict[str, Future[Outcome]] = {}
        self._unknown_words: set[tuple[str, str | None]] = set()

    def track(self, asked: AccountReference) -> Tracked:
        """The shipment of one reference, or a `TrackingError`."""
        (outcome,) = self.track_all((asked,))
        if isinstance(outcome, TrackingError):
            raise outcome
        return outcome

    def track_all(self, asked: Sequence[AccountReference]) -> tuple[Outcome, ...]:
        """What each of the references comes to, all of them asked for at the same time."""
        started = [self._start(each) for each in asked]
        return tuple(self._outcome(each.account, one) for each, one in zip(asked, started, strict=True))

    def _start(self, asked: AccountReference) -> _Asked:
        key = _key(asked)
        kept = self._cache.get(key)
        if kept is not None and self._age(kept) < spans(kept, self._freshness).fresh:
            return _Asked(kept, None)
        with self._lock:
            flight = self._flights.get(key)
            if flight is None:
                flight = self._flights[key] = self._executor.submit(self._fly, key, asked)
        return _Asked(kept, flight)

    def _outcome(self, account: str, asked: _Asked) -> Outcome:
        if asked.flight is None and asked.kept is not None:
            return asked.kept.answer
        fallback = asked.kept if asked.kept is not None and self._showable(asked.kept) else None
        try:
            outcome = asked.flight.result(PATIENCE if fallback else LONGEST_WAIT) if asked.flight else None
        except FutureTimeoutError:
            outcome = None
        if outcome is None:
            outcome = CarrierTimeout(account, "no answer while a kept one can be shown")
        if isinstance(outcome, CarrierFailure) and fallback is not None:
            return self._instead(fallback, outcome)
        return outcome

    def _instead(self, kept: Kept, failure: CarrierFailure) -> Outcome:
        """What is kept, in place of an answer; stale, unless it is only waited for."""
        if isinstance(kept.answer, UnknownShipment):
            return kept.answer
        waiting = isinstance(failure, CarrierTimeout) and self._age(kept) < spans(kept, self._freshness).renewing
        return kept.answer if waiting else replace(kept.answer, stale=True)

    def _showable(self, kept: Kept) -> bool:
        return self._age(kept) < spans(kept, self._freshness).kept

    def _age(self, kept: Kept) -> float:
        return self._clock() - kept.at

    def _fly(self, key: str, asked: AccountReference) -> Outcome:
        try:
            outcome = self._ask(asked)
            if not isinstance(outcome, CarrierFailure):
                self._cache.put(key, Kept(outcome, self._clock()))
            return outcome
        finally:
            with self._lock:
                self._flights.pop(key, None)

    def _ask(self, asked: AccountReference) -> Tracked | UnknownShipment | CarrierFailure:
        try:
            shipment = self._lines[asked.account].track(asked.reference)
        except (UnknownShipment, CarrierFailure) as error:
            # Kept and shown to others: without the frames, which hold what was asked.
            return error.with_traceback(None)
        if shipment.status is Status.UNKNOWN:
            self._note_unknown(shipment.carrier, shipment.carrier_status)
        return Tracked(replace(shipment, events=ordered(shipment.events)), datetime.now(UTC))

    def _note_unknown(self, carrier: str, word: str | None) -> None:
        if (carrier, word) not in self._unknown_words and len(self._unknown_words) < 1000:
            self._unknown_words.add((carrier, word))
            log.warning("unknown_carrier_status", carrier=carrier, word=word)


def _key(asked: AccountReference) -> str:
    """A key that tells nothing; a Logis job's is another for every review key, so that a wrong one meets no kept answer."""
    reference = asked.reference
    parts = (asked.account, reference.kind, reference.value, reference.review_key or "")
    return sha256("\x00".join(parts).encode()).hexdigest()
