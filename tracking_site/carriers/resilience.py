"""Limits for calls to a carrier account: circuit breaker, pause after a 429, hourly quota and retry budget.

All times are monotonic, so that changes of the system clock have no effect.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tracking_site.domain.errors import CarrierBusy, CircuitOpen

Clock = Callable[[], float]

WINDOW_SECONDS = 30.0
WINDOW_CALLS = 10
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class BreakerConfig:
    """After how many failures in a row a circuit breaker opens, and for how long: at first, and at most."""

    failures: int = 5
    seconds: float = 15.0
    most_seconds: float = 120.0


@dataclass(slots=True)
class CircuitBreaker:
    """Opens after failures in a row, or half of at least ten calls in 30 s; then admits exactly one probe."""

    config: BreakerConfig
    clock: Clock = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _in_a_row: int = 0
    _recent: deque[tuple[float, bool]] = field(default_factory=deque)
    _open_until: float | None = None
    _seconds: float = 0.0
    _probing_thread: int | None = None
    """The thread whose call is the probe: an older call that ends meanwhile decides nothing."""

    def refuse(self, account: str) -> None:
        """Raise `CircuitOpen` with the time left, if the circuit is open."""
        with self._lock:
            self._refuse(account)

    def admit(self, account: str) -> None:
        """Admit a call, as the probe where the circuit was open, or raise `CircuitOpen`."""
        with self._lock:
            self._refuse(account)
            if self._open_until is not None:
                self._probing_thread = threading.get_ident()

    def record(self, *, failed: bool) -> None:
        """Record how an admitted call went, in the thread that made it."""
        with self._lock:
            now = self.clock()
            self._in_a_row = self._in_a_row + 1 if failed else 0
            self._recent.append((now, failed))
            while self._recent and self._recent[0][0] < now - WINDOW_SECONDS:
                self._recent.popleft()
            if self._probing_thread == threading.get_ident():
                self._end_probe(now, failed=failed)
            elif self._open_until is None and self._has_too_many_failures():
                self._trip(now, self.config.seconds)

    def release(self) -> None:
        """Give a probe back that was neither a success nor a failure."""
        with self._lock:
            if self._probing_thread == threading.get_ident():
                self._probing_thread = None

    @property
    def open(self) -> bool:
        """Whether calls are refused."""
        with self._lock:
            return self._open_until is not None

    def _refuse(self, account: str) -> None:
        if self._open_until is None:
            return
        left = self._open_until - self.clock()
        if left > 0 or self._probing_thread is not None:
            raise CircuitOpen(account, "its circuit breaker is open", max(left, 1.0))

    def _end_probe(self, now: float, *, failed: bool) -> None:
        self._probing_thread = None
        if failed:
            self._trip(now, min(self._seconds * 2, self.config.most_seconds))
        else:
            self._open_until = None
            self._recent.clear()

    def _trip(self, now: float, seconds: float) -> None:
        self._seconds = seconds
        self._open_until = now + seconds

    def _has_too_many_failures(self) -> bool:
        failures = sum(1 for _, failed in self._recent if failed)
        half = len(self._recent) >= WINDOW_CALLS and failures * 2 >= len(self._recent)
        return self._in_a_row >= self.config.failures or half


@dataclass(slots=True)
class RetryAfter:
    """The pause after a 429."""

    clock: Clock = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _until: float = 0.0

    def begin(self, seconds: float) -> None:
        """Refuse calls for so many seconds."""
        with self._lock:
            self._until = max(self._until, self.clock() + seconds)

    def admit(self, account: str) -> None:
        """Raise `CarrierBusy` while the pause lasts."""
        left = self._until - self.clock()
        if left > 0:
            raise CarrierBusy(account, "it asked for a pause", left)


@dataclass(slots=True)
class HourlyQuota:
    """A maximum number of calls within any hour."""

    limit: int
    clock: Clock = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _calls: deque[float] = field(default_factory=deque)

    def take(self, account: str) -> None:
        """Take one call from the quota, or raise `CarrierBusy` with the time until there is one again."""
        with self._lock:
            now = self.clock()
            while self._calls and self._calls[0] <= now - HOUR:
                self._calls.popleft()
            if len(self._calls) >= self.limit:
                raise CarrierBusy(account, "the account's hourly limit is used up", self._calls[0] + HOUR - now)
            self._calls.append(now)


@dataclass(slots=True)
class RetryBudget:
    """Retries as a share of calls, so that they never double the load on a carrier that is down."""

    share: float
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _saved: float = 0.0

    def earn(self) -> None:
        """Count a call."""
        with self._lock:
            self._saved = min(self._saved + self.share, 10.0)

    def spend(self) -> bool:
        """Tell whether a retry may be made now, and count it."""
        with self._lock:
            if self._saved < 1:
                return False
            self._saved -= 1
            return True
