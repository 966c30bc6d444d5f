"""What tracking needs from the outside, as protocols that `storage` fits by shape."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracking_site.domain.change_feed import StoredAnswer
from tracking_site.domain.errors import TrackingError, UnknownShipment
from tracking_site.domain.recorded_history import RecordedHistory
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Shipment, TrackingResult

LONGEST_WAIT = 60.0
"""Seconds in which everything that is asked for has come to something."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of a carrier that was kept, and when (seconds of the monotonic clock)."""

    answer: TrackingResult | UnknownShipment
    at: float


class ShipmentCache(Protocol):
    """Keeps answers by a key that tells nobody what they are of."""

    def get(self, key: str) -> Kept | None:
        """What is kept under a key."""
        ...

    def put(self, key: str, kept: Kept) -> None:
        """Keeps an answer in the place of an older one."""
        ...

    def drop(self, prefix: str) -> None:
        """Forgets everything whose key begins so."""
        ...


class HistoryStore(Protocol):
    """What is known of shipments beyond their carriers' current answers."""

    def observe(self, ref: ShipmentRef, shipment: Shipment, now: float) -> None:
        """Notes a look at a carrier."""
        ...

    def recall(self, ref: ShipmentRef) -> RecordedHistory:
        """What was told of a shipment, or seen to have changed."""
        ...

    def renewal(self, ref: ShipmentRef) -> StoredAnswer | None:
        """What its carrier answered to the refresher last."""
        ...


class JourneyIndex(Protocol):
    """Which shipments go by which air waybill number, as far as they were looked at or told of."""

    def sharing(self, keys: Collection[str], accounts: Collection[str], most: int) -> Sequence[ShipmentRef]:
        """The shipments of some accounts that have one of these numbers (as `air_waybill_key` has it), the newest first."""
        ...


class LinkRevocations(Protocol):
    """What all processes have to know soon: which sealed links were taken back, and that a shipment was erased."""

    def renew(self) -> None:
        """Has what other processes have noted read, every few seconds, and what was erased dropped."""
        ...

    def revoked(self, brand: str, name: str, issued: int) -> bool:
        """Whether a link of a brand was taken back, by itself or with all the others of the brand."""
        ...


class Counters(Protocol):
    """Counts that run out by themselves, shared by all processes where there is a place for that."""

    def count(self, key: str, seconds: int) -> int:
        """Counts one more, and returns how many it are since the first of them; `seconds` after that it is none."""
        ...

    def take_back(self, key: str) -> None:
        """Counts one less."""
        ...

    def counted(self, key: str) -> tuple[int, float]:
        """How many there are, and for how many seconds they still count."""
        ...


class Amender(Protocol):
    """Where a shipment is kept as something that was just done has made it."""

    def amend(self, ref: ShipmentRef, change: Callable[[Shipment], Shipment]) -> None:
        """Keeps the changed shipment until its carrier is asked, at the next look."""
        ...


class ShipmentTracker(Protocol):
    """The way to shipments; where samples are shown in the place of carriers' answers, another one."""

    def track(self, ref: ShipmentRef) -> TrackingResult:
        """The shipment of one reference, or a `TrackingError`."""
        ...

    def track_all(
        self, ref: Sequence[ShipmentRef], longest: float = LONGEST_WAIT
    ) -> tuple[TrackingResult | TrackingError, ...]:
        """What each of the references comes to within so many seconds."""
        ...
