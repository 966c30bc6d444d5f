"""Images that prove deliveries and the requests for them, stored with their shipment and erased with it."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import and_, func, select

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.storage.schema import proof_images, proof_requests, shipments
from tracking_site.storage.shipments import KEY, key_columns, matches
from tracking_site.storage.upsert import insert_if_absent, upsert

MAX_CACHED = 5_000
CACHE_SECONDS = 5.0
"""After how long a change that another process made is seen; a change by this process is seen at once."""


class ProofStore:
    """Stores each image of a shipment once, and the requests that a carrier answers later by webhook."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._status: MemoryCache[tuple[int, float | None]] = MemoryCache(MAX_CACHED, CACHE_SECONDS)

    def status(self, ref: ShipmentRef) -> tuple[int, float | None]:
        """Return how many images are stored, and when they were last requested; cached for a few seconds."""
        cached = self._status.get(ref.key)
        if cached is None:
            count = self.image_count(ref)
            cached = count, None if count else self.requested_at(ref)
            self._status.put(ref.key, cached)
        return cached

    def drop(self, key: str) -> None:
        """Drop what is cached of a shipment."""
        self._status.drop(key)

    def record_request(self, ref: ShipmentRef, request: str, now: float) -> None:
        """Record the id under which the images of a shipment were requested from its carrier."""
        row = key_columns(ref) | {"request": request, "requested_at": now}
        with self._database.writing() as connection:
            connection.execute(upsert(self._database.dialect, proof_requests, row, ("account", "request")))
        self.drop(ref.key)

    def requested_at(self, ref: ShipmentRef) -> float | None:
        """Return when the images of a shipment were last requested (Unix seconds)."""
        own = and_(*(proof_requests.c[name] == value for name, value in key_columns(ref).items()))
        with self._database.reading() as connection:
            return connection.execute(select(func.max(proof_requests.c.requested_at)).where(own)).scalar()

    def request_ref(self, account: str, request: str) -> ShipmentRef | None:
        """Return the shipment whose images a request is for."""
        own = and_(proof_requests.c.account == account, proof_requests.c.request == request)
        with self._database.reading() as connection:
            row = connection.execute(select(proof_requests.c.kind, proof_requests.c.number).where(own)).one_or_none()
        return ShipmentRef(account, Reference(ReferenceKind(row.kind), row.number)) if row else None

    def add_images(self, ref: ShipmentRef, media_type: str, images: Sequence[bytes], now: float) -> None:
        """Store the images of a shipment; one that is stored already is not stored twice."""
        with self._database.writing() as connection:
            connection.execute(upsert(self._database.dialect, shipments, key_columns(ref) | {"updated_at": now}, KEY))
            shipment = connection.execute(select(shipments.c.id).where(matches(ref))).scalar_one()
            for image in images:
                row = {
                    "shipment": shipment,
                    "digest": sha256(image).hexdigest(),
                    "fetched_at": now,
                    "media_type": media_type,
                    "image": image,
                }
                connection.execute(insert_if_absent(self._database.dialect, proof_images, row, ("shipment", "digest")))
        self.drop(ref.key)

    def image_count(self, ref: ShipmentRef) -> int:
        """Return how many images of a shipment are stored."""
        counted = select(func.count()).select_from(proof_images.join(shipments)).where(matches(ref))
        with self._database.reading() as connection:
            return connection.execute(counted).scalar_one()

    def image(self, ref: ShipmentRef, number: int) -> bytes | None:
        """Return an image of a shipment by its number, from 1."""
        images = (
            select(proof_images.c.image)
            .select_from(proof_images.join(shipments))
            .where(matches(ref))
            .order_by(proof_images.c.id)
        )
        with self._database.reading() as connection:
            return connection.execute(images.offset(number - 1).limit(1)).scalar()
