"""Tracks references: from the cache while an answer is fresh, else by one fetch for all who need it (single flight)."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from hashlib import sha256

from tracking_site.config import Freshness
from tracking_site.domain.errors import CarrierFailure, CarrierTimeout, TrackingError, UnknownShipment
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Shipment, TrackingResult
from tracking_site.tracking.fetcher import ShipmentFetcher
from tracking_site.tracking.freshness import limits_for
from tracking_site.tracking.stores import CachedResult, Deadlines, ResultCache
from tracking_site.tracking.unknown_answers import doubted, is_due

TrackingOutcome = TrackingResult | TrackingError


@dataclass(frozen=True, slots=True)
class _Lookup:
    """The start of a look-up: a cached answer, a fetch under way, or both."""

    cached: CachedResult | None
    fetch: "Future[TrackingOutcome] | None"


class Tracker:
    """Tracks shipments through the cache; one for each process, used by all threads."""

    def __init__(
        self,
        fetcher: ShipmentFetcher,
        cache: ResultCache,
        freshness: Freshness,
        executor: Executor,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`executor` runs the fetches."""
        self._fetcher = fetcher
        self._cache = cache
        self._freshness = freshness
        self._executor = executor
        self._clock = clock
        self._lock = threading.Lock()
        self._fetches: dict[str, Future[TrackingOutcome]] = {}
        self._failing_accounts: set[str] = set()

    def deadlines(self, refs: Sequence[ShipmentRef]) -> Deadlines:
        """Return the deadlines of a view of these shipments: it is warm where one of them is cached."""
        cached = (self._cache.get(_key(ref)) for ref in refs)
        warm = any(each is not None and _is_shipment(each) and self._is_showable(each) for each in cached)
        return Deadlines.of_view(time.monotonic(), warm=warm)

    def track(self, ref: ShipmentRef, deadlines: Deadlines | None = None) -> TrackingResult:
        """Return the shipment of one reference, or raise a `TrackingError`."""
        (outcome,) = self.track_all((ref,), deadlines)
        if isinstance(outcome, TrackingError):
            # A cached error is raised many times, and would collect the frames of every one of them.
            raise outcome.with_traceback(None)
        return outcome

    def track_all(self, refs: Sequence[ShipmentRef], deadlines: Deadlines | None = None) -> tuple[TrackingOutcome, ...]:
        """Return the outcome of each reference, all fetched in parallel; what takes longer is a timeout."""
        until = deadlines or self.deadlines(refs)
        lookups = [self._look_up(ref) for ref in refs]
        return tuple(self._outcome(ref, lookup, until) for ref, lookup in zip(refs, lookups, strict=True))

    def amend(self, ref: ShipmentRef, change: Callable[[Shipment], Shipment]) -> None:
        """Change the cached shipment as an action has just changed it, and let the next view fetch it again.

        A fetch under way may have begun before the change, and is not cached.
        """
        key = _key(ref)
        with self._lock:
            self._fetches.pop(key, None)
            cached = self._cache.get(key)
            if cached is None or isinstance(cached.answer, UnknownShipment):
                return
            changed = replace(cached.answer, shipment=change(cached.answer.shipment))
            just_stale = self._clock() - limits_for(cached, self._freshness).fresh
            self._cache.put(key, replace(cached, answer=changed, cached_at=min(cached.cached_at, just_stale)))

    def drop(self, key: str) -> None:
        """Drop everything that is cached under a shipment's key, whichever review key it was found with."""
        with self._lock:
            for fetch in [fetch for fetch in self._fetches if fetch.startswith(key)]:
                del self._fetches[fetch]
            self._cache.drop(key)

    def close(self) -> None:
        """Wait for the fetches under way and stop the threads."""
        self._executor.shutdown()

    def _look_up(self, ref: ShipmentRef) -> _Lookup:
        """Return the cached answer where it is fresh, else join the fetch under way or start one."""
        key = _key(ref)
        cached = self._cache.get(key)
        if cached is not None and self._is_fresh(cached):
            return _Lookup(cached, None)
        with self._lock:
            fetch = self._fetches.get(key)
            if fetch is None:
                # A fetch may have ended since: its answer is cached before it is removed from the dictionary.
                cached = self._cache.get(key) or cached
                if cached is not None and self._is_fresh(cached):
                    return _Lookup(cached, None)
                fetch = self._fetches[key] = Future()
                self._executor.submit(self._fetch, fetch, key, ref)
        return _Lookup(cached, fetch)

    def _outcome(self, ref: ShipmentRef, lookup: _Lookup, deadlines: Deadlines) -> TrackingOutcome:
        if lookup.fetch is None and lookup.cached is not None:
            return lookup.cached.answer
        fallback = lookup.cached if lookup.cached is not None and self._is_showable(lookup.cached) else None
        wait = max((deadlines.cached if fallback else deadlines.uncached) - time.monotonic(), 0.0)
        try:
            outcome = lookup.fetch.result(wait) if lookup.fetch else None
        except FutureTimeoutError:
            outcome = None
        if isinstance(outcome, CarrierFailure) and not fallback:
            return self._from_stores(ref) or outcome
        if outcome is not None and not isinstance(outcome, CarrierFailure):
            return outcome
        if fallback is None:
            if deadlines.warm and lookup.cached is not None and ref.account not in self._failing_accounts:
                # The account did not know the number a while ago: no reason to name it as one that cannot be asked.
                return lookup.cached.answer
            return CarrierTimeout(ref.account, "no answer within the longest wait")
        return self._stale(fallback, ref.account, revalidating=outcome is None)

    def _stale(self, cached: CachedResult, account: str, *, revalidating: bool) -> TrackingOutcome:
        """Return a stale answer, marked as stale unless it is only being revalidated at a carrier that answers."""
        if isinstance(cached.answer, UnknownShipment):
            return cached.answer
        healthy = revalidating and account not in self._failing_accounts
        unmarked = healthy and self._age(cached) < limits_for(cached, self._freshness).stale_while_revalidate
        return cached.answer if unmarked else replace(cached.answer, stale=True)

    def _from_stores(self, ref: ShipmentRef) -> TrackingResult | None:
        """Return what the stores know where the carrier fails and nothing is cached."""
        stored = self._fetcher.stored(ref)
        if stored is not None:
            age = time.time() - stored.fetched_at.timestamp()
            if age < limits_for(CachedResult(stored, 0), self._freshness).stale_if_error:
                return replace(stored, stale=True)
        return self._fetcher.recorded(ref, stale=True)

    def _fetch(self, fetch: "Future[TrackingOutcome]", key: str, ref: ShipmentRef) -> None:
        try:
            outcome = self._fetcher.fetch(ref)
            if isinstance(outcome, CarrierFailure):
                self._failing_accounts.add(ref.account)
            else:
                self._failing_accounts.discard(ref.account)
                outcome = self._cache_outcome(fetch, key, ref, outcome)
        except BaseException as error:
            self._finish(fetch, key)
            fetch.set_exception(error)
            raise
        # Remove the fetch before resolving it: a caller that wakes up and asks again must start a new request, not
        # join this one.
        self._finish(fetch, key)
        fetch.set_result(outcome)

    def _finish(self, fetch: "Future[TrackingOutcome]", key: str) -> None:
        with self._lock:
            if self._fetches.get(key) is fetch:
                del self._fetches[key]

    def _cache_outcome(
        self, fetch: "Future[TrackingOutcome]", key: str, ref: ShipmentRef, outcome: TrackingResult | UnknownShipment
    ) -> TrackingResult | UnknownShipment:
        """Cache an answer, unless the fetch was superseded by a change or an invalidation; return what is shown."""
        now = self._clock()
        if isinstance(outcome, UnknownShipment):
            result = self._unknown_result(key, ref, outcome, now)
        else:
            result = CachedResult(outcome, now)
        with self._lock:
            if self._fetches.get(key) is fetch:
                self._cache.put(key, result)
        return result.answer

    def _unknown_result(self, key: str, ref: ShipmentRef, error: UnknownShipment, now: float) -> CachedResult:
        """Return what is cached when the carrier does not know a shipment: what was shown before, at first."""
        cached = self._cache.get(key)
        shown = cached if cached is not None and self._is_showable(cached) else self._stored_result(ref, now)
        recorded = self._fetcher.recorded(ref, stale=False)
        unknown = CachedResult(recorded or error, now, from_history=recorded is not None)
        return doubted(shown, now) or unknown

    def _stored_result(self, ref: ShipmentRef, now: float) -> CachedResult | None:
        stored = self._fetcher.stored(ref)
        if stored is None:
            return None
        found = CachedResult(stored, now - (time.time() - stored.fetched_at.timestamp()))
        return found if self._is_showable(found) else None

    def _is_fresh(self, cached: CachedResult) -> bool:
        due = is_due(cached, self._clock())
        if due is not None:
            return not due
        return self._age(cached) < limits_for(cached, self._freshness).fresh

    def _is_showable(self, cached: CachedResult) -> bool:
        return self._age(cached) < limits_for(cached, self._freshness).stale_if_error

    def _age(self, cached: CachedResult) -> float:
        return self._clock() - cached.cached_at


def _is_shipment(cached: CachedResult) -> bool:
    return isinstance(cached.answer, TrackingResult)


def _key(ref: ShipmentRef) -> str:
    """Return the cache key of a reference: another for every review key, so that a wrong one finds no cached answer."""
    key = ref.reference.review_key
    return f"{ref.key}{sha256(key.encode()).hexdigest() if key else ''}"
