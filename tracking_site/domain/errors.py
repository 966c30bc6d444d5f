"""Everything that can go wrong between a request and a shipment.

    TrackingError
      InvalidReference        400  the request has no number, several, or an impossible one
      UnknownShipment         404  no carrier account knows it, or the review key is wrong
      BrokenLink              404  a sealed link that cannot be opened, or not at this brand
      ExpiredLink             410  a sealed link that has expired
        RevokedLink                a sealed link that was revoked
      ActionError                  an action of a recipient or merchant that was refused
        InvalidAction         400  the input is invalid
          InvalidLink              one of the links in a merchant's request is invalid
        NotAuthorised         401  the request has no API key of the brand
        CrossOriginRequest    403  a browser sent the request from another site's page
        NotVerified           403  the link does not prove that its holder is the recipient
        WrongPostcode         403  the postcode is not that of the delivery
        UnclearAccount        400  several accounts could know the number, or no account
        NotOffered            409  the shipment does not offer this action now
        CarrierDeclined       409  the carrier understood the request and declined it
        VerificationLocked    429  too many wrong postcodes
      StoreUnavailable        503  the site's own database is unreachable, locked or full
      CarrierFailure          503  the call to the carrier account failed
        CarrierUnreachable         no connection: refused, unknown host, TLS
        CarrierTimeout             no complete response within the deadline
        CarrierServerError         the carrier responded with an error of its own
        CarrierUnreadable          the carrier's response cannot be parsed
        CarrierBusy                a rate limit was reached, the carrier's or the site's own
        CarrierRefused             the carrier rejected the account's credentials
        CircuitOpen                the circuit breaker is open after repeated failures

`web.i18n.labels` has the sentences for recipients; `detail` is for the operator and never contains a secret.
"""

from collections.abc import Mapping
from typing import ClassVar


class TrackingError(Exception):
    """The base class; `code` and `status` are the error code and the HTTP status in the API."""

    code: str = "error"
    status: int = 500

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class InvalidReference(TrackingError):
    """The request has no number, several, or an impossible one; `reason` is one of `REASONS`."""

    code = "invalid_reference"
    status = 400
    REASONS: ClassVar[tuple[str, ...]] = ("missing", "several", "malformed", "too_long")

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownShipment(TrackingError):
    """No carrier account knows this shipment, or the review key is wrong.

    `exists` where the carrier knows the number, but the review key is wrong: no answer to a visitor may depend on it.
    """

    code = "unknown_shipment"
    status = 404

    def __init__(self, detail: str = "", *, exists: bool = False) -> None:
        super().__init__(detail)
        self.exists = exists


class BrokenLink(TrackingError):
    """A sealed link that cannot be opened: altered, truncated, or of another brand."""

    code = "broken_link"
    status = 404


class ExpiredLink(TrackingError):
    """A sealed link that has expired."""

    code = "expired_link"
    status = 410


class RevokedLink(ExpiredLink):
    """A sealed link that was revoked before it expired."""

    code = "revoked_link"


class ActionError(TrackingError):
    """An action was refused; nothing was changed."""

    code = "action_failed"
    status = 409


class InvalidAction(ActionError):
    """The input of an action is invalid; `reason` is one of `REASONS`."""

    code = "invalid_input"
    status = 400
    REASONS: ClassVar[tuple[str, ...]] = (
        *("no_json", "no_reference", "enabled", "target", "rating", "rating_missing", "comment_long", "comment"),
        *("postcode", "links", "days", "language", "purpose", "unknown_field", "unclear_account"),
        *("expected", "merchant"),
    )

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InvalidLink(InvalidAction):
    """One of the links in a merchant's request is invalid; `index` is its position in the request, from 0."""

    code = "invalid_link"

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index = index


class NotAuthorised(ActionError):
    """The request has no API key of the brand."""

    code = "not_authorised"
    status = 401


class CrossOriginRequest(ActionError):
    """A browser sent the request from a page of another site."""

    code = "strange_origin"
    status = 403


class NotVerified(ActionError):
    """The link or number does not prove that its holder is the recipient."""

    code = "not_verified"
    status = 403


class WrongPostcode(ActionError):
    """The postcode is not that of the delivery.

    `tries_left` is how often it can be tried again; where that is 0, `retry_after` is in seconds.
    """

    code = "wrong_postcode"
    status = 403

    def __init__(self, detail: str = "", tries_left: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.tries_left = tries_left
        self.retry_after = retry_after


class UnclearAccount(ActionError):
    """A merchant's request for a link has to name the account of the number."""

    code = "unclear_account"
    status = 400


class NotOffered(ActionError):
    """The shipment does not offer this action, or not now."""

    code = "not_offered"


class CarrierDeclined(ActionError):
    """The carrier understood the request and declined it; `reason` is one of `REASONS`."""

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
    """The HTTP status of the site's response, by reason."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.code = f"carrier_declined_{reason}"
        self.status = self.REASONS[reason]


class VerificationLocked(ActionError):
    """Too many wrong postcodes; `retry_after` is in seconds."""

    code = "verification_locked"
    status = 429

    def __init__(self, retry_after: float) -> None:
        super().__init__("too many wrong postcodes")
        self.retry_after = retry_after


class StoreUnavailable(TrackingError):
    """The site's own database is unreachable, locked or full."""

    code = "store_unavailable"
    status = 503


class CarrierFailure(TrackingError):
    """The call to a carrier account failed; `account` is its id, `retry_after` is in seconds where it is known."""

    code = "carrier_unavailable"
    status = 503
    retryable: ClassVar[bool] = False
    trips_breaker: ClassVar[bool] = True

    def __init__(self, account: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.account = account
        self.retry_after = retry_after
        self.logged = False
        """Whether the failure was logged already."""


class CarrierUnreachable(CarrierFailure):
    """No connection: refused, unknown host, TLS not trusted, or closed early."""

    code = "carrier_unreachable"
    retryable = True


class CarrierTimeout(CarrierFailure):
    """No complete response within the deadline."""

    code = "carrier_timeout"


class CarrierServerError(CarrierFailure):
    """The carrier responded with an error of its own."""

    code = "carrier_broken"
    retryable = True


class CarrierUnreadable(CarrierFailure):
    """The carrier's response cannot be parsed: not JSON, too large, or a redirect."""

    code = "carrier_unreadable"


class CarrierBusy(CarrierFailure):
    """A rate limit was reached: the carrier's, or the site's own for it."""

    code = "carrier_busy"
    trips_breaker = False


class CarrierRefused(CarrierFailure):
    """The carrier rejected the account's credentials."""

    code = "carrier_refused"


class CircuitOpen(CarrierFailure):
    """The circuit breaker is open: the carrier failed repeatedly and is not called for a while."""

    code = "carrier_resting"
    trips_breaker = False
