"""The order in which the refresher fetches what a feed lists, which can list a change more than once."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from tracking_site.carriers.adapter import FeedPage
from tracking_site.domain.change_feed import FeedCursor
from tracking_site.domain.references import ReferenceKind
from tracking_site.features.change_feed.refresher import MAX_SHIPMENTS_PER_CALL, Refresher

if TYPE_CHECKING:
    from tracking_site.carriers.client import CarrierClient

OLD = tuple(f"1{number:03}" for number in range(MAX_SHIPMENTS_PER_CALL + 10))


class Store:
    """A store in which every number was viewed."""

    def __init__(self) -> None:
        self.stored: FeedCursor | None = None
        self.viewed = frozenset(OLD)

    def cursor(self, _: str) -> FeedCursor | None:
        return self.stored

    def viewed_since(self, _: str, __: ReferenceKind, ___: float) -> frozenset[str]:
        return self.viewed

    def advance(self, _: str, __: ReferenceKind, cursor: FeedCursor, ___: Mapping[str, bytes], ____: float) -> None:
        self.stored = cursor

    def acquire_lease(self, *_: object) -> bool:
        return True

    def release_lease(self, *_: object) -> None: ...


class Feed:
    """A client whose feed lists the same numbers in every round."""

    def __init__(self, *listed: str) -> None:
        self.listed = frozenset(listed)
        self.fetched: list[tuple[str, ...]] = []
        feed = SimpleNamespace(
            reference_kind=ReferenceKind.SLI_NUMBER, fetch=lambda _since, numbers: self.fetched.append(numbers)
        )
        self.adapter = SimpleNamespace(change_feed=feed)

    def execute(self, _: Any) -> FeedPage:
        return FeedPage(self.listed, dict.fromkeys(self.fetched[-1], b"{}"))


def test_a_new_change_is_fetched_before_those_that_are_listed_again() -> None:
    feed, store = Feed(*OLD), Store()
    refresher = Refresher({"geodis": cast("CarrierClient", feed)}, store, "tests")
    for _ in range(3):
        assert refresher.round()
    assert set(feed.fetched[1]) | set(feed.fetched[2][:10]) == set(OLD), "each once before any is fetched again"
    feed.listed |= {"2000"}
    store.viewed |= {"2000"}
    assert refresher.round()
    assert refresher.round()
    assert feed.fetched[-1][0] == "2000"


def test_what_is_listed_again_is_fetched_again() -> None:
    feed, store = Feed("1001"), Store()
    refresher = Refresher({"geodis": cast("CarrierClient", feed)}, store, "tests")
    for _ in range(3):
        assert refresher.round()
    assert feed.fetched == [(), ("1001",), ("1001",)]
