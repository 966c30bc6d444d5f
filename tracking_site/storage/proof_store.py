"""Pictures that prove deliveries, and who asked for them: kept with their shipment, erased with it."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import and_, func, select

from tracking_site.domain.references import AccountReference, Reference, ReferenceKind
from tracking_site.storage.database import Database
from tracking_site.storage.schema import proofs, requests, shipments
from tracking_site.storage.shipments import BY, is_of, row_of
from tracking_site.storage.upsert import add, put


class ProofAlbum:
    """Keeps the pictures of shipments, each once, and the requests for them that a carrier answers later."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note_request(self, asked: AccountReference, request: str, now: float) -> None:
        """Notes that a carrier was asked for the pictures of an order, under the id that it gave the request."""
        row = {"account": asked.account, "request": request, "number": asked.reference.value, "asked_at": now}
        with self._database.writing() as connection:
            connection.execute(put(self._database.dialect, requests, row, ("account", "request")))

    def requested_at(self, asked: AccountReference) -> float | None:
        """When the pictures of an order were asked for last."""
        own = and_(requests.c.account == asked.account, requests.c.number == asked.reference.value)
        with self._database.reading() as connection:
            return connection.execute(select(func.max(requests.c.asked_at)).where(own)).scalar()

    def requested(self, account: str, request: str) -> AccountReference | None:
        """The order whose pictures a request is about."""
        own = and_(requests.c.account == account, requests.c.request == request)
        with self._database.reading() as connection:
            number = connection.execute(select(requests.c.number).where(own)).scalar()
        return AccountReference(account, Reference(ReferenceKind.ORDER_NUMBER, number)) if number else None

    def keep(self, asked: AccountReference, media_type: str, pictures: Sequence[bytes], now: float) -> None:
        """Keeps the pictures of a shipment; one that is there already is not kept twice."""
        with self._database.writing() as connection:
            connection.execute(put(self._database.dialect, shipments, row_of(asked) | {"seen_at": now}, BY))
            shipment = connection.execute(select(shipments.c.id).where(is_of(asked))).scalar_one()
            for picture in pictures:
                kept = {
                    "shipment": shipment,
                    "digest": sha256(picture).hexdigest(),
                    "fetched_at": now,
                    "media_type": media_type,
                    "picture": picture,
                }
                connection.execute(add(self._database.dialect, proofs, kept, ("shipment", "digest")))

    def count(self, asked: AccountReference) -> int:
        """How many pictures of a shipment are kept."""
        counted = select(func.count()).select_from(proofs.join(shipments)).where(is_of(asked))
        with self._database.reading() as connection:
            return connection.execute(counted).scalar_one()

    def picture(self, asked: AccountReference, place: int) -> bytes | None:
        """A picture of a shipment by its place, from 1."""
        kept = select(proofs.c.picture).select_from(proofs.join(shipments)).where(is_of(asked)).order_by(proofs.c.id)
        with self._database.reading() as connection:
            return connection.execute(kept.offset(place - 1).limit(1)).scalar()
