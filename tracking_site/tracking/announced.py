"""Shipments that a sealed link announces before their carrier knows them."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from tracking_site.carriers.adapter import Adapter
from tracking_site.domain.announcement import Announcement
from tracking_site.domain.errors import StoreUnavailable, UnknownShipment
from tracking_site.domain.shipment import References, Shipment, Status, TrackingResult, instant_of
from tracking_site.tracking.sealed_links import DAY, SealedLink
from tracking_site.tracking.stores import HistoryStore

ANNOUNCED_DAYS = 30
"""The days after a link was made, or after the latest time that it expects, in which it announces its shipment."""


class AnnouncedShipments:
    """Makes the shipment of a link whose carrier does not know it yet.

    A shipment that its carrier has known and knows no more is not announced: it is gone. The store tells; what it has
    forgotten is so old that the link announces nothing any more.
    """

    def __init__(
        self,
        adapters: Mapping[str, Adapter],
        history: HistoryStore | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Without `history` every link is taken for one to a shipment that its carrier has never known."""
        self._adapters = adapters
        self._history = history
        self._clock = clock

    def in_place_of(self, error: UnknownShipment, link: SealedLink) -> TrackingResult:
        """Return the announced shipment, or raise the error again where the link announces none."""
        now = self._clock()
        if error.exists or now >= _announces_until(link) or self._was_known(link):
            raise error.with_traceback(None)
        account, announcement = self._adapters[link.ref.account].account, link.announcement
        shipment = Shipment(
            carrier=account.carrier,
            account=account.id,
            carrier_name=account.name,
            references=References.of(link.ref.reference),
            status=Status.PENDING,
            estimated_delivery=announcement.expected,
            promised_delivery=announcement.expected,
            merchant=announcement.merchant,
        )
        return TrackingResult(shipment, datetime.fromtimestamp(int(now), UTC))

    def _was_known(self, link: SealedLink) -> bool:
        if self._history is not None:
            with suppress(StoreUnavailable):
                return self._history.was_fetched(link.ref)
        return False


def with_merchant(tracking: TrackingResult, announcement: Announcement) -> TrackingResult:
    """Add the merchant's name of a link to a shipment whose carrier gives none."""
    if tracking.shipment.merchant or not announcement.merchant:
        return tracking
    return replace(tracking, shipment=replace(tracking.shipment, merchant=announcement.merchant))


def _announces_until(link: SealedLink) -> float:
    expected = link.announcement.expected
    last = (expected.latest or expected.earliest) if expected else None
    return max(link.issued, instant_of(last).timestamp() if last else 0) + ANNOUNCED_DAYS * DAY
