"""What the refresher has of its carriers: up to where it has read, what is still to be renewed, and the answers."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import and_, insert, select, update

from tracking_site.domain.change_feed import Place, Renewal
from tracking_site.domain.references import AccountReference, Reference, ReferenceKind
from tracking_site.storage.database import Database
from tracking_site.storage.encryption import Vault
from tracking_site.storage.schema import erasures, leases, places, shipments
from tracking_site.storage.shipments import is_of
from tracking_site.storage.upsert import add, put


class KeptPlace(msgspec.Struct, frozen=True):
    """A place as it is stored."""

    since: float
    waiting: tuple[str, ...] = ()


class Renewals:
    """Keeps a place and what was answered on the way to it in one transaction: nothing is lost, nothing skipped."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def place(self, account: str) -> Place | None:
        """How far an account's changes were followed."""
        with self._database.reading() as connection:
            stored = connection.execute(select(places.c.place).where(places.c.account == account)).scalar()
        return _place(stored) if stored else None

    def looked_at(self, account: str, since: float) -> frozenset[str]:
        """The numbers of an account's shipments that somebody has looked at."""
        own = and_(shipments.c.account == account, shipments.c.kind == ReferenceKind.SLI_NUMBER.value)
        with self._database.reading() as connection:
            found = connection.execute(select(shipments.c.number).where(own, shipments.c.looked_at >= since))
            return frozenset(found.scalars())

    def move(self, account: str, place: Place, answers: Mapping[str, bytes], now: float) -> None:
        """Moves an account's place, keeps the answers, and has running processes drop what they keep of them."""
        stored = msgspec.json.encode(KeptPlace(place.since, place.waiting)).decode()
        with self._database.writing() as connection:
            for number, answer in answers.items():
                asked = AccountReference(account, Reference(ReferenceKind.SLI_NUMBER, number))
                closed = self._vault.closed(answer, asked.key)
                kept = update(shipments).where(is_of(asked)).values(answer=closed, answered_at=now)
                if connection.execute(kept).rowcount:
                    connection.execute(insert(erasures).values(number_key=asked.key, erased_at=now))
            row = {"account": account, "place": stored, "moved_at": now}
            connection.execute(put(self._database.dialect, places, row, ("account",)))

    def renewal(self, asked: AccountReference) -> Renewal | None:
        """What a carrier answered to the refresher last; it holds until its place, unless a change waits to be read."""
        kept = (shipments.c.answer, shipments.c.answered_at, places.c.place, places.c.moved_at)
        both = shipments.outerjoin(places, places.c.account == shipments.c.account)
        with self._database.reading() as connection:
            row = connection.execute(select(*kept).select_from(both).where(is_of(asked))).one_or_none()
        answer = self._vault.opened(row.answer, asked.key) if row is not None and row.answer else None
        if row is None or answer is None or row.answered_at is None:
            return None
        waits = row.place is None or asked.reference.value in _place(row.place).waiting
        return Renewal(answer, row.answered_at, row.answered_at if waits else max(row.answered_at, row.moved_at))

    def take_lease(self, name: str, holder: str, now: float, seconds: float) -> bool:
        """Takes or renews a lease; False while somebody else has it."""
        row = {"name": name, "holder": holder, "until": now + seconds}
        free = and_(leases.c.name == name, (leases.c.holder == holder) | (leases.c.until <= now))
        with self._database.writing() as connection:
            if connection.execute(update(leases).where(free).values(row)).rowcount:
                return True
            taken = add(self._database.dialect, leases, row, ("name",)).returning(leases.c.name)
            return connection.execute(taken).scalar() is not None

    def release(self, name: str, holder: str) -> None:
        """Gives a lease back."""
        own = and_(leases.c.name == name, leases.c.holder == holder)
        with self._database.writing() as connection:
            connection.execute(update(leases).where(own).values(until=0))


def _place(stored: str) -> Place:
    kept = msgspec.json.decode(stored, type=KeptPlace)
    return Place(kept.since, kept.waiting)
