"""The line to one carrier account: carries a carrier's conversation out, one polite call at a time."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import TypeVar

import structlog

from tracking_site.carriers.adapter import Adapter, Conversation, Outcome, Request, Response
from tracking_site.carriers.deadline import deadline, time_left
from tracking_site.carriers.resilience import BreakerConfig, CircuitBreaker, HourlyAllowance, RetryAfter, RetryBudget
from tracking_site.carriers.session import NotSent, SessionKeeper
from tracking_site.carriers.transport import USUAL_PAUSE, Sender
from tracking_site.config import Exchange
from tracking_site.domain.errors import (
    CarrierBusy,
    CarrierDeclined,
    CarrierFailure,
    CarrierRefused,
    CarrierTimeout,
    TrackingError,
)
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import Shipment

T = TypeVar("T")
Observe = Callable[[str, str, float], None]
"""Told of every call: the account, how it ended (`ok` or an error's code), and how many seconds it took."""

log = structlog.get_logger()


class CarrierClient:
    """Everything that stands between the site and one account; one per account and process, used by all threads."""

    def __init__(
        self, adapter: Adapter, sender: Sender, exchange: Exchange, beside: Executor, observe: Observe
    ) -> None:
        self.adapter = adapter
        self.account = adapter.account.id
        self._sender = sender
        self._beside = beside
        self._observe = observe
        self._seconds = exchange.deadline
        self._places = threading.BoundedSemaphore(exchange.calls_in_flight)
        self._pause = RetryAfter()
        self._retries = RetryBudget(exchange.retry_share)
        self._allowance = HourlyAllowance(adapter.hourly_limit) if adapter.hourly_limit else None
        self.breaker = CircuitBreaker(
            BreakerConfig(exchange.breaker_failures, exchange.breaker_seconds, exchange.breaker_most_seconds)
        )
        self._session = SessionKeeper(self.account, adapter.login, _Once(self)) if adapter.login else None
        self._ailing: str | None = None

    @property
    def state(self) -> str:
        """How the account is: `ok`, `resting`, or the code of the failure that it answered with last."""
        return "resting" if self.breaker.resting else self._ailing or "ok"

    def track(self, reference: Reference) -> Shipment:
        """The shipment of a reference, or a `TrackingError`."""
        return self.perform(self.adapter.track(reference))

    def perform(self, conversation: Conversation[T]) -> T:
        """What a conversation with the account comes to; how the account is, is noted."""
        try:
            result = self.hold(conversation)
        except CarrierFailure as failure:
            self._ail(failure)
            raise
        except TrackingError as error:
            self._ailing = None
            if isinstance(error, CarrierDeclined):
                log.warning("carrier_declined", account=self.account, code=error.code)
            raise
        self._ailing = None
        return result

    def _ail(self, failure: CarrierFailure) -> None:
        """Notes what only the carrier's module could tell: an answer that refuses the account, or that is none."""
        if failure.logged:
            return
        failure.logged = True
        if failure.trips_breaker:
            self.breaker.record(failed=True)
        if self._ailing != failure.code:
            log.warning("carrier_failed", account=self.account, code=failure.code, detail=failure.detail)
        self._ailing = failure.code

    def check(self) -> None:
        """Asks the account for a harmless answer; raises what is wrong with it."""
        if self._session:
            self._session.headers()
        self.hold(self.adapter.check())

    def hold(self, conversation: Conversation[T]) -> T:
        """Sends what a conversation asks, what it asks at once at the same time, and returns its result."""
        try:
            requests = next(conversation)
            while True:
                requests = conversation.send(self._answers(requests))
        except StopIteration as end:
            result: T = end.value
            return result
        except CarrierBusy as busy:
            # Asked for inside of a 200, or met on the way here already.
            self._pause.begin(busy.retry_after or USUAL_PAUSE)
            raise

    def _answers(self, requests: tuple[Request, ...]) -> tuple[Outcome, ...]:
        first, *others = requests
        pending = [self._beside.submit(self._answer, request) for request in others]
        return (self._answer(first), *(future.result() for future in pending))

    def _answer(self, request: Request) -> Outcome:
        try:
            return self._in_session(request) if request.session else self.call(request, {})
        except CarrierFailure as failure:
            return failure

    def _in_session(self, request: Request) -> Response:
        if self._session is None:
            raise CarrierRefused(self.account, "the account has no login")
        headers = self._session.headers()
        try:
            return self.call(request, headers)
        except _Lapsed:
            pass
        try:
            return self.call_once(request, self._session.headers(expired=headers))
        except _Lapsed:
            failure = CarrierRefused(self.account, "a new session was refused as well")
        except CarrierRefused as refusal:
            failure = refusal
        self._ail(failure)
        raise failure

    def call(self, request: Request, headers: Mapping[str, str]) -> Response:
        """One request, repeated once at the most, where it may be and something of the deadline is left."""
        with deadline(self._seconds):
            self._enter()
            self._retries.earn()
            try:
                return self._carry(request, headers)
            except CarrierFailure as failure:
                early = time_left() > self._seconds * 3 / 4
                if not (failure.retryable and request.retryable and early and self._retries.spend()):
                    raise
            return self.call_once(request, headers)

    def call_once(self, request: Request, headers: Mapping[str, str]) -> Response:
        """One request, if the account is well, not paused, within its allowance, and has a place free."""
        with deadline(self._seconds):
            self._enter()
            return self._carry(request, headers)

    def log_in(self, request: Request, headers: Mapping[str, str]) -> Response:
        """One login, never repeated; `NotSent` where the account could not be asked for it."""
        with deadline(self._seconds):
            try:
                self._enter()
            except CarrierFailure as failure:
                raise NotSent(failure) from None
            return self._carry(request, headers)

    def _enter(self) -> None:
        """Takes a place among the calls in flight, or raises why there is none."""
        # Looked at twice: nobody waits for a place in vain, and what happened while waiting counts as well.
        self._pause.admit(self.account)
        self.breaker.refuse(self.account)
        # What is left of the deadline then is to be worth a call.
        if not self._places.acquire(timeout=min(time_left(), self._seconds / 2)):
            raise self._crowded()
        try:
            self._pause.admit(self.account)
            self.breaker.admit(self.account)
            self._take_allowance()
        except CarrierFailure:
            self._places.release()
            raise

    def _crowded(self) -> CarrierFailure:
        """Our own doing, which says nothing against the carrier."""
        failure = CarrierTimeout(self.account, "no place among the calls in flight")
        failure.logged = True
        log.warning("carrier_failed", account=self.account, code=failure.code, detail=failure.detail)
        return failure

    def _take_allowance(self) -> None:
        if self._allowance is None:
            return
        try:
            self._allowance.take(self.account)
        except CarrierBusy as busy:
            self._note(busy, 0.0)
            raise

    def _carry(self, request: Request, headers: Mapping[str, str]) -> Response:
        """Sends a request that has a place, and notes how it went."""
        began = time.monotonic()
        try:
            reply = self._sender.send(request, headers)
        except CarrierFailure as failure:
            self._note(failure, time.monotonic() - began)
            raise
        except BaseException:
            self.breaker.release()
            raise
        finally:
            self._places.release()
        self._observe(self.account, "ok", time.monotonic() - began)
        if request.session and self.adapter.login is not None and self.adapter.login.expired(reply):
            # Sessions end: that says nothing yet of how the carrier is.
            self.breaker.release()
            raise _Lapsed
        self.breaker.record(failed=False)
        return reply

    def _note(self, failure: CarrierFailure, seconds: float) -> None:
        failure.logged = True
        if isinstance(failure, CarrierBusy):
            self._pause.begin(failure.retry_after or 1.0)
        if failure.trips_breaker:
            self.breaker.record(failed=True)
        else:
            self.breaker.release()
        self._observe(self.account, failure.code, seconds)
        log.warning("carrier_failed", account=self.account, code=failure.code, detail=failure.detail)


class _Lapsed(Exception):
    """The carrier says that the session is over."""


class _Once:
    """The line as a login sees it: no second try."""

    def __init__(self, line: CarrierClient) -> None:
        self._line = line

    def send(self, request: Request, headers: Mapping[str, str]) -> Response:
        return self._line.log_in(request, headers)
