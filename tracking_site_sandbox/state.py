"""The state that the sandbox keeps between requests."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, TypeVar, cast

from flask import current_app

if TYPE_CHECKING:
    from tracking_site_sandbox.faults import Fault

EXTENSION = "tracking_site_sandbox"

Clock = Callable[[], datetime]


class CarrierState:
    """The state of one carrier's sandbox; each carrier's package extends it."""

    def __init__(self, now: Clock) -> None:
        self.now = now

    def reset(self, start: datetime) -> None:
        """Go back to the sample shipments, with times relative to `start`."""
        raise NotImplementedError

    def expire_tokens(self) -> None:
        """Expire every access token, where the carrier has such tokens."""

    def subscribe(self, site: str) -> None:
        """Send webhooks to the tracking site at an address, where the carrier has webhooks."""


S = TypeVar("S", bound=CarrierState)


class State:
    """The state of a whole sandbox; hold `lock` to read or to write what requests change."""

    def __init__(self, now: Clock, carriers: Iterable[Callable[[Clock], CarrierState]]) -> None:
        self.now = now
        self.lock = RLock()
        self._carriers = {type(each): each for each in (make(now) for make in carriers)}
        self.reset()

    def of(self, kind: type[S]) -> S:
        """Return the state of one carrier, by its class."""
        return cast("S", self._carriers[kind])

    def reset(self) -> None:
        """Go back to the start: no calls, no changes, no faults, and times relative to the present.

        Access tokens and webhook subscriptions stay.
        """
        with self.lock:
            self.calls: Counter[str] = Counter()
            self.changes: list[dict[str, object]] = []
            self.faults: list[Fault] = []
            start = self.now()
            for each in self._carriers.values():
                each.reset(start)

    def expire_tokens(self) -> None:
        """Expire the access tokens of every carrier."""
        for each in self._carriers.values():
            each.expire_tokens()

    def subscribe(self, site: str) -> None:
        """Send the webhooks of every carrier to the tracking site at an address."""
        for each in self._carriers.values():
            each.subscribe(site)


def state() -> State:
    """Return the state of the application that handles the present request."""
    return cast("State", current_app.extensions[EXTENSION])
