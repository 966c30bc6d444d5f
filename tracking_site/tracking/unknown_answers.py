"""A carrier that no longer knows a shipment which was shown: believed when it says so twice."""

from dataclasses import replace

from tracking_site.domain.shipment import TrackingResult
from tracking_site.tracking.stores import CachedResult

CONFIRM_AFTER_SECONDS = 5.0
"""The time after a carrier's first "unknown" after which it is asked again; until then the shipment is shown as stale."""


def is_due(cached: CachedResult, now: float) -> bool | None:
    """Tell whether a doubted shipment has to be fetched again; None where the shipment is not doubted."""
    return None if cached.doubted_at is None else now - cached.doubted_at >= CONFIRM_AFTER_SECONDS


def doubted(shown: CachedResult | None, now: float) -> CachedResult | None:
    """Return what stays cached when a carrier answers "unknown", or None where that answer is to be believed.

    It is where nothing was shown, where only webhooks told of the shipment before, and when it comes the second time.
    """
    if shown is None or not isinstance(shown.answer, TrackingResult) or shown.from_history or is_due(shown, now):
        return None
    first = now if shown.doubted_at is None else shown.doubted_at
    return replace(shown, answer=replace(shown.answer, stale=True), doubted_at=first)
