"""What tracking needs from the outside, as protocols that `storage` fits by shape."""

from dataclasses import dataclass
from typing import Protocol

from tracking_site.models.errors import UnknownShipment
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
