"""Shipments by air waybill number, with a short-lived cache in front of the table."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.storage.schema import shipments

MAX_CACHED = 5_000
CACHE_SECONDS = 5.0
"""After how long a change that another process made is seen; a change by this process is seen at once."""


class JourneyIndex:
    """Finds shipments by air waybill number; a second viewer of a page costs no second query."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache: MemoryCache[Sequence[ShipmentRef]] = MemoryCache(MAX_CACHED, CACHE_SECONDS)

    def by_air_waybill(self, keys: Collection[str], accounts: Collection[str], limit: int) -> Sequence[ShipmentRef]:
        """Return the shipments of some accounts with one of these numbers, the newest first; `StoreUnavailable`."""
        cache_key = "\x00".join((*sorted(keys), "", *sorted(accounts), str(limit)))
        cached = self._cache.get(cache_key)
        if cached is None:
            cached = self._query(keys, accounts, limit)
            self._cache.put(cache_key, cached)
        return cached

    def clear(self) -> None:
        """Empty the cache, after a number was recorded, changed or erased."""
        self._cache.drop("")

    def _query(self, keys: Collection[str], accounts: Collection[str], limit: int) -> Sequence[ShipmentRef]:
        statement = (
            select(shipments.c.account, shipments.c.kind, shipments.c.number)
            .where(shipments.c.awb.in_(keys), shipments.c.account.in_(accounts))
            .order_by(shipments.c.id.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [ShipmentRef(row.account, Reference(ReferenceKind(row.kind), row.number)) for row in rows]
