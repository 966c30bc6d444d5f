"""The protocols that tracking needs and `storage` implements by shape."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracking_site.domain.change_feed import StoredAnswer
from tracking_site.domain.errors import TrackingError, UnknownShipment
from tracking_site.domain.recorded_history import RecordedHistory
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Shipment, TrackingResult

MAX_WAIT_SECONDS = 60.0
"""Within this time every reference has a result or a timeout."""
STALE_WAIT_SECONDS = 0.2
"""The time that a viewer waits for newer answers, all together, before what is cached is shown."""
LEG_WAIT_SECONDS = 2.0
"""The time limit for another carrier's leg that is not cached, on a page that is not cached either."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The times until which one view waits for carriers (seconds of the monotonic clock).

    `cached` is for a shipment with a cached answer, `uncached` for one without. Of a `warm` view, whose own shipment is
    cached, both are the same: it waits for nothing longer.
    """

    cached: float
    uncached: float
    warm: bool = False

    @classmethod
    def of_view(cls, now: float, *, warm: bool) -> "Deadlines":
        """Return the deadlines of a view that begins now."""
        soon = now + STALE_WAIT_SECONDS
        return cls(soon, soon if warm else now + MAX_WAIT_SECONDS, warm)

    def for_legs(self, now: float) -> "Deadlines":
        """Return the deadlines of the other legs of a journey, whose own leg is there now."""
        if self.warm:
            return self
        return Deadlines(now + STALE_WAIT_SECONDS, min(self.uncached, now + LEG_WAIT_SECONDS))


@dataclass(frozen=True, slots=True)
class CachedResult:
    """A carrier's answer in the cache, and when it was cached (seconds of the monotonic clock).

    `doubted_at` is when the carrier said for the first time that it does not know the shipment that it told of before;
    `from_history` says that it does not, and that the answer is from webhooks.
    """

    answer: TrackingResult | UnknownShipment
    cached_at: float
    doubted_at: float | None = None
    from_history: bool = False


class ResultCache(Protocol):
    """Caches answers under keys that reveal nothing."""

    def get(self, key: str) -> CachedResult | None:
        """Return the cached result of a key."""
        ...

    def put(self, key: str, value: CachedResult) -> None:
        """Cache a result in place of an older one."""
        ...

    def drop(self, prefix: str) -> None:
        """Drop every result whose key begins with a prefix."""
        ...


class HistoryStore(Protocol):
    """The store of shipments' recorded history."""

    def record_fetch(self, ref: ShipmentRef, shipment: Shipment, now: float) -> None:
        """Record a fetch from the carrier."""
        ...

    def history_of(self, ref: ShipmentRef) -> RecordedHistory:
        """Return the events from webhooks, and those observed between fetches."""
        ...

    def was_fetched(self, ref: ShipmentRef) -> bool:
        """Tell whether the carrier has known the shipment at some time."""
        ...


class StoredAnswers(Protocol):
    """The answers that the refresher fetched."""

    def stored_answer(self, ref: ShipmentRef) -> StoredAnswer | None:
        """Return the last answer that was fetched for a shipment."""
        ...


class JourneyIndex(Protocol):
    """Shipments by air waybill number, as far as they were fetched or announced."""

    def by_air_waybill(self, keys: Collection[str], accounts: Collection[str], limit: int) -> Sequence[ShipmentRef]:
        """Return the shipments of some accounts with one of these numbers (`air_waybill_key`), the newest first."""
        ...


class LinkRevocations(Protocol):
    """The revoked sealed links; polls for changes by other processes."""

    def refresh(self) -> None:
        """Poll where that is due: revocations, and shipments whose cached results are invalid."""
        ...

    def is_revoked(self, brand: str, name: str, issued: int) -> bool:
        """Tell whether a link of a brand was revoked, by itself or with all links of the brand."""
        ...


class Counters(Protocol):
    """Counters that expire, shared by all processes where Redis is configured."""

    def increment(self, key: str, seconds: int) -> int:
        """Increment and return the count; the window starts with the first hit and lasts `seconds`."""
        ...

    def decrement(self, key: str) -> None:
        """Decrement the count."""
        ...

    def count(self, key: str) -> tuple[int, float]:
        """Return the count and the seconds until it expires."""
        ...


class ShipmentTracker(Protocol):
    """The way to shipments; the preview has another one, with samples."""

    def deadlines(self, refs: Sequence[ShipmentRef]) -> Deadlines:
        """Return the deadlines of a view of these shipments, which begins now."""
        ...

    def track(self, ref: ShipmentRef, deadlines: Deadlines | None = None) -> TrackingResult:
        """Return the shipment of one reference, or raise a `TrackingError`."""
        ...

    def track_all(
        self, refs: Sequence[ShipmentRef], deadlines: Deadlines | None = None
    ) -> tuple[TrackingResult | TrackingError, ...]:
        """Return the outcome of each reference by the deadlines of the view, or of a view that begins now."""
        ...

    def amend(self, ref: ShipmentRef, change: Callable[[Shipment], Shipment]) -> None:
        """Change the cached shipment as an action has just changed it at the carrier."""
        ...
