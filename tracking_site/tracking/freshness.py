"""The ages up to which a cached answer is fresh, and may be shown stale (RFC 5861); `tracker.py` decides by them."""

from dataclasses import dataclass

from tracking_site.config import Freshness
from tracking_site.domain.errors import UnknownShipment
from tracking_site.domain.shipment import Status
from tracking_site.tracking.stores import CachedResult


@dataclass(frozen=True, slots=True)
class FreshnessLimits:
    """Ages in seconds: fresh, shown while it is revalidated, and shown where the carrier fails."""

    fresh: float
    stale_while_revalidate: float
    stale_if_error: float


def limits_for(cached: CachedResult, config: Freshness) -> FreshnessLimits:
    """Return the limits of an answer by its status: out for delivery changes soon, a final status hardly ever."""
    if isinstance(cached.answer, UnknownShipment):
        return FreshnessLimits(config.unknown, config.unknown, config.unknown)
    status = cached.answer.shipment.status
    if status.final:
        return FreshnessLimits(config.fresh_final, config.fresh_final + config.renewing, config.kept_final)
    fresh = config.fresh_out_for_delivery if status is Status.OUT_FOR_DELIVERY else config.fresh
    return FreshnessLimits(fresh, fresh + config.renewing, config.kept)
