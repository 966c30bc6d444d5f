"""The line to one carrier account: carries a carrier's conversation out, one polite call at a time."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import TypeVar

import structlog

from tracking_site.carriers.base import Adapter, Answer, Conversation, Reply, Request
from tracking_site.carriers.session import SessionKeeper
from tracking_site.carriers.transport import Sender
from tracking_site.models.errors import CarrierBusy, CarrierFailure, CarrierRefused, CarrierTimeout
from tracking_site.models.reference import Reference
from tracking_site.models.shipment import Shipment
from tracking_site.settings import Exchange
from tracking_site.tracking.health import Breaker, BreakerFigures, HourlyAllowance, Pause, RetryBudget

T = TypeVar("T")
Observe = Callable[[str, str, float], None]
"""Told of every call: the account, how it ended (`ok` or an error's code), and how many seconds it took."""

log = structlog.get_logger()


class Line:
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
        self._pause = Pause()
        self._retries = RetryBudget(exchange.retry_share)
        self._allowance = HourlyAllowance(adapter.hourly_limit) if adapter.hourly_limit else None
        self.breaker = Breaker(
            BreakerFigures(exchange.breaker_failures, exchange.breaker_seconds, exchange.breaker_most_seconds)
        )
        self._session = SessionKeeper(self.account, adapter.login, _Once(self)) if adapter.login else None

    def track(self, reference: Reference) -> Shipment:
        """The shipment of a reference, or a `TrackingError`."""
        return self.hold(self.adapter.track(reference))

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

    def _answers(self, requests: tuple[Request, ...]) -> tuple[Answer, ...]:
        first, *others = requests
        pending = [self._beside.submit(self._answer, request) for request in others]
        return (self._answer(first), *(future.result() for future in pending))

    def _answer(self, request: Request) -> Answer:
        try:
            return self._in_session(request) if request.session else self.call(request, {})
        except CarrierFailure as failure:
            return failure

    def _in_session(self, request: Request) -> Reply:
        if self._session is None or self.adapter.login is None:
            raise CarrierRefused(self.account, "the account has no login")
        headers = self._session.headers()
        reply = self.call(request, headers)
        if not self.adapter.login.lapsed(reply):
            return reply
        reply = self.call(request, self._session.headers(lapsed=headers))
        if self.adapter.login.lapsed(reply):
            self.breaker.record(failed=True)
            raise CarrierRefused(self.account, "a new session was refused as well")
        return reply

    def call(self, request: Request, headers: Mapping[str, str]) -> Reply:
        """One request, repeated once at the most, where it may be and something of the deadline is left."""
        began = time.monotonic()
        self._retries.earn()
        try:
            return self.call_once(request, headers)
        except CarrierFailure as failure:
            early = time.monotonic() - began < self._seconds / 4
            if not (failure.repeatable and request.repeatable and early and self._retries.spend()):
                raise
        return self.call_once(request, headers)

    def call_once(self, request: Request, headers: Mapping[str, str]) -> Reply:
        """One request, if the account is well, not paused, within its allowance, and has a place free."""
        self._pause.admit(self.account)
        self.breaker.admit(self.account)
        began = time.monotonic()
        try:
            reply = self._send(request, headers)
        except CarrierFailure as failure:
            self._note(failure, time.monotonic() - began)
            raise
        except BaseException:
            self.breaker.release()
            raise
        self.breaker.record(failed=False)
        self._observe(self.account, "ok", time.monotonic() - began)
        return reply

    def _send(self, request: Request, headers: Mapping[str, str]) -> Reply:
        if not self._places.acquire(timeout=self._seconds):
            raise CarrierTimeout(self.account, "no place among the calls in flight")
        try:
            if self._allowance:
                self._allowance.take(self.account)
            return self._sender.send(request, headers)
        finally:
            self._places.release()

    def _note(self, failure: CarrierFailure, seconds: float) -> None:
        if isinstance(failure, CarrierBusy):
            self._pause.begin(failure.retry_after or 1.0)
        if failure.counts:
            self.breaker.record(failed=True)
        else:
            self.breaker.release()
        self._observe(self.account, failure.code, seconds)
        log.warning("carrier_failed", account=self.account, code=failure.code, detail=failure.detail)


class _Once:
    """The line as a login sees it: no second try."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def send(self, request: Request, headers: Mapping[str, str]) -> Reply:
        return self._line.call_once(request, headers)
