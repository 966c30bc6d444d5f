"""Work that can wait, and that a stop of the process does not wait for: what it is about is on disk."""

import heapq
import time
from collections.abc import Callable
from itertools import count
from threading import Condition, Thread

import structlog

log = structlog.get_logger()


class DelayedTasks:
    """Does one thing after the other on daemon threads, each as soon as it is due.

    A pool of the standard library finishes all that it has taken before the process may end.
    """

    def __init__(self, name: str, threads: int) -> None:
        self._name = name
        self._threads = threads
        self._begun = 0
        self._waiting: list[tuple[float, int, Callable[[], object]]] = []
        self._places = count()
        self._changed = Condition()

    def run(self, work: Callable[[], object], after: float = 0.0) -> None:
        """Has something done in so many seconds; what it raises is logged."""
        with self._changed:
            heapq.heappush(self._waiting, (time.monotonic() + after, next(self._places), work))
            self._changed.notify()
            if self._begun < self._threads:
                self._begun += 1
                Thread(target=self._work, name=f"{self._name}-{self._begun}", daemon=True).start()

    def _work(self) -> None:
        while True:
            work = self._next()
            try:
                work()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next errand is done all the same
                log.error("errand_failed", type=type(error).__name__)  # noqa: TRY400 - its text may hold anything

    def _next(self) -> Callable[[], object]:
        with self._changed:
            while not self._waiting or self._waiting[0][0] > time.monotonic():
                self._changed.wait(self._waiting[0][0] - time.monotonic() if self._waiting else None)
            return heapq.heappop(self._waiting)[2]
