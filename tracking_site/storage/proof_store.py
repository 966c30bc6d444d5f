"""Pictures that prove deliveries, and who asked for them: kept with their shipment, erased with it."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import and_, func, select

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.schema import proofs, requests, shipments
from tracking_site.storage.shipments import KEY, key_columns, matches
from tracking_site.storage.upsert import insert_if_absent, upsert


class ProofStore:
    """Keeps the pictures of shipments, each once, and the requests for them that a carrier answers later."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note_request(self, ref: ShipmentRef, request: str, now: float) -> None:
        """Notes that a carrier was asked for the pictures of an order, under the id that it gave the request."""
        row = {"account": ref.account, "request": request, "number": ref.reference.value, "asked_at": now}
        with self._database.writing() as connection:
            connection.execute(upsert(self._database.dialect, requests, row, ("account", "request")))

    def requested_at(self, ref: ShipmentRef) -> float | None:
        """When the pictures of an order were asked for last."""
        own = and_(requests.c.account == ref.account, requests.c.number == ref.reference.value)
        with self._database.reading() as connection:
            return connection.execute(select(func.max(requests.c.asked_at)).where(own)).scalar()

    def requested(self, account: str, request: str) -> ShipmentRef | None:
        """The order whose pictures a request is about."""
        own = and_(requests.c.account == account, requests.c.request == request)
        with self._database.reading() as connection:
            number = connection.execute(select(requests.c.number).where(own)).scalar()
        return ShipmentRef(account, Reference(ReferenceKind.ORDER_NUMBER, number)) if number else None

    def keep(self, ref: ShipmentRef, media_type: str, pictures: Sequence[bytes], now: float) -> None:
        """Keeps the pictures of a shipment; one that is there already is not kept twice."""
        with self._database.writing() as connection:
            connection.execute(upsert(self._database.dialect, shipments, key_columns(ref) | {"seen_at": now}, KEY))
            shipment = connection.execute(select(shipments.c.id).where(matches(ref))).scalar_one()
            for picture in pictures:
                kept = {
                    "shipment": shipment,
                    "digest": sha256(picture).hexdigest(),
                    "fetched_at": now,
                    "media_type": media_type,
                    "picture": picture,
                }
                connection.execute(insert_if_absent(self._database.dialect, proofs, kept, ("shipment", "digest")))

    def count(self, ref: ShipmentRef) -> int:
        """How many pictures of a shipment are kept."""
        counted = select(func.count()).select_from(proofs.join(shipments)).where(matches(ref))
        with self._database.reading() as connection:
            return connection.execute(counted).scalar_one()

    def picture(self, ref: ShipmentRef, place: int) -> bytes | None:
        """A picture of a shipment by its place, from 1."""
        kept = select(proofs.c.picture).select_from(proofs.join(shipments)).where(matches(ref)).order_by(proofs.c.id)
        with self._database.reading() as connection:
            return connection.execute(kept.offset(place - 1).limit(1)).scalar()
