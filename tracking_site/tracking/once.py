"""Pressing twice: what one wanted to do once is done once."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")

LOCKS = 64
MEMORY = 5.0
"""For how many seconds the same press is taken for the one before."""


class RunOnce:
    """Does one thing at a time for each shipment, and what was done a moment ago not again."""

    def __init__(self, seconds: float = MEMORY, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._locks = [threading.Lock() for _ in range(LOCKS)]
        self._lately: dict[Hashable, tuple[float, Hashable, object]] = {}

    def once(self, of: Hashable, wanted: Hashable, act: Callable[[], T]) -> T:
        """What `act` comes to; or came to, where the last thing done to `of` is this and was done a moment ago."""
        with self._locks[hash(of) % LOCKS]:
            last = self._lately.get(of)
            now = self._clock()
            if last is not None and last[1] == wanted and now - last[0] < self._seconds:
                result: T = last[2]  # type: ignore[assignment]  # what this very call came to
                return result
            result = act()
            self._remember(of, wanted, result)
            return result

    def _remember(self, of: Hashable, wanted: Hashable, result: object) -> None:
        now = self._clock()
        for old in [each for each, (at, _, _) in list(self._lately.items()) if now - at >= self._seconds]:
            self._lately.pop(old, None)
        self._lately[of] = (now, wanted, result)
