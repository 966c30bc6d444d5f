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
def answers(database: Database) -> AnswerStore:
    EventStore(database, JourneyIndex(database)).record_fetch(ASKED, seen(Status.IN_TRANSIT), NOW)
    return AnswerStore(database, AtRestCipher([KEY]))


def seen(status: Status) -> Shipment:
    return Shipment("leaps", "geodis", "GEODIS", References(sli_number=NUMBER), status)


def test_only_recently_viewed_shipments_are_fetched(answers: AnswerStore) -> None:
    assert answers.viewed_since("geodis", KIND, NOW - 1) == {NUMBER}
    assert answers.viewed_since("geodis", KIND, NOW + 1) == frozenset()
    assert answers.viewed_since("gls", KIND, NOW - 1) == frozenset()


def test_an_answer_is_current_up_to_the_cursor_unless_a_change_is_pending(answers: AnswerStore) -> None:
    assert (answers.cursor("geodis"), answers.stored_answer(ASKED)) == (None, None)
    answers.advance("geodis", KIND, FeedCursor(NOW - 120), {NUMBER: ANSWER}, NOW)
    answers.advance("geodis", KIND, FeedCursor(NOW - 60), {}, NOW + 60)
    kept = answers.stored_answer(ASKED)
    assert kept is not None
    assert (kept.answer, kept.answered_at, kept.current_at) == (ANSWER, NOW, NOW + 60)
    answers.advance("geodis", KIND, FeedCursor(NOW, (NUMBER,)), {}, NOW + 120)
    kept = answers.stored_answer(ASKED)
    assert kept is not None
    assert (kept.current_at, answers.cursor("geodis")) == (NOW, FeedCursor(NOW, (NUMBER,)))


def test_stored_answers_invalidate_the_caches_of_running_processes(answers: AnswerStore, database: Database) -> None:
    dropped: list[str] = []
    revocations = Revocations(database, dropped.append)
    revocations.is_revoked("northwind", "name", 0)
    answers.advance("geodis", KIND, FeedCursor(NOW), {NUMBER: ANSWER, "never looked at": ANSWER}, NOW)
    revocations._read()
    assert dropped == [ASKED.key]


def test_an_answer_is_erased_with_its_shipment(answers: AnswerStore, database: Database) -> None:
    answers.advance("geodis", KIND, FeedCursor(NOW), {NUMBER: ANSWER}, NOW)
    forget(database, ASKED, NOW)
    assert answers.stored_answer(ASKED) is None


def test_answers_cannot_be_read_without_the_secret_key(
    answers: AnswerStore, database: Database, tmp_path: Path
) -> None:
    answers.advance("geodis", KIND, FeedCursor(NOW), {NUMBER: ANSWER}, NOW)
    for file in tmp_path.rglob("*.db*"):
        assert b"Grace Holloway" not in file.read_bytes()
    assert AnswerStore(database, AtRestCipher([NEW_KEY])).stored_answer(ASKED) is None
    changed = AnswerStore(database, AtRestCipher([NEW_KEY, KEY])).stored_answer(ASKED)
    assert changed is not None
    assert changed.answer == ANSWER


def test_an_answer_decrypts_only_for_its_own_shipment() -> None:
    cipher = AtRestCipher([KEY])
    assert cipher.decrypt(cipher.encrypt(ANSWER, "one"), "other") is None
    assert cipher.decrypt(b"", "one") is None


def test_one_refresher_holds_the_lease_until_it_is_released_or_expires(answers: AnswerStore) -> None:
    assert answers.acquire_lease("refresher", "one", NOW, 150)
    assert not answers.acquire_lease("refresher", "other", NOW + 149, 150)
    assert answers.acquire_lease("refresher", "one", NOW + 149, 150)
    assert not answers.acquire_lease("refresher", "other", NOW + 298, 150)
    assert answers.acquire_lease("refresher", "other", NOW + 299, 150)
    answers.release_lease("refresher", "one")
    assert not answers.acquire_lease("refresher", "one", NOW + 300, 150)
    answers.release_lease("refresher", "other")
    assert answers.acquire_lease("refresher", "one", NOW + 300, 150)
