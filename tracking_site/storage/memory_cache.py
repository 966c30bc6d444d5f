"""A cache in the memory of the process, bounded in number and age; the least recently used entry is evicted first."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

V = TypeVar("V")

SWEEPS_PER_MAX_AGE = 100
"""Expired entries are swept this many times per maximum age."""


class MemoryCache(Generic[V]):
    """Holds up to `max_entries` values for at most `max_age` seconds; the reader decides how long a value is fresh."""

    def __init__(self, max_entries: int, max_age: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._max_entries = max_entries
        self._max_age = max_age
        self._clock = clock
        self._swept = clock()
        self._lock = threading.Lock()
        self._values: OrderedDict[str, tuple[float, V]] = OrderedDict()

    def get(self, key: str) -> V | None:
        """Return the value of a key, or None where it is missing or expired."""
        with self._lock:
            entry = self._values.get(key)
            if entry is None or self._is_expired(entry[0]):
                return None
            self._values.move_to_end(key)
            return entry[1]

    def put(self, key: str, value: V) -> None:
        """Store the value of a key, and evict entries beyond the maximum number."""
        with self._lock:
            self._values[key] = (self._clock(), value)
            self._values.move_to_end(key)
            self._sweep()
            while len(self._values) > self._max_entries:
                self._values.popitem(last=False)

    def drop(self, prefix: str) -> None:
        """Drop every value whose key begins with a prefix."""
        with self._lock:
            for key in [key for key in self._values if key.startswith(prefix)]:
                del self._values[key]

    def keys(self) -> Iterable[str]:
        """Return the keys of all values, expired ones included."""
        with self._lock:
            return tuple(self._values)

    def _is_expired(self, stored_at: float) -> bool:
        return self._clock() - stored_at > self._max_age

    def _sweep(self) -> None:
        if self._clock() - self._swept < self._max_age / SWEEPS_PER_MAX_AGE:
            return
        self._swept = self._clock()
        for key in [key for key, (stored_at, _) in self._values.items() if self._is_expired(stored_at)]:
            del self._values[key]
