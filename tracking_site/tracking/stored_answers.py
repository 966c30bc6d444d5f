"""The conditions under which the refresher's stored answer replaces a call."""

from dataclasses import dataclass

from tracking_site.domain.shipment import Shipment

MAX_AGE_SECONDS = 900.0
"""The maximum age of an answer: a change feed need not report every new event."""
MAX_FEED_LAG_SECONDS = 90.0
"""The maximum time since the refresher read the feed: longer than its interval, so that it is known to be running."""


@dataclass(frozen=True, slots=True)
class StoredShipment:
    """A shipment as the refresher fetched it, when, and until when it is known to be current (Unix seconds)."""

    shipment: Shipment
    answered_at: float
    current_at: float

    def is_usable(self, now: float) -> bool:
        """Tell whether the carrier need not be called."""
        return now - self.answered_at < MAX_AGE_SECONDS and now - self.current_at < MAX_FEED_LAG_SECONDS
