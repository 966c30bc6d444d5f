"""Follows the changes that Leaps tells of, so that a page is fresh before it is opened: one call a minute and account."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Event
from typing import Protocol

import structlog

from tracking_site.carriers.client import CarrierClient
from tracking_site.domain.change_feed import FeedCursor
from tracking_site.domain.errors import CarrierFailure, StoreUnavailable, TrackingError

EVERY = 60.0
"""Seconds from one round to the next."""
LEASE = "refresher"
LEASE_SECONDS = 150.0
"""For how long nobody else takes over from a refresher that says nothing any more."""
LOOKED_AT_WITHIN = 7 * 86_400.0
"""Seconds: what nobody has looked at for longer is not renewed."""
LONGEST_BACK = 7 * 86_400.0
FIRST_BACK = 3_600.0
"""Seconds that a refresher that never ran before looks back."""
OVERLAP = 120.0
"""Seconds that are asked for once more: the carrier's clock is not the site's."""
MOST_RENEWED = 40
"""Shipments that are renewed in one call."""

log = structlog.get_logger()


class FeedStore(Protocol):
    """Where places and answers are kept."""

    def place(self, account: str) -> FeedCursor | None:
        """How far an account's changes were followed."""
        ...

    def looked_at(self, account: str, since: float) -> frozenset[str]:
        """The numbers that somebody has looked at."""
        ...

    def move(self, account: str, place: FeedCursor, answers: Mapping[str, bytes], now: float) -> None:
        """Moves the place and keeps the answers, both or neither."""
        ...

    def take_lease(self, name: str, holder: str, now: float, seconds: float) -> bool:
        """Takes or renews a lease."""
        ...

    def release(self, name: str, holder: str) -> None:
        """Gives a lease back."""
        ...


class Refresher:
    """Renews what has changed; of several that run, one does."""

    def __init__(
        self,
        lines: Mapping[str, CarrierClient],
        renewals: FeedStore,
        holder: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`holder` tells this refresher from others."""
        self._lines = {name: line for name, line in lines.items() if line.adapter.changes is not None}
        self._renewals = renewals
        self._holder = holder
        self._clock = clock
        self._most = dict.fromkeys(self._lines, MOST_RENEWED)
        self._failing: set[str] = set()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts whose carriers tell of changes."""
        return tuple(self._lines)

    def run(self, stopped: Event) -> None:
        """A round every minute until it is stopped."""
        while not stopped.is_set():
            began = self._clock()
            self.round(stopped)
            stopped.wait(max(1.0, EVERY - (self._clock() - began)))
        self.end()

    def end(self) -> None:
        """Lets another refresher begin at once."""
        try:
            self._renewals.release(LEASE, self._holder)
        except StoreUnavailable:
            log.warning("refresher_lease_left")

    def round(self, stopped: Event | None = None) -> bool | None:
        """Follows every account once; whether all could be followed, or None where another refresher is at work."""
        well = True
        for account in self._lines:
            if stopped is not None and stopped.is_set():
                break
            try:
                if not self._renewals.take_lease(LEASE, self._holder, self._clock(), LEASE_SECONDS):
                    return None
                self._follow(account)
            except (TrackingError, StoreUnavailable) as error:
                well = False
                self._fails(account, error)
                continue
            if account in self._failing:
                self._failing.discard(account)
                log.info("refresher_follows_again", account=account)
        return well

    def _follow(self, account: str) -> None:
        line, now = self._lines[account], self._clock()
        place = self._renewals.place(account) or FeedCursor(now - FIRST_BACK)
        renewing, later = place.waiting[: self._most[account]], place.waiting[self._most[account] :]
        since = datetime.fromtimestamp(max(place.since, now - LONGEST_BACK), UTC)
        ask = line.adapter.changes
        if ask is None:
            return
        told = line.perform(ask(since, renewing))
        wanted = told.changed & self._renewals.looked_at(account, now - LOOKED_AT_WITHIN)
        # What has changed since it was asked for the last time comes after what has waited longer.
        waiting = (*later, *sorted(wanted.difference(later)))
        self._renewals.move(account, FeedCursor(now - OVERLAP, waiting), told.answers, self._clock())
        self._most[account] = min(2 * self._most[account], MOST_RENEWED)
        if told.answers:
            log.info("refresher_renewed", account=account, shipments=len(told.answers))

    def _fails(self, account: str, error: Exception) -> None:
        """Says it once; an answer that is too long or takes too long is asked for in smaller parts."""
        if isinstance(error, CarrierFailure):
            self._most[account] = max(1, self._most[account] // 2)
        if account not in self._failing:
            self._failing.add(account)
            log.warning("refresher_fails", account=account, error=getattr(error, "code", type(error).__name__))
