"""Counts that run out by themselves: in Redis where it is configured, and in the process while that is away."""

import time
from typing import Any

from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from redis.exceptions import RedisError

PREFIX = "tracking-site-count"
REST = 10.0
"""Seconds in which a Redis that failed is not asked again."""


class ExpiringCounters:
    """Counts by key; keys are given as hashes, since they stand in Redis."""

    def __init__(self, address: str | None, options: dict[str, Any]) -> None:
        self._shared: Storage | None = storage_from_string(address, **options) if address else None  # type: ignore[assignment]
        self._own = MemoryStorage()
        self._resting_until = 0.0

    def count(self, key: str, seconds: int) -> int:
        """Counts one more, and returns how many it are since the first of them; `seconds` after that it is none."""
        own = self._own.incr(_named(key), seconds)
        if (shared := self._usable()) is None:
            return own
        try:
            return max(own, shared.incr(_named(key), seconds))
        except (RedisError, StorageError, OSError):
            self._resting_until = time.monotonic() + REST
            return own

    def take_back(self, key: str) -> None:
        """Counts one less."""
        self._own.incr(_named(key), 1, amount=-1)
        if (shared := self._usable()) is not None:
            try:
                shared.incr(_named(key), 1, amount=-1)
            except (RedisError, StorageError, OSError):
                self._resting_until = time.monotonic() + REST

    def counted(self, key: str) -> tuple[int, float]:
        """How many there are, and for how many seconds they still count."""
        found = _counted(self._own, key)
        if (shared := self._usable()) is None:
            return found
        try:
            return max(found, _counted(shared, key))
        except (RedisError, StorageError, OSError):
            self._resting_until = time.monotonic() + REST
            return found

    def _usable(self) -> Storage | None:
        return self._shared if time.monotonic() >= self._resting_until else None


def _named(key: str) -> str:
    return f"{PREFIX}:{key}"


def _counted(storage: Storage, key: str) -> tuple[int, float]:
    count = storage.get(_named(key))
    return (count, max(0.0, storage.get_expiry(_named(key)) - time.time())) if count else (0, 0.0)
