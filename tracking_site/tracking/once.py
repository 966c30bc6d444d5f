"""Idempotency of actions: a double click has one effect."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")

LOCKS = 64
REPEAT_SECONDS = 5.0
"""The time within which an equal request counts as a repetition."""


class RunOnce:
    """Runs one action at a time for each key, and does not repeat an action that has just run."""

    def __init__(self, seconds: float = REPEAT_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._locks = [threading.Lock() for _ in range(LOCKS)]
        self._recent: dict[Hashable, tuple[float, Hashable, object]] = {}

    def run(self, key: Hashable, request: Hashable, act: Callable[[], T]) -> T:
        """Run `act`, or return its last result if the same request ran for the same key within `seconds`."""
        with self._locks[hash(key) % LOCKS]:
            last = self._recent.get(key)
            now = self._clock()
            if last is not None and last[1] == request and now - last[0] < self._seconds:
                result: T = last[2]  # type: ignore[assignment]  # the result of this very call
                return result
            result = act()
            self._record(key, request, result)
            return result

    def _record(self, key: Hashable, request: Hashable, result: object) -> None:
        now = self._clock()
        for old in [each for each, (at, _, _) in list(self._recent.items()) if now - at >= self._seconds]:
            self._recent.pop(old, None)
        self._recent[key] = (now, request, result)
