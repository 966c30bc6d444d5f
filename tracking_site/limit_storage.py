"""Rate-limit counters in the process's memory that several threads may use at the same time."""

from threading import RLock
from typing import Any

from limits.storage import MemoryStorage


class ThreadSafeMemoryStorage(MemoryStorage):
    """A `MemoryStorage` with one lock around everything that changes its counters.

    Up to `limits` 5.8 two threads can start the same expiry timer, and `incr` then raises `RuntimeError`; the timer can
    also raise `KeyError` when a request removes an expired counter first (https://github.com/alisaifee/limits/pull/352).
    """

    STORAGE_SCHEME = ["thread-safe-memory"]  # noqa: RUF012 - the library's own type

    def __init__(self, uri: str | None = None, **options: Any) -> None:
        # Made first, because the timer that the base class starts uses the lock.
        self._lock = RLock()
        super().__init__(uri, **options)

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        with self._lock:
            return super().incr(key, expiry, amount)

    def decr(self, key: str, amount: int = 1) -> int:
        with self._lock:
            return super().decr(key, amount)

    def get(self, key: str) -> int:
        with self._lock:
            return super().get(key)

    def clear(self, key: str) -> None:
        with self._lock:
            super().clear(key)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        with self._lock:
            return super().acquire_entry(key, limit, expiry, amount)

    def _MemoryStorage__expire_events(self) -> None:  # noqa: N802 - the name that the base class's timer calls
        with self._lock:
            super()._MemoryStorage__expire_events()  # type: ignore[misc]  # private to the base class
