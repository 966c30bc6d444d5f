"""Changes that every process polls for: revoked links, and shipments whose cached results are invalid."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from tracking_site.domain.errors import StoreUnavailable
from tracking_site.storage.database import Database
from tracking_site.storage.schema import invalidations, revoked_brands, revoked_links
from tracking_site.storage.upsert import upsert

POLL_SECONDS = 5.0
"""The polling interval; a change by this process is known at once."""


@dataclass(frozen=True, slots=True)
class _Known:
    links: frozenset[tuple[str, str]] = frozenset()
    brands: Mapping[str, int] | None = None
    last_invalidation: int | None = None


class Revocations:
    """Polls the database every few seconds, in a thread that the first request after that time starts.

    While the database is away, the last known state holds.
    """

    def __init__(
        self, database: Database, on_invalidated: Callable[[str], object], every: float = POLL_SECONDS
    ) -> None:
        """`on_invalidated` is called with the key of each shipment that was invalidated."""
        self._database = database
        self._on_invalidated = on_invalidated
        self._every = every
        self._known = _Known()
        self._lock = threading.Lock()
        self._due = 0.0
        self._first = True
        self._reader: threading.Thread | None = None

    def is_revoked(self, brand: str, name: str, issued: int) -> bool:
        """Tell whether a link of a brand was revoked, by itself or with all links of the brand."""
        self.refresh()
        known = self._known
        return (brand, name) in known.links or issued <= (known.brands or {}).get(brand, -1)

    def revoke(self, brand: str, name: str, expires: int) -> None:
        """Revoke one link."""
        row = {"brand": brand, "name": name, "expires": expires}
        with self._database.writing() as connection:
            connection.execute(upsert(self._database.dialect, revoked_links, row, ("brand", "name")))
        self._read()

    def revoke_all(self, brand: str) -> None:
        """Revoke every link of a brand that was created up to now; return when new ones can be created."""
        until = int(time.time())
        with self._database.writing() as connection:
            row = {"brand": brand, "issued_until": until}
            connection.execute(upsert(self._database.dialect, revoked_brands, row, ("brand",)))
        self._read()
        # The issue time in a link has whole seconds: a link of the same second would be revoked as well.
        time.sleep(max(0.0, until + 1 - time.time()))

    def refresh(self) -> None:
        """Poll the database where that is due, without waiting for it after the first time."""
        if time.monotonic() < self._due or not self._lock.acquire(blocking=self._first):
            return
        try:
            if time.monotonic() < self._due or (self._reader is not None and self._reader.is_alive()):
                return
            self._due = time.monotonic() + self._every
            if self._first:
                self._first = False
                self._try_to_read()
            else:
                self._reader = threading.Thread(target=self._try_to_read, name="revocations", daemon=True)
                self._reader.start()
        finally:
            self._lock.release()

    def close(self) -> None:
        """Stop polling and wait for a poll that is under way."""
        with self._lock:
            self._due = math.inf
            if self._reader is not None:
                self._reader.join()

    def _try_to_read(self) -> None:
        try:
            self._read()
        except StoreUnavailable:
            return

    def _read(self) -> None:
        since = self._known.last_invalidation
        with self._database.reading() as connection:
            links = connection.execute(select(revoked_links.c.brand, revoked_links.c.name)).all()
            brands = connection.execute(select(revoked_brands.c.brand, revoked_brands.c.issued_until)).all()
            newest = connection.execute(select(func.max(invalidations.c.id))).scalar() or 0
            keys = select(invalidations.c.shipment_key).where(invalidations.c.id > since) if since is not None else None
            new = connection.execute(keys).scalars().all() if keys is not None else ()
        self._known = _Known(frozenset((row[0], row[1]) for row in links), {row[0]: row[1] for row in brands}, newest)
        for key in new:
            self._on_invalidated(key)
