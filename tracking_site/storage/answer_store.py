"""The refresher's data: how far each change feed was read, and the carriers' answers, encrypted."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import and_, insert, select, update

from tracking_site.domain.change_feed import FeedCursor, StoredAnswer
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.encryption import AtRestCipher
from tracking_site.storage.schema import feed_cursors, invalidations, leases, shipments
from tracking_site.storage.shipments import matches
from tracking_site.storage.upsert import insert_if_absent, upsert


class CursorRecord(msgspec.Struct, frozen=True):
    """A feed cursor as JSON."""

    since: float
    waiting: tuple[str, ...] = ()


class AnswerStore:
    """Stores a cursor and the answers fetched up to it in one transaction, so that neither is lost without the other."""

    def __init__(self, database: Database, cipher: AtRestCipher) -> None:
        self._database = database
        self._cipher = cipher

    def cursor(self, account: str) -> FeedCursor | None:
        """Return how far the change feed of an account was read."""
        with self._database.reading() as connection:
            stored = connection.execute(select(feed_cursors.c.cursor).where(feed_cursors.c.account == account)).scalar()
        return _cursor(stored) if stored else None

    def viewed_since(self, account: str, kind: ReferenceKind, since: float) -> frozenset[str]:
        """Return the numbers of an account's shipments that were viewed since a time (Unix seconds)."""
        own = and_(shipments.c.account == account, shipments.c.kind == kind.value)
        with self._database.reading() as connection:
            found = connection.execute(select(shipments.c.number).where(own, shipments.c.fetched_at >= since))
            return frozenset(found.scalars())

    def advance(
        self, account: str, kind: ReferenceKind, cursor: FeedCursor, answers: Mapping[str, bytes], now: float
    ) -> None:
        """Move an account's cursor, store the answers by number, and invalidate cached results of these shipments."""
        stored = msgspec.json.encode(CursorRecord(cursor.since, cursor.waiting)).decode()
        with self._database.writing() as connection:
            for number, answer in answers.items():
                ref = ShipmentRef(account, Reference(kind, number))
                encrypted = self._cipher.encrypt(answer, ref.key)
                change = update(shipments).where(matches(ref)).values(answer=encrypted, answered_at=now)
                if connection.execute(change).rowcount:
                    connection.execute(insert(invalidations).values(shipment_key=ref.key, created_at=now))
            row = {"account": account, "cursor": stored, "moved_at": now}
            connection.execute(upsert(self._database.dialect, feed_cursors, row, ("account",)))

    def stored_answer(self, ref: ShipmentRef) -> StoredAnswer | None:
        """Return the last answer that was fetched for a shipment.

        It is valid up to the cursor, unless the shipment is among the changes that still wait to be fetched.
        """
        columns = (shipments.c.answer, shipments.c.answered_at, feed_cursors.c.cursor, feed_cursors.c.moved_at)
        both = shipments.outerjoin(feed_cursors, feed_cursors.c.account == shipments.c.account)
        with self._database.reading() as connection:
            row = connection.execute(select(*columns).select_from(both).where(matches(ref))).one_or_none()
        answer = self._cipher.decrypt(row.answer, ref.key) if row is not None and row.answer else None
        if row is None or answer is None or row.answered_at is None:
            return None
        waits = row.cursor is None or ref.reference.value in _cursor(row.cursor).waiting
        return StoredAnswer(answer, row.answered_at, row.answered_at if waits else max(row.answered_at, row.moved_at))

    def acquire_lease(self, name: str, holder: str, now: float, seconds: float) -> bool:
        """Acquire or renew a lease; False while another holder has it."""
        row = {"name": name, "holder": holder, "until": now + seconds}
        free = and_(leases.c.name == name, (leases.c.holder == holder) | (leases.c.until <= now))
        with self._database.writing() as connection:
            if connection.execute(update(leases).where(free).values(row)).rowcount:
                return True
            inserted = insert_if_absent(self._database.dialect, leases, row, ("name",)).returning(leases.c.name)
            return connection.execute(inserted).scalar() is not None

    def release_lease(self, name: str, holder: str) -> None:
        """Release a lease, so that another holder can acquire it at once."""
        own = and_(leases.c.name == name, leases.c.holder == holder)
        with self._database.writing() as connection:
            connection.execute(update(leases).where(own).values(until=0))


def _cursor(stored: str) -> FeedCursor:
    record = msgspec.json.decode(stored, type=CursorRecord)
    return FeedCursor(record.since, record.waiting)
