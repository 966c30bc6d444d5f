"""What the sandbox remembers between requests."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import cast

from flask import current_app

from tracking_site_sandbox.leaps import geodis, gls
from tracking_site_sandbox.leaps.booking_model import Booking
from tracking_site_sandbox.loginext import orders, special_orders, trips
from tracking_site_sandbox.loginext.order_model import Order
from tracking_site_sandbox.loginext.sessions import Sessions
from tracking_site_sandbox.loginext.trips import Trip
from tracking_site_sandbox.logis import jobs
from tracking_site_sandbox.logis.job_model import Job

EXTENSION = "tracking_site.sandbox"


@dataclass(frozen=True)
class Fault:
    """How the endpoints whose names begin with `carrier` answer until the next reset."""

    carrier: str
    delay: float = 0
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None

    def concerns(self, endpoint: str) -> bool:
        """Whether an endpoint is the faulty one, or one of the faulty carrier's."""
        return f"{endpoint}.".startswith(f"{self.carrier}.")

    @property
    def answers(self) -> bool:
        """Whether the fault answers in the carrier's place, rather than only holding it up."""
        return self.status is not None or self.body is not None


class State:
    """The shipments, what was asked and changed, and the faults; its lock is held to read what changes.

    `hooks` says by user where LogiNext sends its webhooks to, `told` which it had to send.
    """

    jobs: dict[str, Job]
    bookings: dict[str, dict[str, Booking]]
    orders: tuple[Order, ...]
    trips: tuple[Trip, ...]
    mile_trips: tuple[dict[str, object], ...]

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.lock = RLock()
        self.sessions = Sessions(now)
        self.hooks: dict[str, str] = {}
        self.reset()

    def reset(self) -> None:
        """Go back to the start, with times from this moment on; LogiNext's tokens and where it sends webhooks to live on."""
        with self.lock:
            start = self.now()
            self.calls: Counter[str] = Counter()
            self.changes: list[dict[str, object]] = []
            self.faults: list[Fault] = []
            self.archives: dict[str, tuple[datetime, str]] = {}
            self.told: list[dict[str, str]] = []
            self.key_uses: defaultdict[str, deque[datetime]] = defaultdict(deque)
            self.jobs = {job.id: job for job in jobs.jobs(start)}
            self.bookings = {
                "geodis": {booking.slino: booking for booking in geodis.bookings(start)},
                "gls": {booking.slino: booking for booking in gls.bookings(start)},
            }
            self.orders = (*orders.orders(start), *special_orders.orders(start))
            self.trips = tuple(trips.trips(start))
            self.mile_trips = tuple(trips.mile_trips(start))


def state() -> State:
    """The state of the sandbox that is being asked."""
    return cast("State", current_app.extensions[EXTENSION])
