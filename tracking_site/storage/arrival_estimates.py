"""When a shipment was expected, as it is stored: what was expected at first, and what was told last by whom."""

from datetime import UTC, date, datetime

import msgspec

from tracking_site.domain.recorded_history import Arrival
from tracking_site.domain.shipment import DeliveryWindow, Moment


class KeptArrival(msgspec.Struct, frozen=True, omit_defaults=True):
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
    def arrival(self) -> Arrival:
        """As it was told."""
        return Arrival(self.window, self.stops_before, datetime.fromtimestamp(self.told_at, UTC))


class KeptArrivals(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was expected at first, what the carrier's answers say since when, and what a webhook told last."""

    first: KeptArrival | None = None
    answered: KeptArrival | None = None
    announced: KeptArrival | None = None

    @classmethod
    def of(cls, stored: str | None) -> "KeptArrivals":
        """What is stored; nothing where nothing is."""
        return msgspec.json.decode(stored, type=cls) if stored else cls()

    def stored(self) -> str:
        """As it is stored."""
        return msgspec.json.encode(self).decode()

    def answering(self, window: DeliveryWindow, now: float) -> "KeptArrivals":
        """With what the carrier says now: its time is that of the first answer that said so."""
        if self.answered is not None and self.answered.window == window:
            return self
        answered = _kept(window, now)
        return KeptArrivals(_earlier(self.first, answered), answered, self.announced)

    def announcing(self, arrival: Arrival, received_at: float) -> "KeptArrivals":
        """With what a webhook told, unless a later one is known or it was over when it came."""
        told_at = min(arrival.told_at.timestamp() if arrival.told_at else received_at, received_at)
        announced = _kept(arrival.window, told_at, arrival.stops_before)
        ends = arrival.window.latest or arrival.window.earliest
        if not isinstance(ends, datetime) or ends.timestamp() < received_at:
            return self
        newest = announced if self.announced is None or self.announced.told_at <= told_at else self.announced
        return KeptArrivals(_earlier(self.first, announced), self.answered, newest)

    @property
    def newest_announced(self) -> Arrival | None:
        """What a webhook told after the carrier's answers had last changed."""
        if self.announced is None or (self.answered is not None and self.answered.told_at >= self.announced.told_at):
            return None
        return self.announced.arrival


def _kept(window: DeliveryWindow, told_at: float, stops_before: int | None = None) -> KeptArrival:
    return KeptArrival(told_at, _iso(window.earliest), _iso(window.latest), stops_before)


def _earlier(first: KeptArrival | None, other: KeptArrival) -> KeptArrival:
    return first if first is not None and first.told_at <= other.told_at else other


def _iso(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(stored: str | None) -> Moment | None:
    if stored is None:
        return None
    return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)
