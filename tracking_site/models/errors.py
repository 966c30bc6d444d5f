"""Everything that can go wrong on the way to a shipment.

    TrackingError
      InvalidReference       400  the request names no number, several, or one that cannot be
      UnknownShipment        404  no carrier account knows it, or the review key is not the job's
      BrokenLink             404  a sealed link that does not open, or not for this brand
      ExpiredLink            410  a sealed link that opened once
      CarrierFailure         503  the carrier account could not be asked
        CarrierUnreachable        no connection: refused, no such host, TLS
        CarrierTimeout            no whole answer within the deadline
        CarrierBroken             it answered with an error of its own
        CarrierUnreadable         it answered with what is no answer
        CarrierBusy               it, or our own allowance with it, asks for patience
        CarrierRefused            it does not accept our credentials
        CarrierResting            it failed too often a moment ago and is left alone

The sentences for recipients are in `web.labels`; `detail` is the operator's line and never holds a secret.
"""

from typing import ClassVar


class TrackingError(Exception):
    """The root of the tree; `code` is what the API answers, `status` its HTTP status."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class InvalidReference(TrackingError):
    """The request names no number, several, or one that cannot be; `reason` is one of `REASONS`."""

    code = "invalid_reference"
    status = 400
    REASONS: ClassVar[tuple[str, ...]] = ("missing", "several", "malformed", "too_long")

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownShipment(TrackingError):
    """Nobody who was asked knows this shipment, or not with this review key."""

    code = "unknown_shipment"
    status = 404


class BrokenLink(TrackingError):
    """A sealed link that does not open: altered, cut short, or another brand's."""

    code = "broken_link"
    status = 404


class ExpiredLink(TrackingError):
    """A sealed link whose time is over."""

    code = "expired_link"
    status = 410


class CarrierFailure(TrackingError):
    """A carrier account could not be asked; `account` is its id, `retry_after` in seconds where it is known."""

    code = "carrier_unavailable"
    status = 503
    repeatable: ClassVar[bool] = False
    counts: ClassVar[bool] = True

    def __init__(self, account: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.account = account
        self.retry_after = retry_after
        self.noted = False
        """Whether the operator has been told of it."""


class CarrierUnreachable(CarrierFailure):
    """No connection: refused, no such host, TLS not trusted, or closed halfway."""

    code = "carrier_unreachable"
    repeatable = True


class CarrierTimeout(CarrierFailure):
    """No whole answer within the deadline."""

    code = "carrier_timeout"


class CarrierBroken(CarrierFailure):
    """The carrier answered with an error of its own."""

    code = "carrier_broken"
    repeatable = True


class CarrierUnreadable(CarrierFailure):
    """The carrier answered with what is no answer: not JSON, too much, a redirect."""

    code = "carrier_unreadable"


class CarrierBusy(CarrierFailure):
    """The carrier, or our own allowance with it, asks for patience."""

    code = "carrier_busy"
    counts = False


class CarrierRefused(CarrierFailure):
    """The carrier does not accept our credentials."""

    code = "carrier_refused"


class CarrierResting(CarrierFailure):
    """The carrier failed too often a moment ago and is left alone for a while."""

    code = "carrier_resting"
    counts = False
