"""What the refresher has of its carriers: up to where it has read, what is still to be renewed, and the answers."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import and_, insert, select, update

from tracking_site.domain.change_feed import FeedCursor, StoredAnswer
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.encryption import AtRestCipher
from tracking_site.storage.schema import erasures, leases, places, shipments
from tracking_site.storage.shipments import matches
from tracking_site.storage.upsert import insert_if_absent, upsert


class StoredCursor(msgspec.Struct, frozen=True):
    """A place as it is stored."""

    since: float
    waiting: tuple[str, ...] = ()


class AnswerStore:
    """Keeps a place and what was answered on the way to it in one transaction: nothing is lost, nothing skipped."""

    def __init__(self, database: Database, cipher: AtRestCipher) -> None:
        self._database = database
        self._cipher = cipher

    def place(self, account: str) -> FeedCursor | None:
        """How far an account's changes were followed."""
        with self._database.reading() as connection:
            stored = connection.execute(select(places.c.place).where(places.c.account == account)).scalar()
        return _cursor(stored) if stored else None

    def looked_at(self, account: str, since: float) -> frozenset[str]:
        """The numbers of an account's shipments that somebody has looked at."""
        own = and_(shipments.c.account == account, shipments.c.kind == ReferenceKind.SLI_NUMBER.value)
        with self._database.reading() as connection:
            found = connection.execute(select(shipments.c.number).where(own, shipments.c.looked_at >= since))
            return frozenset(found.scalars())

    def move(self, account: str, place: FeedCursor, answers: Mapping[str, bytes], now: float) -> None:
        """Moves an account's place, keeps the answers, and has running processes drop what they keep of them."""
        stored = msgspec.json.encode(StoredCursor(place.since, place.waiting)).decode()
        with self._database.writing() as connection:
            for number, answer in answers.items():
                ref = ShipmentRef(account, Reference(ReferenceKind.SLI_NUMBER, number))
                encrypt = self._cipher.encrypt(answer, ref.key)
                kept = update(shipments).where(matches(ref)).values(answer=encrypt, answered_at=now)
                if connection.execute(kept).rowcount:
                    connection.execute(insert(erasures).values(number_key=ref.key, erased_at=now))
            row = {"account": account, "place": stored, "moved_at": now}
            connection.execute(upsert(self._database.dialect, places, row, ("account",)))

    def renewal(self, ref: ShipmentRef) -> StoredAnswer | None:
        """What a carrier answered to the refresher last; it holds until its place, unless a change waits to be read."""
        kept = (shipments.c.answer, shipments.c.answered_at, places.c.place, places.c.moved_at)
        both = shipments.outerjoin(places, places.c.account == shipments.c.account)
        with self._database.reading() as connection:
            row = connection.execute(select(*kept).select_from(both).where(matches(ref))).one_or_none()
        answer = self._cipher.decrypt(row.answer, ref.key) if row is not None and row.answer else None
        if row is None or answer is None or row.answered_at is None:
            return None
        waits = row.place is None or ref.reference.value in _cursor(row.place).waiting
        return StoredAnswer(answer, row.answered_at, row.answered_at if waits else max(row.answered_at, row.moved_at))

    def take_lease(self, name: str, holder: str, now: float, seconds: float) -> bool:
        """Takes or renews a lease; False while somebody else has it."""
        row = {"name": name, "holder": holder, "until": now + seconds}
        free = and_(leases.c.name == name, (leases.c.holder == holder) | (leases.c.until <= now))
        with self._database.writing() as connection:
            if connection.execute(update(leases).where(free).values(row)).rowcount:
                return True
            taken = insert_if_absent(self._database.dialect, leases, row, ("name",)).returning(leases.c.name)
            return connection.execute(taken).scalar() is not None

    def release(self, name: str, holder: str) -> None:
        """Gives a lease back."""
        own = and_(leases.c.name == name, leases.c.holder == holder)
        with self._database.writing() as connection:
            connection.execute(update(leases).where(own).values(until=0))


def _cursor(stored: str) -> FeedCursor:
    kept = msgspec.json.decode(stored, type=StoredCursor)
    return FeedCursor(kept.since, kept.waiting)
