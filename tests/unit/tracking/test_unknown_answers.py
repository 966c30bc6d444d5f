"""A carrier's "unknown" is believed at once of what it never told of, and the second time of what it did."""

from datetime import UTC, datetime

import pytest

from tests.support.fakes import shipment
from tracking_site.domain.errors import UnknownShipment
from tracking_site.domain.shipment import TrackingResult
from tracking_site.tracking.stores import CachedResult
from tracking_site.tracking.unknown_answers import CONFIRM_AFTER_SECONDS, doubted, is_due

SHOWN = CachedResult(TrackingResult(shipment(), datetime(2026, 11, 25, tzinfo=UTC)), 100.0)
FROM_WEBHOOKS = CachedResult(SHOWN.answer, 100.0, from_history=True)


def test_the_first_unknown_keeps_the_shipment_as_stale() -> None:
    kept = doubted(SHOWN, 200.0)
    assert kept is not None
    assert isinstance(kept.answer, TrackingResult)
    assert (kept.answer.stale, kept.cached_at, kept.doubted_at) == (True, 100.0, 200.0)
    assert doubted(kept, 200.0 + CONFIRM_AFTER_SECONDS - 0.1) == kept
    assert doubted(kept, 200.0 + CONFIRM_AFTER_SECONDS) is None


@pytest.mark.parametrize(
    "before", [None, FROM_WEBHOOKS, CachedResult(UnknownShipment(), 100.0)], ids=["cold", "webhooks alone", "unknown"]
)
def test_what_the_carrier_never_told_of_is_unknown_at_once(before: CachedResult | None) -> None:
    assert doubted(before, 200.0) is None


def test_a_shipment_without_doubt_is_never_due() -> None:
    assert is_due(SHOWN, 1e9) is None
