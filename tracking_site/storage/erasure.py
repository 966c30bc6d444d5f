"""What is erased: all that is stored of one shipment, and what is older than it may be."""

from sqlalchemy import and_, delete, func, insert, or_

from tracking_site.domain.references import ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.schema import erasures, requests, revoked_links, shipments, webhooks
from tracking_site.storage.shipments import matches

DAY = 86_400
MOST_DAYS_UNENDED = 180
"""After how many days without a word a shipment is taken to have ended: the longest that a link opens."""
NOTICE_DAYS = 2
"""For how long processes are told what was erased; who was away for longer has begun anew."""


def forget(database: Database, ref: ShipmentRef, now: float) -> int:
    """Erases all that is stored of a shipment, and tells the running processes to drop it; returns how many were stored."""
    number = ref.reference.value
    with database.writing() as connection:
        # What happened to it and its pictures go with it.
        gone = connection.execute(delete(shipments).where(matches(ref))).rowcount
        for table in (webhooks, requests):
            gone += connection.execute(
                delete(table).where(table.c.account == ref.account, table.c.number == number)
            ).rowcount
        connection.execute(insert(erasures).values(number_key=ref.key, erased_at=now))
    return gone


def announce(database: Database, key: str, now: float) -> int:
    """Tells the running processes to drop what they keep under a number's key; returns 0, since nothing is erased."""
    with database.writing() as connection:
        connection.execute(insert(erasures).values(number_key=key, erased_at=now))
    return 0


def purge(database: Database, now: float, kept_days: int) -> int:
    """Erases what ended more than `kept_days` ago, and notices that nobody needs any more; returns how many were stored."""
    before, unended_before = now - kept_days * DAY, now - max(kept_days, MOST_DAYS_UNENDED) * DAY
    seen = func.coalesce(shipments.c.looked_at, shipments.c.seen_at, 0)
    over = or_(shipments.c.ended_at < before, and_(shipments.c.ended_at.is_(None), seen < unended_before))
    with database.writing() as connection:
        gone = connection.execute(delete(shipments).where(over)).rowcount
        for statement in (
            delete(webhooks).where(webhooks.c.received_at < before),
            delete(requests).where(requests.c.asked_at < before),
            delete(revoked_links).where(revoked_links.c.expires <= now),
            delete(erasures).where(erasures.c.erased_at < now - NOTICE_DAYS * DAY),
        ):
            gone += connection.execute(statement).rowcount
    return gone
