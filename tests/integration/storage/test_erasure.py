"""Erasure of shipments, which leaves all others unchanged."""

from sqlalchemy import func, insert, select

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.erasure import DAY, forget, purge
from tracking_site.storage.schema import (
    events,
    invalidations,
    proof_images,
    proof_requests,
    revoked_links,
    shipments,
    webhooks,
)

NOW = 1_800_000_000.0


def store(database: Database, number: str, *, ended: float | None = None, looked: float = NOW) -> None:
    """Store a shipment with an event, an image, a webhook and a request."""
    with database.writing() as connection:
        row = {"account": "mile", "kind": "order_number", "number": number, "ended_at": ended}
        row |= {"updated_at": looked, "fetched_at": looked}
        key = connection.execute(insert(shipments).values(row).returning(shipments.c.id)).scalar_one()
        event = {"source": "webhook", "fingerprint": "f", "received_at": looked, "payload": "{}"}
        connection.execute(insert(events).values(shipment=key, **event))
        picture = {"digest": "d", "fetched_at": looked, "media_type": "image/png", "image": b"p"}
        connection.execute(insert(proof_images).values(shipment=key, **picture))
        came = {"received_at": looked, "body": b"{}", "state": "read", "number": number, "digest": number}
        connection.execute(insert(webhooks).values(account="mile", **came))
        request = {"request": number, "kind": "order_number", "number": number, "requested_at": looked}
        connection.execute(insert(proof_requests).values(account="mile", **request))


def rows(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (shipments, events, proof_images, webhooks, proof_requests, invalidations)
        }


def order(number: str) -> ShipmentRef:
    return ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, number))


def test_forget_erases_everything_of_one_shipment_only(database: Database) -> None:
    store(database, "A")
    store(database, "B")
    assert forget(database, order("A"), NOW) == 3
    one_each = dict.fromkeys(("shipments", "events", "proof_images", "webhooks", "proof_requests"), 1)
    assert rows(database) == {**one_each, "invalidations": 1}
    assert forget(database, order("A"), NOW) == 0


def test_purge_erases_shipments_that_ended_or_had_no_news_for_long(database: Database) -> None:
    store(database, "ended long ago", ended=NOW - 31 * DAY, looked=NOW - 31 * DAY)
    store(database, "ended lately", ended=NOW - 29 * DAY)
    store(database, "silent", looked=NOW - 181 * DAY)
    store(database, "under way", looked=NOW - 29 * DAY)
    with database.writing() as connection:
        for name, expires in (("over", NOW - 1), ("open", NOW + 1)):
            connection.execute(insert(revoked_links).values(brand="northwind", name=name, expires=int(expires)))
        connection.execute(insert(invalidations).values(shipment_key="old", created_at=NOW - 3 * DAY))
    purge(database, NOW, kept_days=30)
    with database.reading() as connection:
        left = connection.execute(select(shipments.c.number).order_by(shipments.c.number)).scalars().all()
        links = connection.execute(select(revoked_links.c.name)).scalars().all()
    assert (left, links) == (["ended lately", "under way"], ["open"])
    assert rows(database) == {
        **dict.fromkeys(("shipments", "events", "proof_images", "webhooks", "proof_requests"), 2),
        "invalidations": 0,
    }
