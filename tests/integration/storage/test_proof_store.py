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
def album(database: Database) -> ProofStore:
    return ProofStore(database)


def test_images_are_stored_once_in_order_and_only_for_their_shipment(album: ProofStore) -> None:
    for turn in range(2):
        album.add_images(ORDER, "image/jpeg", [b"first", b"second"], NOW + turn)
    album.add_images(OTHER, "image/jpeg", [b"first"], NOW)
    assert (album.image_count(ORDER), album.image_count(OTHER)) == (2, 1)
    assert [album.image(ORDER, place) for place in (1, 2, 3)] == [b"first", b"second", None]


def test_a_request_is_found_by_account_and_id_and_the_latest_time_counts(album: ProofStore) -> None:
    assert (album.requested_at(ORDER), album.request_ref("mile", "r-1")) == (None, None)
    album.record_request(ORDER, "r-1", NOW)
    album.record_request(ORDER, "r-2", NOW + 5)
    assert album.requested_at(ORDER) == NOW + 5
    assert (album.request_ref("mile", "r-1"), album.request_ref("later", "r-1")) == (ORDER, None)


def test_an_erased_shipment_has_no_images_and_no_requests(album: ProofStore, database: Database) -> None:
    for ref in (ORDER, OTHER):
        album.add_images(ref, "image/jpeg", [b"picture"], NOW)
        album.record_request(ref, f"r-{ref.reference.value}", NOW)
    forget(database, ORDER, NOW)
    assert (album.image_count(ORDER), album.requested_at(ORDER)) == (0, None)
    assert (album.image_count(OTHER), album.requested_at(OTHER)) == (1, NOW)


def test_images_are_purged_with_their_shipment(album: ProofStore, database: Database) -> None:
    album.add_images(ORDER, "image/jpeg", [b"picture"], NOW)
    album.record_request(ORDER, "r-1", NOW)
    purge(database, NOW + 400 * DAY, 90)
    with database.reading() as connection:
        left = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (proof_images, proof_requests)
        ]
    assert left == [0, 0]
