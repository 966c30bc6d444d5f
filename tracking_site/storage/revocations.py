"""What all processes have to know soon: links that were taken back, shipments that were erased."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from tracking_site.domain.errors import StoreUnavailable
from tracking_site.storage.database import Database
from tracking_site.storage.schema import erasures, revoked_brands, revoked_links
from tracking_site.storage.upsert import upsert

EVERY = 5.0
"""Seconds after which the database is asked again; what this process does itself it knows at once."""


@dataclass(frozen=True, slots=True)
class _Known:
    links: frozenset[tuple[str, str]] = frozenset()
    brands: Mapping[str, int] | None = None
    last_erasure: int | None = None


class Revocations:
    """Reads the notices every few seconds, in the background of whichever request comes then, and puts up new ones.

    While the database is away what was known last holds.
    """

    def __init__(self, database: Database, erased: Callable[[str], None], every: float = EVERY) -> None:
        self._database = database
        self._erased = erased
        self._every = every
        self._known = _Known()
        self._lock = threading.Lock()
        self._due = 0.0
        self._first = True
        self._reader: threading.Thread | None = None

    def revoked(self, brand: str, name: str, issued: int) -> bool:
        """Whether a link of a brand was taken back, by itself or with all the others of the brand."""
        self.renew()
        known = self._known
        return (brand, name) in known.links or issued <= (known.brands or {}).get(brand, -1)

    def revoke(self, brand: str, name: str, expires: int) -> None:
        """Takes one link back."""
        row = {"brand": brand, "name": name, "expires": expires}
        with self._database.writing() as connection:
            connection.execute(upsert(self._database.dialect, revoked_links, row, ("brand", "name")))
        self._read()

    def revoke_all(self, brand: str) -> None:
        """Takes every link of a brand back that was made up to now; returns when new ones can be made."""
        until = int(time.time())
        with self._database.writing() as connection:
            row = {"brand": brand, "issued_until": until}
            connection.execute(upsert(self._database.dialect, revoked_brands, row, ("brand",)))
        self._read()
        # A link says when it was made in whole seconds.
        time.sleep(max(0.0, until + 1 - time.time()))

    def renew(self) -> None:
        """Has what other processes have noted read, every few seconds, and what was erased dropped."""
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
                self._reader = threading.Thread(target=self._try_to_read, name="notices", daemon=True)
                self._reader.start()
        finally:
            self._lock.release()

    def close(self) -> None:
        """Waits for whatever is being read."""
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
        since = self._known.last_erasure
        with self._database.reading() as connection:
            links = connection.execute(select(revoked_links.c.brand, revoked_links.c.name)).all()
            brands = connection.execute(select(revoked_brands.c.brand, revoked_brands.c.issued_until)).all()
            newest = connection.execute(select(func.max(erasures.c.id))).scalar() or 0
            keys = select(erasures.c.number_key).where(erasures.c.id > since) if since is not None else None
            new = connection.execute(keys).scalars().all() if keys is not None else ()
        self._known = _Known(frozenset((row[0], row[1]) for row in links), {row[0]: row[1] for row in brands}, newest)
        for key in new:
            self._erased(key)
