"""Background tasks that a stop of the process does not wait for: what they work on is on disk."""

import heapq
import time
from collections.abc import Callable
from itertools import count
from threading import Condition, Thread

import structlog

log = structlog.get_logger()


class DelayedTasks:
    """Runs tasks on daemon threads, each as soon as it is due.

    A pool of the standard library would finish everything that is submitted before the process can end.
    """

    def __init__(self, name: str, threads: int) -> None:
        self._name = name
        self._max_threads = threads
        self._threads = 0
        self._waiting: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self._changed = Condition()
        self._closed = False

    def run(self, task: Callable[[], object], after: float = 0.0) -> None:
        """Run a task in so many seconds; what it raises is logged. After `close` nothing is run."""
        with self._changed:
            heapq.heappush(self._waiting, (time.monotonic() + after, next(self._order), task))
            self._changed.notify()
            if self._threads < self._max_threads and not self._closed:
                self._threads += 1
                Thread(target=self._work, name=f"{self._name}-{self._threads}", daemon=True).start()

    def close(self) -> None:
        """Let the threads end after their current task."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            try:
                task()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next task has to run
                log.error("delayed_task_failed", type=type(error).__name__)  # noqa: TRY400 - its text may hold anything

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            while not self._closed:
                if self._waiting and self._waiting[0][0] <= time.monotonic():
                    return heapq.heappop(self._waiting)[2]
                self._changed.wait(self._waiting[0][0] - time.monotonic() if self._waiting else None)
            return None
