"""DelayedTasks: tasks run when they are due, and do not delay a stop of the process."""

import subprocess
import sys
import time
from queue import SimpleQueue

from tracking_site.features.webhooks.worker import DelayedTasks

A_STOP = """
import time
from tracking_site.features.webhooks.worker import DelayedTasks
tasks = DelayedTasks("test", 1)
for _ in range(3):
    tasks.run(lambda: time.sleep(60))
tasks.run(lambda: None, after=60)
time.sleep(0.1)
"""


def test_tasks_run_in_the_order_of_their_due_times() -> None:
    done: SimpleQueue[str] = SimpleQueue()
    tasks, begun = DelayedTasks("test", 1), time.monotonic()
    tasks.run(lambda: done.put("later"), after=0.2)
    tasks.run(lambda: done.put("latest"), after=0.3)
    tasks.run(lambda: done.put("now"))
    assert [done.get(timeout=5) for _ in range(3)] == ["now", "later", "latest"]
    assert time.monotonic() - begun >= 0.3


def test_a_waiting_task_does_not_delay_another() -> None:
    done: SimpleQueue[int] = SimpleQueue()
    tasks = DelayedTasks("test", 2)
    for _ in range(10):
        tasks.run(lambda: done.put(0), after=30)
    for place in range(1, 11):
        tasks.run(lambda place=place: done.put(place))  # type: ignore[misc]  # its own place
    assert {done.get(timeout=5) for _ in range(10)} == set(range(1, 11))


def test_tasks_run_after_one_has_failed() -> None:
    done: SimpleQueue[int] = SimpleQueue()
    tasks = DelayedTasks("test", 1)
    tasks.run(lambda: 1 / 0)
    tasks.run(lambda: done.put(1))
    assert done.get(timeout=5) == 1


def test_closing_does_not_wait_for_tasks() -> None:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", A_STOP], check=True, timeout=30)
    assert time.monotonic() - begun < 10
