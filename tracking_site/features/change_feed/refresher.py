"""Follows the change feeds of carriers, so that a page is fresh before it is opened: one call a minute and account."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from threading import Event
from typing import Protocol

import structlog

from tracking_site.carriers.client import CarrierClient
from tracking_site.domain.change_feed import FeedCursor
from tracking_site.domain.errors import CarrierFailure, StoreUnavailable, TrackingError
from tracking_site.domain.references import ReferenceKind

INTERVAL_SECONDS = 60.0
LEASE = "refresher"
LEASE_SECONDS = 150.0
"""After how long without a renewal another refresher takes over."""
VIEWED_WITHIN_SECONDS = 7 * 86_400.0
"""A shipment without a view for longer than this is not fetched."""
MAX_LOOK_BACK_SECONDS = 7 * 86_400.0
FIRST_LOOK_BACK_SECONDS = 3_600.0
"""The period before the first run whose changes are fetched."""
OVERLAP_SECONDS = 120.0
"""The part of the feed that is read twice, since the carrier's clock may differ."""
MAX_SHIPMENTS_PER_CALL = 40

log = structlog.get_logger()


class FeedStore(Protocol):
    """The store of cursors and answers."""

    def cursor(self, account: str) -> FeedCursor | None:
        """Return how far the change feed of an account was read."""
        ...

    def viewed_since(self, account: str, kind: ReferenceKind, since: float) -> frozenset[str]:
        """Return the numbers of the shipments that were viewed since a time."""
        ...

    def advance(
        self, account: str, kind: ReferenceKind, cursor: FeedCursor, answers: Mapping[str, bytes], now: float
    ) -> None:
        """Move the cursor and store the answers, in one transaction."""
        ...

    def acquire_lease(self, name: str, holder: str, now: float, seconds: float) -> bool:
        """Acquire or renew a lease."""
        ...

    def release_lease(self, name: str, holder: str) -> None:
        """Release a lease."""
        ...


class Refresher:
    """Fetches what has changed; of several refreshers that run, one is active."""

    def __init__(
        self,
        clients: Mapping[str, CarrierClient],
        store: FeedStore,
        holder: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`holder` identifies this refresher among others."""
        self._clients = {name: client for name, client in clients.items() if client.adapter.change_feed is not None}
        self._store = store
        self._holder = holder
        self._clock = clock
        self._batch = dict.fromkeys(self._clients, MAX_SHIPMENTS_PER_CALL)
        # The numbers that were fetched since the feed first listed them: a feed lists a change for a while.
        self._fetched: dict[str, frozenset[str]] = dict.fromkeys(self._clients, frozenset())
        self._failing: set[str] = set()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts with a change feed."""
        return tuple(self._clients)

    def run(self, stopped: Event) -> None:
        """Run a round every minute until it is stopped."""
        while not stopped.is_set():
            began = self._clock()
            self.round(stopped)
            stopped.wait(max(1.0, INTERVAL_SECONDS - (self._clock() - began)))
        self.close()

    def close(self) -> None:
        """Release the lease, so that another refresher can begin at once."""
        try:
            self._store.release_lease(LEASE, self._holder)
        except StoreUnavailable:
            log.warning("refresher_lease_left")

    def round(self, stopped: Event | None = None) -> bool | None:
        """Read every feed once; return whether all were read, or None where another refresher is active."""
        complete = True
        for account in self._clients:
            if stopped is not None and stopped.is_set():
                break
            try:
                if not self._store.acquire_lease(LEASE, self._holder, self._clock(), LEASE_SECONDS):
                    return None
                self._follow(account)
            except (TrackingError, StoreUnavailable) as error:
                complete = False
                self._record_failure(account, error)
                continue
            if account in self._failing:
                self._failing.discard(account)
                log.info("refresher_follows_again", account=account)
        return complete

    def _follow(self, account: str) -> None:
        client, now = self._clients[account], self._clock()
        feed = client.adapter.change_feed
        if feed is None:
            return
        cursor = self._store.cursor(account) or FeedCursor(now - FIRST_LOOK_BACK_SECONDS)
        batch, later = cursor.waiting[: self._batch[account]], cursor.waiting[self._batch[account] :]
        since = datetime.fromtimestamp(max(cursor.since, now - MAX_LOOK_BACK_SECONDS), UTC)
        page = client.execute(feed.fetch(since, batch))
        viewed = self._store.viewed_since(account, feed.reference_kind, now - VIEWED_WITHIN_SECONDS)
        self._fetched[account] = page.changed & self._fetched[account].union(batch)
        waiting = _queue(later, page.changed & viewed, self._fetched[account])
        self._store.advance(
            account, feed.reference_kind, FeedCursor(now - OVERLAP_SECONDS, waiting), page.answers, self._clock()
        )
        self._batch[account] = min(2 * self._batch[account], MAX_SHIPMENTS_PER_CALL)
        if page.answers:
            log.info("refresher_renewed", account=account, shipments=len(page.answers))

    def _record_failure(self, account: str, error: Exception) -> None:
        """Log a failure once, and fetch less in one call: the answer may be too long or take too long."""
        if isinstance(error, CarrierFailure):
            self._batch[account] = max(1, self._batch[account] // 2)
        if account not in self._failing:
            self._failing.add(account)
            log.warning("refresher_fails", account=account, error=getattr(error, "code", type(error).__name__))


def _queue(waiting: Sequence[str], changed: frozenset[str], fetched: frozenset[str]) -> tuple[str, ...]:
    """Return the numbers to fetch: new changes behind those that wait, and last what was fetched since it was listed."""
    numbers = (*waiting, *sorted(changed.difference(waiting)))
    return tuple(sorted(numbers, key=lambda number: number in fetched))
