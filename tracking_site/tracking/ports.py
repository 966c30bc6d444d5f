"""What tracking needs from the outside, as protocols that `storage` fits by shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tracking_site.models.errors import TrackingError, UnknownShipment
from tracking_site.models.reference import AccountReference
from tracking_site.models.shipment import Tracked


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of a carrier that was kept, and when (seconds of the monotonic clock)."""

    answer: Tracked | UnknownShipment
    at: float


class ShipmentCache(Protocol):
    """Keeps answers by a key that tells nobody what they are of."""

    def get(self, key: str) -> Kept | None:
        """What is kept under a key."""
        ...

    def put(self, key: str, kept: Kept) -> None:
        """Keeps an answer in the place of an older one."""
        ...


class Tracking(Protocol):
    """The way to shipments; where samples are shown in the place of carriers' answers, another one."""

    def track(self, asked: AccountReference) -> Tracked:
        """The shipment of one reference, or a `TrackingError`."""
        ...

    def track_all(self, asked: Sequence[AccountReference]) -> tuple[Tracked | TrackingError, ...]:
        """What each of the references comes to."""
        ...
