"""The pace of calls to a carrier account: so many in any second at most, those above it wait for their turn.

All times are monotonic, so that changes of the system clock have no effect.
"""

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tracking_site.domain.errors import CarrierBusy

Clock = Callable[[], float]

WINDOW_SECONDS = 1.0
ON_THE_WAY_SECONDS = 0.3
"""The time in which a call reaches the carrier, connection and TLS included, unless its answer comes first."""


@dataclass(slots=True, eq=False)
class Start:
    """A call that has started; `reached` is the latest time at which it reached the carrier, as far as is known."""

    reached: float


@dataclass(slots=True)
class Pace:
    """A maximum number of calls that reach a carrier within any second, in the order in which they wait."""

    limit: int
    clock: Clock = time.monotonic
    _turn: threading.Condition = field(default_factory=threading.Condition)
    _starts: list[Start] = field(default_factory=list)
    _queue: deque[object] = field(default_factory=deque)
    _announced: int = 0

    def announce(self, account: str, longest_wait: float) -> None:
        """Announce a call, or raise `CarrierBusy` at once where its turn would not come in time."""
        with self._turn:
            wait = self._wait_of(self._announced)
            if wait > longest_wait:
                raise CarrierBusy(account, "the account's calls in a second are used up", wait)
            self._announced += 1

    def withdraw(self) -> None:
        """Withdraw an announced call."""
        with self._turn:
            self._announced -= 1

    def start(self, account: str, longest_wait: float) -> Start:
        """Wait for the turn of an announced call and start it, or raise `CarrierBusy` where that takes too long."""
        ends_at = self.clock() + longest_wait
        ticket = object()
        with self._turn:
            self._queue.append(ticket)
            try:
                while (wait := self._wait_of(0)) > 0 or self._queue[0] is not ticket:
                    left = ends_at - self.clock()
                    if left <= 0:
                        raise CarrierBusy(account, "the account's calls in a second are used up", max(wait, 1.0))
                    self._turn.wait(min(wait, left) if self._queue[0] is ticket else left)
                start = Start(self.clock() + ON_THE_WAY_SECONDS)
                self._starts.append(start)
                return start
            finally:
                self._announced -= 1
                self._queue.remove(ticket)
                self._turn.notify_all()

    def finish(self, start: Start) -> None:
        """Note that a call has ended: it cannot have reached the carrier later than now."""
        with self._turn:
            start.reached = min(start.reached, self.clock())
            self._turn.notify_all()

    def cancel(self, start: Start) -> None:
        """Take back a start that led to no call."""
        with self._turn:
            self._starts.remove(start)
            self._turn.notify_all()

    def _wait_of(self, others: int) -> float:
        """Return the seconds until a call may start that so many others go before."""
        now = self.clock()
        self._starts[:] = [start for start in self._starts if start.reached > now - WINDOW_SECONDS]
        free = self.limit - len(self._starts)
        if others < free:
            return 0.0
        ends = [start.reached + WINDOW_SECONDS for start in self._starts] + [now] * max(free, 0)
        heapq.heapify(ends)
        for _ in range(others):
            heapq.heapreplace(ends, max(ends[0], now) + WINDOW_SECONDS)
        return max(ends[0] - now, 0.0)
