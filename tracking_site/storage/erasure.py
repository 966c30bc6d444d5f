"""Erasure of everything that is stored of one shipment, and of rows that have exceeded their retention time."""

from sqlalchemy import and_, delete, func, insert, or_

from tracking_site.domain.references import ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.schema import invalidations, proof_requests, revoked_links, shipments, webhooks
from tracking_site.storage.shipments import matches

DAY = 86_400
MAX_IDLE_DAYS = 180
"""Days without news after which an unfinished shipment counts as ended: the maximum lifetime of a sealed link."""
INVALIDATION_DAYS = 2
"""The retention time of invalidations; a process that missed one for longer has restarted with an empty cache."""


def forget(database: Database, ref: ShipmentRef, now: float) -> int:
    """Erase everything that is stored of a shipment and return the number of rows.

    An invalidation makes running processes drop the shipment from their caches.
    """
    number = ref.reference.value
    with database.writing() as connection:
        # The foreign keys delete its events and images with it.
        count = connection.execute(delete(shipments).where(matches(ref))).rowcount
        for table in (webhooks, proof_requests):
            count += connection.execute(
                delete(table).where(table.c.account == ref.account, table.c.number == number)
            ).rowcount
        connection.execute(insert(invalidations).values(shipment_key=ref.key, created_at=now))
    return count


def invalidate(database: Database, key: str, now: float) -> None:
    """Make the running processes drop what they cache under a shipment's key."""
    with database.writing() as connection:
        connection.execute(insert(invalidations).values(shipment_key=key, created_at=now))


def purge(database: Database, now: float, kept_days: int) -> int:
    """Erase shipments that ended more than `kept_days` ago, and rows that are no longer needed; return the count."""
    before, idle_before = now - kept_days * DAY, now - max(kept_days, MAX_IDLE_DAYS) * DAY
    last_news = func.coalesce(shipments.c.fetched_at, shipments.c.updated_at, 0)
    over = or_(shipments.c.ended_at < before, and_(shipments.c.ended_at.is_(None), last_news < idle_before))
    with database.writing() as connection:
        count = connection.execute(delete(shipments).where(over)).rowcount
        for statement in (
            delete(webhooks).where(webhooks.c.received_at < before),
            delete(proof_requests).where(proof_requests.c.requested_at < before),
            delete(revoked_links).where(revoked_links.c.expires <= now),
            delete(invalidations).where(invalidations.c.created_at < now - INVALIDATION_DAYS * DAY),
        ):
            count += connection.execute(statement).rowcount
    return count
