"""Images that prove deliveries: stored once, in order, and erased with their shipment."""

import pytest
from sqlalchemy import func, select

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.erasure import DAY, forget, purge
from tracking_site.storage.proof_store import ProofStore
from tracking_site.storage.schema import proof_images, proof_requests

ORDER, OTHER = (ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, number)) for number in ("A", "B"))
NOW = 1_800_000_000.0


@pytest.fixture
def store(database: Database) -> ProofStore:
    return ProofStore(database)


def test_images_are_stored_once_in_order_and_only_for_their_shipment(store: ProofStore) -> None:
    for turn in range(2):
        store.add_images(ORDER, "image/jpeg", [b"first", b"second"], NOW + turn)
    store.add_images(OTHER, "image/jpeg", [b"first"], NOW)
    assert (store.image_count(ORDER), store.image_count(OTHER)) == (2, 1)
    assert [store.image(ORDER, place) for place in (1, 2, 3)] == [b"first", b"second", None]


def test_a_request_is_found_by_account_and_id_and_the_latest_time_counts(store: ProofStore) -> None:
    assert (store.requested_at(ORDER), store.request_ref("mile", "r-1")) == (None, None)
    store.record_request(ORDER, "r-1", NOW)
    store.record_request(ORDER, "r-2", NOW + 5)
    assert store.requested_at(ORDER) == NOW + 5
    assert (store.request_ref("mile", "r-1"), store.request_ref("later", "r-1")) == (ORDER, None)


def test_an_erased_shipment_has_no_images_and_no_requests(store: ProofStore, database: Database) -> None:
    for ref in (ORDER, OTHER):
        store.add_images(ref, "image/jpeg", [b"picture"], NOW)
        store.record_request(ref, f"r-{ref.reference.value}", NOW)
    forget(database, ORDER, NOW)
    assert (store.image_count(ORDER), store.requested_at(ORDER)) == (0, None)
    assert (store.image_count(OTHER), store.requested_at(OTHER)) == (1, NOW)


def test_images_are_purged_with_their_shipment(store: ProofStore, database: Database) -> None:
    store.add_images(ORDER, "image/jpeg", [b"picture"], NOW)
    store.record_request(ORDER, "r-1", NOW)
    purge(database, NOW + 400 * DAY, 90)
    with database.reading() as connection:
        left = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (proof_images, proof_requests)
        ]
    assert left == [0, 0]
