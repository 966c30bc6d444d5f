"""When a shipment was expected, as it is stored: what was expected at first, and what was told last by whom."""

from datetime import UTC, date, datetime

import msgspec

from tracking_site.domain.recorded_history import ArrivalEstimate
from tracking_site.domain.shipment import DeliveryWindow, Moment


class StoredEstimate(msgspec.Struct, frozen=True, omit_defaults=True):
    """One expectation: moments in ISO form, and when it was told in seconds since 1970."""

    told_at: float
    earliest: str | None = None
    latest: str | None = None
    stops_before: int | None = None

    @property
    def window(self) -> DeliveryWindow:
        """The window alone."""
        return DeliveryWindow(_moment(self.earliest), _moment(self.latest))

    @property
    def arrival(self) -> ArrivalEstimate:
        """As it was told."""
        return ArrivalEstimate(self.window, self.stops_before, datetime.fromtimestamp(self.told_at, UTC))


class StoredEstimates(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was expected at first, what the carrier's answers say since when, and what a webhook told last."""

    first: StoredEstimate | None = None
    answered: StoredEstimate | None = None
    announced: StoredEstimate | None = None

    @classmethod
    def of(cls, stored: str | None) -> "StoredEstimates":
        """What is stored; nothing where nothing is."""
        return msgspec.json.decode(stored, type=cls) if stored else cls()

    def stored(self) -> str:
        """As it is stored."""
        return msgspec.json.encode(self).decode()

    def answering(self, window: DeliveryWindow, now: float) -> "StoredEstimates":
        """With what the carrier says now: its time is that of the first answer that said so."""
        if self.answered is not None and self.answered.window == window:
            return self
        answered = _kept(window, now)
        return StoredEstimates(_earlier(self.first, answered), answered, self.announced)

    def announcing(self, arrival: ArrivalEstimate, received_at: float) -> "StoredEstimates":
        """With what a webhook told, unless a later one is known or it was over when it came."""
        told_at = min(arrival.told_at.timestamp() if arrival.told_at else received_at, received_at)
        announced = _kept(arrival.window, told_at, arrival.stops_before)
        ends = arrival.window.latest or arrival.window.earliest
        if not isinstance(ends, datetime) or ends.timestamp() < received_at:
            return self
        newest = announced if self.announced is None or self.announced.told_at <= told_at else self.announced
        return StoredEstimates(_earlier(self.first, announced), self.answered, newest)

    @property
    def newest_announced(self) -> ArrivalEstimate | None:
        """What a webhook told after the carrier's answers had last changed."""
        if self.announced is None or (self.answered is not None and self.answered.told_at >= self.announced.told_at):
            return None
        return self.announced.arrival


def _kept(window: DeliveryWindow, told_at: float, stops_before: int | None = None) -> StoredEstimate:
    return StoredEstimate(told_at, _iso(window.earliest), _iso(window.latest), stops_before)


def _earlier(first: StoredEstimate | None, other: StoredEstimate) -> StoredEstimate:
    return first if first is not None and first.told_at <= other.told_at else other


def _iso(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(stored: str | None) -> Moment | None:
    if stored is None:
        return None
    return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)
