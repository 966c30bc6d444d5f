"""A cache in the memory of the process: bounded in number and in age, the least lately used goes first."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")

SWEEPS = 100
"""How often what is too old is looked for while a value grows as old as it may."""


class MemoryCache(Generic[V]):
    """Keeps up to `most` values for `longest` seconds; how long each is good for until then is its reader's affair."""

    def __init__(self, most: int, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._longest = longest
        self._clock = clock
        self._swept = clock()
        self._lock = threading.Lock()
        self._values: OrderedDict[str, tuple[float, V]] = OrderedDict()

    def get(self, key: str) -> V | None:
        """What is kept under a key."""
        with self._lock:
            found = self._values.get(key)
            if found is None or self._too_old(found[0]):
                return None
            self._values.move_to_end(key)
            return found[1]

    def put(self, key: str, kept: V) -> None:
        """Keeps a value in the place of an older one."""
        with self._lock:
            self._values[key] = (self._clock(), kept)
            self._values.move_to_end(key)
            self._sweep()
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def drop(self, prefix: str) -> None:
        """Forgets everything whose key begins so."""
        with self._lock:
            for key in [key for key in self._values if key.startswith(prefix)]:
                del self._values[key]

    def _too_old(self, at: float) -> bool:
        return self._clock() - at > self._longest

    def _sweep(self) -> None:
        if self._clock() - self._swept < self._longest / SWEEPS:
            return
        self._swept = self._clock()
        for key in [key for key, (at, _) in self._values.items() if self._too_old(at)]:
            del self._values[key]
