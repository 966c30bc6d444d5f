"""Everything that can go wrong on the way to a shipment.

    TrackingError
      InvalidReference       400  the request names no number, several, or one that cannot be
      UnknownShipment        404  no carrier account knows it, or the review key is not the job's
      BrokenLink             404  a sealed link that does not open, or not for this brand
      ExpiredLink            410  a sealed link that opened once
        RevokedLink               one that was taken back
      ActionError                 what a recipient wanted to do, and what keeps him from it
        InvalidAction        400  what was sent cannot be meant
          InvalidLink             one of the links that a merchant wants
        NotAuthorised        401  no key of the brand's came along
        CrossOriginRequest        403  it was sent from a page that is not the site's
        NotVerified          403  the link does not show that its holder is the recipient
        WrongPostcode        403  the postcode is not the delivery's
        UnclearAccount       400  it is not said, and cannot be found out, at which account a number is
        NotOffered           409  there is no such action for this shipment, or not now
        CarrierDeclined      409  the carrier understood and said no
        VerificationLocked   429  too many wrong postcodes
      StoreUnavailable       503  the site's own database is away, locked or full
      CarrierFailure         503  the carrier account could not be asked
        CarrierUnreachable        no connection: refused, no such host, TLS
        CarrierTimeout            no whole answer within the deadline
        CarrierServerError           it answered with an error of its own
        CarrierUnreadable         it answered with what is no answer
        CarrierBusy               it, or our own allowance with it, asks for patience
        CarrierRefused            it does not accept our credentials
        CircuitOpen               it failed too often a moment ago and is left alone

The sentences for recipients are in `web.labels`; `detail` is the operator's line and never holds a secret.
"""

from collections.abc import Mapping
from typing import ClassVar


class TrackingError(Exception):
    """The root of the tree; `code` is what the API answers, `status` its HTTP status."""

    code: str = "error"
    status: int = 500

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


class RevokedLink(ExpiredLink):
    """A sealed link that was taken back before its time was over."""

    code = "revoked_link"


class ActionError(TrackingError):
    """Something that a recipient wanted to do does not happen; nothing was changed."""

    code = "action_failed"
    status = 409


class InvalidAction(ActionError):
    """What was sent cannot be meant; `reason` is one of `REASONS`."""

    code = "invalid_input"
    status = 400
    REASONS: ClassVar[tuple[str, ...]] = (
        *("no_json", "no_reference", "enabled", "target", "rating", "rating_missing", "comment_long", "comment"),
        *("postcode", "links", "days", "language", "purpose", "unknown_field", "unclear_account"),
    )

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InvalidLink(InvalidAction):
    """One of the links that a merchant wants cannot be made; `index` is its position among them, from 0."""

    code = "invalid_link"

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index = index


class NotAuthorised(ActionError):
    """No key of the brand's came along."""

    code = "not_authorised"
    status = 401


class CrossOriginRequest(ActionError):
    """A form or call that a browser sent from a page which is not the site's own."""

    code = "strange_origin"
    status = 403


class NotVerified(ActionError):
    """The link or number does not show that its holder is the recipient."""

    code = "not_verified"
    status = 403


class WrongPostcode(ActionError):
    """The postcode that was given is not the delivery's."""

    code = "wrong_postcode"
    status = 403


class UnclearAccount(ActionError):
    """A link is wanted for a number, and at which of the brand's accounts it is has to be said."""

    code = "unclear_account"
    status = 400


class NotOffered(ActionError):
    """This shipment has no such action, or not any more, or not yet."""

    code = "not_offered"


class CarrierDeclined(ActionError):
    """The carrier understood what was asked of it and said no; `reason` is one of `REASONS`."""

    code = "carrier_declined"
    REASONS: ClassVar[Mapping[str, int]] = {
        "not_accepted": 409,
        "fields_missing": 409,
        "review_key_format": 409,
        "update_target": 409,
        "review_key": 403,
        "key_missing": 403,
        "key_refused": 403,
        "permission": 403,
        "not_completed": 409,
        "window_over": 409,
        "given_already": 409,
    }
    """Each with the status that the site answers it with."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.code = f"carrier_declined_{reason}"
        self.status = self.REASONS[reason]


class VerificationLocked(ActionError):
    """Too many wrong postcodes; `retry_after` in seconds."""

    code = "verification_locked"
    status = 429

    def __init__(self, retry_after: float) -> None:
        super().__init__("too many wrong postcodes")
        self.retry_after = retry_after


class StoreUnavailable(TrackingError):
    """The site's own database is away, locked, or full."""

    code = "store_unavailable"
    status = 503


class CarrierFailure(TrackingError):
    """A carrier account could not be asked; `account` is its id, `retry_after` in seconds where it is known."""

    code = "carrier_unavailable"
    status = 503
    retryable: ClassVar[bool] = False
    trips_breaker: ClassVar[bool] = True

    def __init__(self, account: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.account = account
        self.retry_after = retry_after
        self.logged = False
        """Whether the operator has been told of it."""


class CarrierUnreachable(CarrierFailure):
    """No connection: refused, no such host, TLS not trusted, or closed halfway."""

    code = "carrier_unreachable"
    retryable = True


class CarrierTimeout(CarrierFailure):
    """No whole answer within the deadline."""

    code = "carrier_timeout"


class CarrierServerError(CarrierFailure):
    """The carrier answered with an error of its own."""

    code = "carrier_broken"
    retryable = True


class CarrierUnreadable(CarrierFailure):
    """The carrier answered with what is no answer: not JSON, too much, a redirect."""

    code = "carrier_unreadable"


class CarrierBusy(CarrierFailure):
    """The carrier, or our own allowance with it, asks for patience."""

    code = "carrier_busy"
    trips_breaker = False


class CarrierRefused(CarrierFailure):
    """The carrier does not accept our credentials."""

    code = "carrier_refused"


class CircuitOpen(CarrierFailure):
    """The carrier failed too often a moment ago and is left alone for a while."""

    code = "carrier_resting"
    trips_breaker = False
