"""Stored estimates of a shipment's arrival: the first, the carrier's latest, and the latest of a webhook."""

from datetime import UTC, date, datetime

import msgspec

from tracking_site.domain.recorded_history import ArrivalEstimate
from tracking_site.domain.shipment import DeliveryWindow, Moment


class StoredEstimate(msgspec.Struct, frozen=True, omit_defaults=True):
    """One estimate: moments in ISO 8601, and when it was given in Unix seconds."""

    given_at: float = msgspec.field(name="told_at")
    earliest: str | None = None
    latest: str | None = None
    stops_before: int | None = None
    to_recipient: bool = False

    @property
    def window(self) -> DeliveryWindow:
        """The delivery window."""
        return DeliveryWindow(_moment(self.earliest), _moment(self.latest))

    @property
    def estimate(self) -> ArrivalEstimate:
        """The estimate as the domain has it."""
        given_at = datetime.fromtimestamp(self.given_at, UTC)
        return ArrivalEstimate(self.window, self.stops_before, given_at, self.to_recipient)


class StoredEstimates(msgspec.Struct, frozen=True, omit_defaults=True):
    """The first estimate, the carrier's current one and since when, the latest of a webhook, and a webhook's promise."""

    first: StoredEstimate | None = None
    answered: StoredEstimate | None = None
    announced: StoredEstimate | None = None
    promised: StoredEstimate | None = None

    @classmethod
    def parse(cls, stored: str | None) -> "StoredEstimates":
        """Parse the stored JSON; None means no estimates."""
        return msgspec.json.decode(stored, type=cls) if stored else cls()

    def encode(self) -> str:
        """Return the JSON to store."""
        return msgspec.json.encode(self).decode()

    def with_answer(self, window: DeliveryWindow, now: float) -> "StoredEstimates":
        """Add the estimate of a carrier's answer; an unchanged one keeps the time of the first answer that had it."""
        if self.answered is not None and self.answered.window == window:
            return self
        answered = _stored(window, now)
        return msgspec.structs.replace(self, first=_earlier(self.first, answered), answered=answered)

    def with_webhook(self, arrival: ArrivalEstimate, received_at: float) -> "StoredEstimates":
        """Add a webhook's estimate, unless a later one is known or its window was over when it was received."""
        announced = _of_webhook(arrival, received_at)
        ends = arrival.window.latest or arrival.window.earliest
        if not isinstance(ends, datetime) or ends.timestamp() < received_at:
            return self
        newest = (
            announced if self.announced is None or self.announced.given_at <= announced.given_at else self.announced
        )
        return msgspec.structs.replace(self, first=_earlier(self.first, announced), announced=newest)

    def with_promise(self, promise: ArrivalEstimate, received_at: float) -> "StoredEstimates":
        """Add a webhook's promise, unless a later one is known."""
        promised = _of_webhook(promise, received_at)
        if self.promised is not None and self.promised.given_at > promised.given_at:
            return self
        return msgspec.structs.replace(self, promised=promised)

    @property
    def latest_announced(self) -> ArrivalEstimate | None:
        """The estimate of a webhook, where it is newer than the last change in the carrier's answers."""
        if self.announced is None or (self.answered is not None and self.answered.given_at >= self.announced.given_at):
            return None
        return self.announced.estimate


def _of_webhook(estimate: ArrivalEstimate, received_at: float) -> StoredEstimate:
    """Return a webhook's estimate; one without a time, or with one in the future, was given when it was received."""
    given_at = min(estimate.given_at.timestamp() if estimate.given_at else received_at, received_at)
    stored = _stored(estimate.window, given_at, estimate.stops_before)
    return msgspec.structs.replace(stored, to_recipient=estimate.to_recipient)


def _stored(window: DeliveryWindow, given_at: float, stops_before: int | None = None) -> StoredEstimate:
    return StoredEstimate(given_at, _iso(window.earliest), _iso(window.latest), stops_before)


def _earlier(first: StoredEstimate | None, other: StoredEstimate) -> StoredEstimate:
    return first if first is not None and first.given_at <= other.given_at else other


def _iso(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(stored: str | None) -> Moment | None:
    if stored is None:
        return None
    return datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored)
