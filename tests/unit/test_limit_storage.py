"""Counters in memory survive threads that use them at the same moment."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from limits.storage import MemoryStorage

from tracking_site.limit_storage import ThreadSafeMemoryStorage
from tracking_site.storage.counters import ExpiringCounters

WAIT_SECONDS = 0.2
"""How long a thread is held at the point of the race; with the lock no second thread arrives there."""


def errors_of_a_race(storage_class: type[MemoryStorage], call: Callable[[MemoryStorage], object]) -> list[str]:
    """Run a call in two threads that both create an expiry timer before either starts one; return their errors."""
    both_have_a_timer = threading.Barrier(2)

    class Racing(storage_class):  # type: ignore[misc,valid-type]
        """A storage whose threads wait for each other after they have stored a timer."""

        STORAGE_SCHEME = None
        racing = False

        @property
        def timer(self) -> threading.Timer:
            return self._timer

        @timer.setter
        def timer(self, timer: threading.Timer) -> None:
            self._timer = timer
            if not self.racing:
                return
            with suppress(threading.BrokenBarrierError):
                if both_have_a_timer.wait(WAIT_SECONDS) == 0:
                    # The other thread goes first, so that exactly one of them fails.
                    while self._timer.ident is None:
                        time.sleep(0.001)

    storage = Racing()
    storage.timer.join()
    storage.racing = True
    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(call, storage), pool.submit(call, storage)]
    return [str(result.exception()) for result in results if result.exception()]


def test_the_race_exists_in_the_library() -> None:
    """When this fails, `limits` has a lock of its own, and the subclass can go."""
    assert errors_of_a_race(MemoryStorage, lambda storage: storage.incr("key", 60)) == [
        "threads can only be started once"
    ]


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda storage: storage.incr("key", 60), id="incr"),
        pytest.param(lambda storage: storage.decr("key"), id="decr"),
        pytest.param(lambda storage: storage.acquire_entry("key", 10, 60), id="acquire_entry"),
    ],
)
def test_two_threads_never_start_the_same_timer(call: Callable[[MemoryStorage], object]) -> None:
    assert errors_of_a_race(ThreadSafeMemoryStorage, call) == []


def test_a_counter_that_a_request_removes_during_the_sweep_does_not_stop_the_sweep() -> None:
    storage = ThreadSafeMemoryStorage()
    storage.timer.join()
    in_sweep, removed = threading.Event(), threading.Event()

    class SlowExpirations(dict[str, float]):
        """Expiry times; reading one waits until another thread has had the time to remove it."""

        def __getitem__(self, key: str) -> float:
            in_sweep.set()
            removed.wait(WAIT_SECONDS)
            return super().__getitem__(key)

    storage.expirations = SlowExpirations(key=0.0)
    storage.storage["key"] = 1

    def remove() -> None:
        in_sweep.wait(WAIT_SECONDS)
        storage.clear("key")
        removed.set()

    with ThreadPoolExecutor(2) as pool:
        sweep = pool.submit(storage._MemoryStorage__expire_events)
        pool.submit(remove).result()
        assert sweep.exception() is None


def test_many_threads_count_every_hit() -> None:
    storage = ThreadSafeMemoryStorage()
    with ThreadPoolExecutor(16) as pool:
        for hit in [pool.submit(storage.incr, "key", 60) for _ in range(2_000)]:
            hit.result()
    assert storage.get("key") == 2_000


def test_the_counters_of_actions_use_the_safe_storage() -> None:
    assert isinstance(ExpiringCounters(None, {})._local, ThreadSafeMemoryStorage)
