"""Changes that every process polls for: revoked links and erased shipments."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.database import Database
from tracking_site.storage.erasure import forget
from tracking_site.storage.revocations import Revocations

ORDER = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "GR432U5"))


Board = Callable[..., Revocations]


@pytest.fixture
def revocations(database: Database) -> Iterator[Board]:
    """Yield a function that makes revocations which poll the database on every call."""
    with ExitStack() as opened:

        def make(erased: Callable[[str], None] = lambda _: None) -> Revocations:
            found = Revocations(database, erased, every=0.0)
            opened.callback(found.close)
            return found

        yield make


def in_time(happened: Callable[[], bool]) -> bool:
    """Tell whether a condition becomes true within seconds, since polling runs in the background."""
    ends = time.monotonic() + 5
    while not happened() and time.monotonic() < ends:
        time.sleep(0.02)
    return happened()


def test_a_link_revoked_by_one_process_does_not_open_in_another(revocations: Board) -> None:
    one, other = revocations(), revocations()
    assert not other.is_revoked("northwind", "abc", 100)
    one.revoke("northwind", "abc", int(time.time()) + 1000)
    assert one.is_revoked("northwind", "abc", 100), "who took it back knows at once"
    assert in_time(lambda: other.is_revoked("northwind", "abc", 100))
    assert not other.is_revoked("northwind", "def", 100)
    assert not other.is_revoked("fjord", "abc", 100), "another brand's links are its own"


def test_after_revoking_all_links_of_a_brand_new_ones_open(revocations: Board) -> None:
    invalidated = revocations()
    made = int(time.time())
    invalidated.revoke_all("northwind")
    assert invalidated.is_revoked("northwind", "abc", made)
    assert not invalidated.is_revoked("northwind", "def", int(time.time()))
    assert not invalidated.is_revoked("fjord", "abc", made)


def test_an_erasure_clears_the_cache_of_every_process(revocations: Board, database: Database) -> None:
    dropped: list[str] = []
    invalidated = revocations(dropped.append)
    invalidated.is_revoked("northwind", "abc", 0)
    forget(database, ORDER, time.time())

    def content() -> bool:
        invalidated.is_revoked("northwind", "abc", 0)
        return bool(dropped)

    assert in_time(content)
    assert set(dropped) == {ORDER.key}
