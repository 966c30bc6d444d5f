"""For how long an answer is good: fresh, good enough while it is renewed, or good for want of a better (RFC 5861)."""

from dataclasses import dataclass

from tracking_site.config import Freshness
from tracking_site.domain.errors import UnknownShipment
from tracking_site.domain.shipment import Status
from tracking_site.tracking.stores import Kept


@dataclass(frozen=True, slots=True)
class FreshnessLimits:
    """Up to which age, in seconds, an answer is fresh, may be shown while it is renewed, and where its carrier fails."""

    fresh: float
    renewing: float
    kept: float


def spans(kept: Kept, figures: Freshness) -> FreshnessLimits:
    """The spans of an answer, by what it says: what is out for delivery changes soon, what is final hardly ever."""
    if isinstance(kept.answer, UnknownShipment):
        return FreshnessLimits(figures.unknown, figures.unknown, figures.unknown)
    status = kept.answer.shipment.status
    if status.final:
        return FreshnessLimits(figures.fresh_final, figures.fresh_final + figures.renewing, figures.kept_final)
    fresh = figures.fresh_out_for_delivery if status is Status.OUT_FOR_DELIVERY else figures.fresh
    return FreshnessLimits(fresh, fresh + figures.renewing, figures.kept)
