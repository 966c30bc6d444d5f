"""The refresher's store: cursors and encrypted answers, stored together and erased with their shipments; leases."""

from pathlib import Path

import pytest

from tracking_site.domain.change_feed import FeedCursor
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import References, Shipment, Status
from tracking_site.storage.answer_store import AnswerStore
from tracking_site.storage.database import Database
from tracking_site.storage.encryption import AtRestCipher
from tracking_site.storage.erasure import forget
from tracking_site.storage.event_store import EventStore
from tracking_site.storage.journey_index import JourneyIndex
from tracking_site.storage.revocations import Revocations

NOW = 1_800_000_000.0
NUMBER = "10482263"
KIND = ReferenceKind.SLI_NUMBER
ASKED = ShipmentRef("geodis", Reference(KIND, NUMBER))
ANSWER = b'{"results": [{"shipment": {"receiver": "Grace Holloway"}}]}'
KEY, NEW_KEY = "k" * 32, "n" * 32


@pytest.fixture
def renewals(database: Database) -> AnswerStore:
    EventStore(database, JourneyIndex(database)).record_fetch(ASKED, seen(Status.IN_TRANSIT), NOW)
    return AnswerStore(database, AtRestCipher([KEY]))


def seen(status: Status) -> Shipment:
    return Shipment("leaps", "geodis", "GEODIS", References(sli_number=NUMBER), status)


def test_only_recently_viewed_shipments_are_fetched(renewals: AnswerStore) -> None:
    assert renewals.viewed_since("geodis", KIND, NOW - 1) == {NUMBER}
    assert renewals.viewed_since("geodis", KIND, NOW + 1) == frozenset()
    assert renewals.viewed_since("gls", KIND, NOW - 1) == frozenset()


def test_an_answer_is_current_up_to_the_cursor_unless_a_change_is_pending(renewals: AnswerStore) -> None:
    assert (renewals.cursor("geodis"), renewals.stored_answer(ASKED)) == (None, None)
    renewals.advance("geodis", KIND, FeedCursor(NOW - 120), {NUMBER: ANSWER}, NOW)
    renewals.advance("geodis", KIND, FeedCursor(NOW - 60), {}, NOW + 60)
    kept = renewals.stored_answer(ASKED)
    assert kept is not None
    assert (kept.answer, kept.answered_at, kept.current_at) == (ANSWER, NOW, NOW + 60)
    renewals.advance("geodis", KIND, FeedCursor(NOW, (NUMBER,)), {}, NOW + 120)
    kept = renewals.stored_answer(ASKED)
    assert kept is not None
    assert (kept.current_at, renewals.cursor("geodis")) == (NOW, FeedCursor(NOW, (NUMBER,)))


def test_stored_answers_invalidate_the_caches_of_running_processes(renewals: AnswerStore, database: Database) -> None:
    dropped: list[str] = []
    board = Revocations(database, dropped.append)
    board.is_revoked("northwind", "name", 0)
    renewals.advance("geodis", KIND, FeedCursor(NOW), {NUMBER: ANSWER, "never looked at": ANSWER}, NOW)
    board._read()
    assert dropped == [ASKED.key]


def test_an_answer_is_erased_with_its_shipment(renewals: AnswerStore, database: Database) -> None:
    renewals.advance("geodis", KIND, FeedCursor(NOW), {NUMBER: ANSWER}, NOW)
    forget(database, ASKED, NOW)
    assert renewals.stored_answer(ASKED) is None


def test_answers_cannot_be_read_without_the_secret_key(
    renewals: AnswerStore, database: Database, tmp_path: Path
) -> None:
    renewals.advance("geodis", KIND, FeedCursor(NOW), {NUMBER: ANSWER}, NOW)
    for file in tmp_path.rglob("*.db*"):
        assert b"Grace Holloway" not in file.read_bytes()
    assert AnswerStore(database, AtRestCipher([NEW_KEY])).stored_answer(ASKED) is None
    changed = AnswerStore(database, AtRestCipher([NEW_KEY, KEY])).stored_answer(ASKED)
    assert changed is not None
    assert changed.answer == ANSWER


def test_an_answer_decrypts_only_for_its_own_shipment() -> None:
    vault = AtRestCipher([KEY])
    assert vault.decrypt(vault.encrypt(ANSWER, "one"), "other") is None
    assert vault.decrypt(b"", "one") is None


def test_one_refresher_holds_the_lease_until_it_is_released_or_expires(renewals: AnswerStore) -> None:
    assert renewals.acquire_lease("refresher", "one", NOW, 150)
    assert not renewals.acquire_lease("refresher", "other", NOW + 149, 150)
    assert renewals.acquire_lease("refresher", "one", NOW + 149, 150)
    assert not renewals.acquire_lease("refresher", "other", NOW + 298, 150)
    assert renewals.acquire_lease("refresher", "other", NOW + 299, 150)
    renewals.release_lease("refresher", "one")
    assert not renewals.acquire_lease("refresher", "one", NOW + 300, 150)
    renewals.release_lease("refresher", "other")
    assert renewals.acquire_lease("refresher", "one", NOW + 300, 150)
