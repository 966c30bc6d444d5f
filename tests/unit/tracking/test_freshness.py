"""The freshness limits of an answer, each of which can be configured."""

from datetime import UTC, datetime

import pytest

from tests.support.fakes import shipment
from tracking_site.config import Freshness
from tracking_site.domain.errors import UnknownShipment
from tracking_site.domain.shipment import Status, TrackingResult
from tracking_site.tracking.freshness import FreshnessLimits, limits_for
from tracking_site.tracking.stores import CachedResult

DAY = 86_400
OWN = Freshness(
    fresh=1.0, fresh_out_for_delivery=2.0, fresh_final=3.0, renewing=10.0, kept=100.0, kept_final=200.0, unknown=5.0
)


def kept(status: Status) -> CachedResult:
    return CachedResult(TrackingResult(shipment(status), datetime.now(UTC)), 0.0)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_documented_freshness_limits(status: Status) -> None:
    if status in {Status.DELIVERED, Status.RETURNED, Status.CANCELLED}:
        promised = FreshnessLimits(600, 1200, 30 * DAY)
    elif status is Status.OUT_FOR_DELIVERY:
        promised = FreshnessLimits(15, 615, 7 * DAY)
    else:
        promised = FreshnessLimits(60, 660, 7 * DAY)
    assert limits_for(kept(status), Freshness()) == promised


def test_an_unknown_number_is_cached_for_half_a_minute_at_most() -> None:
    assert limits_for(CachedResult(UnknownShipment(), 0.0), Freshness()) == FreshnessLimits(30, 30, 30)


def test_every_limit_can_be_configured() -> None:
    assert limits_for(kept(Status.PENDING), OWN) == FreshnessLimits(1, 11, 100)
    assert limits_for(kept(Status.OUT_FOR_DELIVERY), OWN) == FreshnessLimits(2, 12, 100)
    assert limits_for(kept(Status.DELIVERED), OWN) == FreshnessLimits(3, 13, 200)
    assert limits_for(CachedResult(UnknownShipment(), 0.0), OWN) == FreshnessLimits(5, 5, 5)
