"""The gate before every call to a carrier account: pause, circuit breaker, slot and hourly quota, in this order."""

import threading
from collections.abc import Callable

import structlog

from tracking_site.carriers.deadline import time_left
from tracking_site.carriers.resilience import BreakerConfig, CircuitBreaker, HourlyQuota, RetryAfter
from tracking_site.config import Exchange
from tracking_site.domain.errors import CarrierBusy, CarrierFailure, CarrierTimeout

ObserveCall = Callable[[str, str, float], None]
"""Called after every call: the account, the outcome (`ok` or an error's code), and the seconds that it took."""

log = structlog.get_logger()


class Admission:
    """Admits a call and records its outcome; one for each account and process, used by all threads."""

    def __init__(self, account: str, exchange: Exchange, hourly_limit: int | None, observe: ObserveCall) -> None:
        self._account = account
        self._observe = observe
        self._seconds = exchange.deadline
        self._slots = threading.BoundedSemaphore(exchange.calls_in_flight)
        self._quota = HourlyQuota(hourly_limit) if hourly_limit else None
        self.retry_after = RetryAfter()
        self.breaker = CircuitBreaker(
            BreakerConfig(exchange.breaker_failures, exchange.breaker_seconds, exchange.breaker_most_seconds)
        )

    def admit(self) -> None:
        """Take a slot for a call, or raise the reason why the call is not allowed now."""
        # Check before and after waiting for a slot: fail fast if the circuit is open now, and check again because it
        # may have opened during the wait.
        self.retry_after.admit(self._account)
        self.breaker.refuse(self._account)
        # Wait at most half of the deadline: the rest has to suffice for the call.
        if not self._slots.acquire(timeout=min(time_left(), self._seconds / 2)):
            raise self._no_slot()
        try:
            self.retry_after.admit(self._account)
            self.breaker.admit(self._account)
            self._take_quota()
        except CarrierFailure:
            self._slots.release()
            raise

    def release(self) -> None:
        """Give the slot back."""
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

    def _no_slot(self) -> CarrierFailure:
        """Return the failure for a full queue, which is ours and says nothing about the carrier."""
        failure = CarrierTimeout(self._account, "no slot among the calls in flight")
        failure.logged = True
        log.warning("carrier_failed", account=self._account, code=failure.code, detail=failure.detail)
        return failure
