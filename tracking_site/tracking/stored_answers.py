"""What the refresher brought, and for how long that is as good as asking."""

from dataclasses import dataclass

from tracking_site.domain.shipment import Shipment

GOOD_FOR = 900.0
"""Seconds. That a new status message counts as a change is not documented, so that sooner or later it is asked for."""
HEARD_WITHIN = 90.0
"""Seconds since the refresher heard of no newer change: longer than a round, so that it is known to be at work."""


@dataclass(frozen=True, slots=True)
class StoredShipment:
    """A shipment as its carrier told it to the refresher, when, and until when it is known to hold (seconds since 1970)."""

    shipment: Shipment
    answered_at: float
    holds_at: float

    def good(self, now: float) -> bool:
        """Whether the carrier need not be asked."""
        return now - self.answered_at < GOOD_FOR and now - self.holds_at < HEARD_WITHIN
