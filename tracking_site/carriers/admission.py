"""The gate before every call to a carrier account: pause, circuit breaker, slot, pace and hourly quota, in this order."""

import threading
from collections.abc import Callable
from typing import TypeVar

import structlog

from tracking_site.carriers.deadline import time_left
from tracking_site.carriers.pacing import Pace, Start
from tracking_site.carriers.resilience import BreakerConfig, CircuitBreaker, HourlyQuota, RetryAfter
from tracking_site.config import Exchange
from tracking_site.domain.errors import CarrierBusy, CarrierFailure, CarrierTimeout

T = TypeVar("T")

SHARE_FOR_THE_CALL = 0.1
"""The share of the deadline that a call must have left when its turn comes."""

ObserveCall = Callable[[str, str, float], None]
"""Called after every call: the account, the outcome (`ok` or an error's code), and the seconds that it took."""

log = structlog.get_logger()


class Admission:
    """Admits a call and records its outcome; one for each account and process, used by all threads."""

    def __init__(
        self,
        account: str,
        exchange: Exchange,
        observe: ObserveCall,
        *,
        hourly_limit: int | None = None,
        calls_per_second: int | None = None,
    ) -> None:
        self._account = account
        self._observe = observe
        self._seconds = exchange.deadline
        self._slots = threading.BoundedSemaphore(exchange.calls_in_flight)
        self._quota = HourlyQuota(hourly_limit) if hourly_limit else None
        self._pace = Pace(calls_per_second) if calls_per_second else None
        self.retry_after = RetryAfter()
        self.breaker = CircuitBreaker(
            BreakerConfig(exchange.breaker_failures, exchange.breaker_seconds, exchange.breaker_most_seconds)
        )

    def admit(self) -> Start | None:
        """Take a slot for a call and wait for its turn, or raise the reason why the call is not allowed now.

        Return the start of the call, which `release` is given, for an account whose calls in a second are limited.
        """
        # Check before and after waiting: fail fast if the circuit is open or no turn comes in time, and check again
        # because the circuit may have opened during the wait.
        self.retry_after.admit(self._account)
        self.breaker.refuse(self._account)
        if self._pace:
            self._refuse_busy(self._pace.announce)
        # Wait at most half of the deadline: the rest has to suffice for the call.
        if not self._slots.acquire(timeout=min(time_left(), self._seconds / 2)):
            if self._pace:
                self._pace.withdraw()
            raise self._no_slot()
        start = None
        try:
            start = self._refuse_busy(self._pace.start) if self._pace else None
            self.retry_after.admit(self._account)
            self.breaker.admit(self._account)
            self._take_quota()
        except CarrierFailure:
            if self._pace and start:
                self._pace.cancel(start)
            self._slots.release()
            raise
        return start

    def release(self, start: Start | None) -> None:
        """Give the slot of a call back."""
        if self._pace and start:
            self._pace.finish(start)
        self._slots.release()

    def record_success(self, seconds: float, *, session_expired: bool) -> None:
        """Record a call that was answered; the end of a session says nothing about the carrier's health."""
        self._observe(self._account, "ok", seconds)
        if session_expired:
            self.breaker.release()
        else:
            self.breaker.record(failed=False)

    def record_failure(self, failure: CarrierFailure, seconds: float) -> None:
        """Record and log a call that failed."""
        failure.logged = True
        if isinstance(failure, CarrierBusy):
            self.retry_after.begin(failure.retry_after or 1.0)
        if failure.trips_breaker:
            self.breaker.record(failed=True)
        else:
            self.breaker.release()
        self._observe(self._account, failure.code, seconds)
        log.warning("carrier_failed", account=self._account, code=failure.code, detail=failure.detail)

    def abandon(self) -> None:
        """Give a probe back whose call ended with an error of our own."""
        self.breaker.release()

    def _take_quota(self) -> None:
        if self._quota is None:
            return
        try:
            self._quota.take(self._account)
        except CarrierBusy as busy:
            self.record_failure(busy, 0.0)
            raise

    def _refuse_busy(self, take: Callable[[str, float], T]) -> T:
        """Wait for a turn as long as enough of the deadline is left for the call; to be too late is our own limit."""
        try:
            return take(self._account, max(time_left() - self._seconds * SHARE_FOR_THE_CALL, 0.0))
        except CarrierBusy as busy:
            # No pause begins: that would keep others waiting whose turn comes in time.
            busy.logged = True
            self._observe(self._account, busy.code, 0.0)
            log.warning("carrier_failed", account=self._account, code=busy.code, detail=busy.detail)
            raise

    def _no_slot(self) -> CarrierFailure:
        """Return the failure for a full queue, which is ours and says nothing about the carrier."""
        failure = CarrierTimeout(self._account, "no slot among the calls in flight")
        failure.logged = True
        log.warning("carrier_failed", account=self._account, code=failure.code, detail=failure.detail)
        return failure
