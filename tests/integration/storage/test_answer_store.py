"""What the refresher keeps: its place and the answers together, closed, and gone with their shipments; one at a time."""

from pathlib import Path

import pytest

from tracking_site.domain.change_feed import Place
from tracking_site.domain.references import AccountReference, Reference, ReferenceKind
from tracking_site.domain.shipment import References, Shipment, Status
from tracking_site.storage.answer_store import Renewals
from tracking_site.storage.database import Database
from tracking_site.storage.encryption import Vault
from tracking_site.storage.erasure import forget
from tracking_site.storage.event_store import Chronicle
from tracking_site.storage.revocations import NoticeBoard

NOW = 1_800_000_000.0
NUMBER = "10482263"
ASKED = AccountReference("geodis", Reference(ReferenceKind.SLI_NUMBER, NUMBER))
ANSWER = b'{"results": [{"shipment": {"receiver": "Grace Holloway"}}]}'
KEY, NEW_KEY = "k" * 32, "n" * 32


@pytest.fixture
def renewals(database: Database) -> Renewals:
    Chronicle(database).observe(ASKED, seen(Status.IN_TRANSIT), NOW)
    return Renewals(database, Vault([KEY]))


def seen(status: Status) -> Shipment:
    return Shipment("leaps", "geodis", "GEODIS", References(sli_number=NUMBER), status)


def test_only_what_was_looked_at_lately_is_renewed(renewals: Renewals) -> None:
    assert renewals.looked_at("geodis", NOW - 1) == {NUMBER}
    assert renewals.looked_at("geodis", NOW + 1) == frozenset()
    assert renewals.looked_at("gls", NOW - 1) == frozenset()


def test_an_answer_holds_until_the_place_unless_a_change_waits(renewals: Renewals) -> None:
    assert (renewals.place("geodis"), renewals.renewal(ASKED)) == (None, None)
    renewals.move("geodis", Place(NOW - 120), {NUMBER: ANSWER}, NOW)
    renewals.move("geodis", Place(NOW - 60), {}, NOW + 60)
    kept = renewals.renewal(ASKED)
    assert kept is not None
    assert (kept.answer, kept.answered_at, kept.holds_at) == (ANSWER, NOW, NOW + 60)
    renewals.move("geodis", Place(NOW, (NUMBER,)), {}, NOW + 120)
    kept = renewals.renewal(ASKED)
    assert kept is not None
    assert (kept.holds_at, renewals.place("geodis")) == (NOW, Place(NOW, (NUMBER,)))


def test_what_is_renewed_is_dropped_by_the_running_processes(renewals: Renewals, database: Database) -> None:
    dropped: list[str] = []
    board = NoticeBoard(database, dropped.append)
    board.revoked("northwind", "name", 0)
    renewals.move("geodis", Place(NOW), {NUMBER: ANSWER, "never looked at": ANSWER}, NOW)
    board._read()
    assert dropped == [ASKED.key]


def test_an_answer_is_forgotten_with_its_shipment(renewals: Renewals, database: Database) -> None:
    renewals.move("geodis", Place(NOW), {NUMBER: ANSWER}, NOW)
    forget(database, ASKED, NOW)
    assert renewals.renewal(ASKED) is None


def test_whoever_has_the_database_alone_reads_no_answer(renewals: Renewals, database: Database, tmp_path: Path) -> None:
    renewals.move("geodis", Place(NOW), {NUMBER: ANSWER}, NOW)
    for file in tmp_path.rglob("*.db*"):
        assert b"Grace Holloway" not in file.read_bytes()
    assert Renewals(database, Vault([NEW_KEY])).renewal(ASKED) is None
    changed = Renewals(database, Vault([NEW_KEY, KEY])).renewal(ASKED)
    assert changed is not None
    assert changed.answer == ANSWER


def test_an_answer_opens_as_its_own_shipments_alone() -> None:
    vault = Vault([KEY])
    assert vault.opened(vault.closed(ANSWER, "one"), "other") is None
    assert vault.opened(b"", "one") is None


def test_one_refresher_is_at_work_until_it_ends_or_says_nothing_any_more(renewals: Renewals) -> None:
    assert renewals.take_lease("refresher", "one", NOW, 150)
    assert not renewals.take_lease("refresher", "other", NOW + 149, 150)
    assert renewals.take_lease("refresher", "one", NOW + 149, 150)
    assert not renewals.take_lease("refresher", "other", NOW + 298, 150)
    assert renewals.take_lease("refresher", "other", NOW + 299, 150)
    renewals.release("refresher", "one")
    assert not renewals.take_lease("refresher", "one", NOW + 300, 150)
    renewals.release("refresher", "other")
    assert renewals.take_lease("refresher", "one", NOW + 300, 150)
