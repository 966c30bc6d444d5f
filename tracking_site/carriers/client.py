"""The client of one carrier account: runs a carrier's conversations, with sessions, retries and health."""

import time
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import TypeVar

import structlog

from tracking_site.carriers.adapter import Adapter, Conversation, Outcome, Request, Response
from tracking_site.carriers.admission import Admission, ObserveCall
from tracking_site.carriers.deadline import deadline, time_left
from tracking_site.carriers.pacing import Start
from tracking_site.carriers.resilience import CircuitBreaker, RetryBudget
from tracking_site.carriers.session import NotSent, Session, SessionKeeper
from tracking_site.carriers.transport import DEFAULT_PAUSE_SECONDS, Sender
from tracking_site.config import Exchange
from tracking_site.domain.errors import CarrierBusy, CarrierDeclined, CarrierFailure, CarrierRefused, TrackingError
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import Shipment

T = TypeVar("T")

FORBIDDEN = 403

log = structlog.get_logger()


class CarrierClient:
    """Calls one account; one for each account and process, used by all threads."""

    def __init__(
        self, adapter: Adapter, sender: Sender, exchange: Exchange, executor: Executor, observe: ObserveCall
    ) -> None:
        """`executor` runs the requests of a conversation that go out in parallel."""
        self.adapter = adapter
        self.account = adapter.account.id
        self._sender = sender
        self._executor = executor
        self._seconds = exchange.deadline
        self._retries = RetryBudget(exchange.retry_share)
        self._admission = Admission(
            self.account,
            exchange,
            observe,
            hourly_limit=adapter.hourly_limit,
            calls_per_second=adapter.calls_per_second,
        )
        self._session = SessionKeeper(self.account, adapter.login, _LoginSender(self)) if adapter.login else None
        self._last_failure: str | None = None

    @property
    def breaker(self) -> CircuitBreaker:
        """The circuit breaker of the account."""
        return self._admission.breaker

    @property
    def state(self) -> str:
        """`ok`, `resting` while the circuit is open, or the code of the last failure."""
        return "resting" if self.breaker.open else self._last_failure or "ok"

    def track(self, reference: Reference) -> Shipment:
        """Return the shipment of a reference, or raise a `TrackingError`."""
        return self.execute(self.adapter.track(reference))

    def execute(self, conversation: Conversation[T]) -> T:
        """Run a conversation and return its result; record the account's health for `/readyz` and the log."""
        try:
            result = self.run(conversation)
        except CarrierFailure as failure:
            self._record_failure(failure)
            raise
        except TrackingError as error:
            self._last_failure = None
            if isinstance(error, CarrierDeclined):
                log.warning("carrier_declined", account=self.account, code=error.code)
            raise
        self._last_failure = None
        return result

    def check(self) -> None:
        """Make a harmless call; raises what is wrong with the account."""
        if self._session:
            self._session.current()
        self.run(self.adapter.check())

    def run(self, conversation: Conversation[T]) -> T:
        """Send a conversation's requests, each tuple of them in parallel, and return its result."""
        try:
            requests = next(conversation)
            while True:
                requests = conversation.send(self._send_all(requests))
        except StopIteration as end:
            result: T = end.value
            return result
        except CarrierBusy as busy:
            if busy.logged:
                # The transport's 429 has begun its pause, and a limit of our own begins none.
                raise
            # Found inside a 200, or raised by the pause that lasts already.
            self._admission.retry_after.begin(busy.retry_after or DEFAULT_PAUSE_SECONDS)
            raise

    def call(self, request: Request, headers: Mapping[str, str]) -> Response:
        """Send a request, and once more where it is retryable and enough of the deadline is left."""
        with deadline(self._seconds):
            start = self._admission.admit()
            self._retries.earn()
            try:
                return self._send(request, headers, start)
            except CarrierFailure as failure:
                early = time_left() > self._seconds * 3 / 4
                if not (failure.retryable and request.retryable and early and self._retries.spend()):
                    raise
            return self.call_once(request, headers)

    def call_once(self, request: Request, headers: Mapping[str, str]) -> Response:
        """Send a request, without a retry."""
        with deadline(self._seconds):
            return self._send(request, headers, self._admission.admit())

    def log_in(self, request: Request, headers: Mapping[str, str]) -> Response:
        """Send a login, never twice; `NotSent` where the account may not be called now."""
        with deadline(self._seconds):
            try:
                start = self._admission.admit()
            except CarrierFailure as failure:
                raise NotSent(failure) from None
            return self._send(request, headers, start)

    def _send_all(self, requests: tuple[Request, ...]) -> tuple[Outcome, ...]:
        first, *others = requests
        pending = [self._executor.submit(self._outcome, request) for request in others]
        return (self._outcome(first), *(future.result() for future in pending))

    def _outcome(self, request: Request) -> Outcome:
        try:
            return self._call_in_session(request) if request.session else self.call(request, {})
        except CarrierFailure as failure:
            return failure

    def _call_in_session(self, request: Request) -> Response:
        if self._session is None:
            raise CarrierRefused(self.account, "the account has no login")
        session = self._session.current()
        try:
            return self._accepted(session, self.call(request, session.headers))
        except _SessionExpired:
            pass
        try:
            session = self._session.current(expired=session)
            return self._accepted(session, self.call_once(request, session.headers))
        except _SessionExpired:
            self._session.note_refusal()
            failure = CarrierRefused(self.account, "a new session was refused as well")
        except CarrierRefused as refusal:
            failure = refusal
        self._record_failure(failure)
        raise failure

    @staticmethod
    def _accepted(session: Session, response: Response) -> Response:
        """Note that the carrier accepts a session; a 403 does not say so."""
        session.accepted = session.accepted or response.status != FORBIDDEN
        return response

    def _send(self, request: Request, headers: Mapping[str, str], start: Start | None) -> Response:
        """Send a request that was admitted, and record its outcome."""
        began = time.monotonic()
        try:
            response = self._sender.send(request, headers)
        except CarrierFailure as failure:
            self._admission.record_failure(failure, time.monotonic() - began)
            raise
        except BaseException:
            self._admission.abandon()
            raise
        finally:
            self._admission.release(start)
        login = self.adapter.login
        session_expired = request.session and login is not None and login.expired(response)
        self._admission.record_success(time.monotonic() - began, session_expired=session_expired)
        if session_expired:
            raise _SessionExpired
        return response

    def _record_failure(self, failure: CarrierFailure) -> None:
        """Record a failure that only the carrier's module can see: a refusal of the account, or an unreadable answer."""
        if failure.logged:
            return
        failure.logged = True
        if failure.trips_breaker:
            self.breaker.record(failed=True)
        if self._last_failure != failure.code:
            log.warning("carrier_failed", account=self.account, code=failure.code, detail=failure.detail)
        self._last_failure = failure.code


class _SessionExpired(Exception):
    """The carrier says that the session is over."""


class _LoginSender:
    """The client as a login uses it: without a second try."""

    def __init__(self, client: CarrierClient) -> None:
        self._client = client

    def send(self, request: Request, headers: Mapping[str, str]) -> Response:
        return self._client.log_in(request, headers)
