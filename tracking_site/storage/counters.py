"""Counters that expire: in Redis where it is configured, and in the process while Redis is unreachable."""

import time
from typing import Any

from limits.errors import StorageError
from limits.storage import Storage, storage_from_string
from redis.exceptions import RedisError

from tracking_site.limit_storage import ThreadSafeMemoryStorage

PREFIX = "tracking-site-count"
REDIS_PAUSE_SECONDS = 10.0
"""For how long Redis is not called after a failure."""


class ExpiringCounters:
    """Counters by key; keys are hashes, since anybody who reads Redis can see them."""

    def __init__(self, address: str | None, options: dict[str, Any]) -> None:
        self._shared: Storage | None = storage_from_string(address, **options) if address else None  # type: ignore[assignment]
        self._local = ThreadSafeMemoryStorage()
        self._redis_paused_until = 0.0

    def increment(self, key: str, seconds: int) -> int:
        """Increment and return the count; the window starts with the first hit and lasts `seconds`."""
        own = self._local.incr(_prefixed(key), seconds)
        if (shared := self._usable()) is None:
            return own
        try:
            return max(own, shared.incr(_prefixed(key), seconds))
        except (RedisError, StorageError, OSError):
            self._pause_redis()
            return own

    def decrement(self, key: str) -> None:
        """Decrement the count."""
        self._local.incr(_prefixed(key), 1, amount=-1)
        if (shared := self._usable()) is not None:
            try:
                shared.incr(_prefixed(key), 1, amount=-1)
            except (RedisError, StorageError, OSError):
                self._pause_redis()

    def count(self, key: str) -> tuple[int, float]:
        """Return the count and the seconds until it expires."""
        found = _count(self._local, key)
        if (shared := self._usable()) is None:
            return found
        try:
            return max(found, _count(shared, key))
        except (RedisError, StorageError, OSError):
            self._pause_redis()
            return found

    def _usable(self) -> Storage | None:
        return self._shared if time.monotonic() >= self._redis_paused_until else None

    def _pause_redis(self) -> None:
        self._redis_paused_until = time.monotonic() + REDIS_PAUSE_SECONDS


def _prefixed(key: str) -> str:
    return f"{PREFIX}:{key}"


def _count(storage: Storage, key: str) -> tuple[int, float]:
    count = storage.get(_prefixed(key))
    return (count, max(0.0, storage.get_expiry(_prefixed(key)) - time.time())) if count else (0, 0.0)
