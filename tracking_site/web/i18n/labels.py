"""The texts of every code: statuses, milestones, errors and reasons, in tables that a test checks to be complete."""

from collections.abc import Callable

from tracking_site.domain.errors import (
    ActionError,
    BrokenLink,
    CarrierBusy,
    CarrierDeclined,
    CarrierFailure,
    CarrierRefused,
    CarrierServerError,
    CarrierTimeout,
    CarrierUnreachable,
    CarrierUnreadable,
    CircuitOpen,
    CrossOriginRequest,
    ExpiredLink,
    InvalidAction,
    InvalidLink,
    InvalidReference,
    NotAuthorised,
    NotOffered,
    NotVerified,
    RevokedLink,
    StoreUnavailable,
    TrackingError,
    UnclearAccount,
    UnknownShipment,
    VerificationLocked,
    WrongPostcode,
)
from tracking_site.domain.references import ReferenceKind
from tracking_site.domain.shipment import Milestone, Status

Translate = Callable[[str], str]
"""gettext for the reader's language."""


def N_(text: str) -> str:  # noqa: N802 - gettext's usual name for a text that is translated later
    """Return a text unchanged; the call marks it for the catalogue."""
    return text


STATUSES: dict[Status, str] = {
    Status.PENDING: N_("Waiting for confirmation"),
    Status.INFO_RECEIVED: N_("Registered"),
    Status.PICKED_UP: N_("Picked up"),
    Status.IN_TRANSIT: N_("On its way"),
    Status.OUT_FOR_DELIVERY: N_("Out for delivery"),
    Status.DELIVERED: N_("Delivered"),
    Status.PARTIALLY_DELIVERED: N_("Partly delivered"),
    Status.ATTEMPT_FAILED: N_("Delivery attempt failed"),
    Status.EXCEPTION: N_("Held up on the way"),
    Status.RETURNED: N_("Returned to the sender"),
    Status.CANCELLED: N_("Cancelled"),
    Status.UNKNOWN: N_("Status not known"),
}

LEADS: dict[Status, str] = {
    Status.PENDING: N_("The booking has been made. The carrier has not confirmed it yet."),
    Status.INFO_RECEIVED: N_("The carrier knows about the shipment. It has not set out yet."),
    Status.PICKED_UP: N_("The carrier has the shipment."),
    Status.IN_TRANSIT: N_("The shipment is travelling."),
    Status.OUT_FOR_DELIVERY: N_("The driver is on the way with it."),
    Status.DELIVERED: N_("The shipment has arrived."),
    Status.PARTIALLY_DELIVERED: N_("A part of the shipment has arrived; the rest has not."),
    Status.ATTEMPT_FAILED: N_(
        "The driver came, and it did not work out. The reason is below where the carrier gave one."
    ),
    Status.EXCEPTION: N_("The carrier reports a deviation from the plan."),
    Status.RETURNED: N_("The shipment has gone back to the sender."),
    Status.CANCELLED: N_("The shipment will not be delivered."),
    Status.UNKNOWN: N_("The carrier uses a word for it that this page does not know."),
}

ANNOUNCED = (
    N_("The carrier has not got it yet"),
    N_("The merchant has announced it. There is nothing you need to do: this page looks again by itself."),
)
"""The title and the lead of a shipment that its carrier does not know yet."""

MILESTONES: dict[Milestone, str] = {
    Milestone.PLACED: N_("Registered with the carrier"),
    Milestone.SCHEDULED: N_("Planned start of the tour"),
    Milestone.DRIVER_ASSIGNED: N_("A driver has accepted it"),
    Milestone.COLLECTION_STARTED: N_("Driver on the way to collect it"),
    Milestone.COLLECTION_ARRIVED: N_("Driver at the place of collection"),
    Milestone.COLLECTED: N_("Collected"),
    Milestone.LOADED: N_("Loaded"),
    Milestone.STARTED: N_("On its way"),
    Milestone.OUT_FOR_DELIVERY: N_("Out for delivery"),
    Milestone.ARRIVED: N_("Driver at the address"),
    Milestone.LEFT: N_("Driver has left the address"),
    Milestone.REACHED_HUB: N_("Reached the depot"),
    Milestone.HANDED_OVER: N_("Handed over to the next carrier"),
    Milestone.DELIVERED: N_("Delivered"),
    Milestone.PARTIALLY_DELIVERED: N_("Partly delivered"),
    Milestone.NOT_COLLECTED: N_("Could not be collected"),
    Milestone.NOT_DELIVERED: N_("Could not be delivered"),
    Milestone.READY_FOR_COLLECTION: N_("Waiting to be collected"),
    Milestone.RETURN_STARTED: N_("On its way back to the sender"),
    Milestone.RETURNED: N_("Returned to the sender"),
    Milestone.CANCELLED: N_("Cancelled"),
}

RUNNING_LATE = N_("Running late")
OBSERVED = N_("Seen here at this time. The carrier named none.")

NUMBERS: dict[ReferenceKind, str] = {
    ReferenceKind.JOB_ID: N_("Job"),
    ReferenceKind.SLI_NUMBER: N_("SLI number"),
    ReferenceKind.ORDER_NUMBER: N_("Order number"),
    ReferenceKind.TRIP_NAME: N_("Trip"),
}

EXAMPLES: dict[ReferenceKind, tuple[str, str]] = {
    ReferenceKind.JOB_ID: (N_("Tracking link"), N_("the whole link from the text message")),
    ReferenceKind.SLI_NUMBER: (N_("SLI number"), "10482203"),
    ReferenceKind.ORDER_NUMBER: (N_("Order number"), "GR432U5"),
    ReferenceKind.TRIP_NAME: (N_("Trip"), "Mum-AMD 0412"),
}

_UNAVAILABLE = (
    N_("The carrier cannot be asked right now"),
    N_("Nothing is lost: the shipment goes on its way as before. Please try again in a moment."),
)

_DECLINED = (N_("The carrier did not accept this"), N_("Nothing was changed."))

NOTHING_CHANGED = N_("Nothing was changed. Please try again in a moment.")
"""The text of an error that stopped a change."""

ERRORS: dict[type[TrackingError], tuple[str, str]] = {
    InvalidReference: (
        N_("That is not a number we can look up"),
        N_("Please check what was typed or pasted: one number, or one tracking link."),
    ),
    UnknownShipment: (
        N_("We could not find this shipment"),
        N_("Please check the number or the link. A new shipment can take a few hours until its carrier knows it."),
    ),
    BrokenLink: (
        N_("This link does not open"),
        N_("It may have been cut short when it was copied. Please open it from the original message once more."),
    ),
    ExpiredLink: (
        N_("This link has expired"),
        N_("For the recipient's privacy tracking links work for a limited time. Please ask the sender for a new one."),
    ),
    RevokedLink: (
        N_("This link is no longer valid"),
        N_("The sender has taken it back. Please ask the sender for a new one."),
    ),
    ActionError: _DECLINED,
    InvalidAction: (N_("This cannot be read"), N_("Please check what was entered. Nothing was changed.")),
    InvalidLink: (N_("This cannot be read"), N_("Please check what was entered. Nothing was changed.")),
    NotAuthorised: (
        N_("This needs a key of the merchant’s"),
        N_("Please send one of the brand’s API keys as a bearer token."),
    ),
    CrossOriginRequest: (
        N_("This was not sent from this page"),
        N_("Nothing was changed. Please open the page anew and try again there."),
    ),
    NotVerified: (
        N_("This link does not show that the delivery is yours"),
        N_("Nothing was changed. Please open the link from your own message."),
    ),
    WrongPostcode: (
        N_("That is not the postcode of this delivery"),
        N_("Please check it: after five wrong ones nothing more can be tried for 15 minutes."),
    ),
    VerificationLocked: (
        N_("Too many wrong postcodes"),
        N_("Nothing more can be tried for this delivery just now. Please try again in 15 minutes."),
    ),
    UnclearAccount: (
        N_("It is not clear which carrier the number belongs to"),
        N_("Please name the account. Nothing was changed."),
    ),
    NotOffered: (
        N_("This is not possible for this delivery"),
        N_("Its carrier does not offer it, or not at this moment. Nothing was changed."),
    ),
    CarrierDeclined: _DECLINED,
    StoreUnavailable: (
        N_("This is not possible right now"),
        N_("Nothing was changed. Please try again in a moment."),
    ),
    CarrierFailure: _UNAVAILABLE,
    CarrierUnreachable: _UNAVAILABLE,
    CarrierTimeout: _UNAVAILABLE,
    CarrierServerError: _UNAVAILABLE,
    CarrierUnreadable: _UNAVAILABLE,
    CarrierRefused: _UNAVAILABLE,
    CircuitOpen: _UNAVAILABLE,
    CarrierBusy: (
        N_("The carrier asks for a little patience"),
        N_("Too many people are asking it at once. Please try again in a moment."),
    ),
}

REASONS: dict[str, str] = {
    "missing": N_("No number was given."),
    "several": N_("More than one number was given. Please look them up one at a time."),
    "malformed": N_("This does not look like a number of a shipment."),
    "too_long": N_("This is longer than the number of any shipment."),
}

RATINGS: dict[int, str] = {
    0: N_("Very bad"),
    1: N_("Bad"),
    2: N_("Not so good"),
    3: N_("All right"),
    4: N_("Good"),
    5: N_("Very good"),
}

INVALID: dict[str, str] = {
    "no_json": N_("A JSON object is expected."),
    "no_reference": N_("It does not say which delivery is meant, or not in one way."),
    "enabled": N_("The switch is either on or off: true or false."),
    "target": N_("Notifications are switched for this delivery or for all of them: job or client."),
    "rating": N_("A rating is a whole number from 0 to 5."),
    "rating_missing": N_("Please choose how the delivery was."),
    "comment_long": N_("A comment has at most 1,000 characters."),
    "comment": N_("The comment has characters in it that cannot be shown."),
    "postcode": N_("Please enter the postcode of the delivery."),
    "links": N_("A list of 1 to 100 links is expected."),
    "days": N_("A link opens for 1 to 180 days."),
    "language": N_("The brand does not have this language."),
    "purpose": N_("The purpose of a link is recipient or public."),
    "unknown_field": N_("There is a field that is not known here."),
    "expected": N_("The expected delivery is a date, a time with its offset, or the earliest and the latest of them."),
    "merchant": N_("The merchant’s name has at most 100 characters, and fewer where the number is long."),
    "unclear_account": N_("Several accounts could know the number, or none does. Please name the account."),
}

DECLINED: dict[str, str] = {
    "not_accepted": N_("It does not say why."),
    "fields_missing": N_("It says that something is missing in what this page sent."),
    "review_key_format": N_("It cannot read the key in this link. Please open the link from the original message."),
    "update_target": N_("It does not know what this switch is for."),
    "review_key": N_("The key in this link is not the delivery’s any more. Please open the newest message."),
    "key_missing": N_("It did not recognise this site."),
    "key_refused": N_("It does not let this site in at the moment."),
    "permission": N_("It does not allow this site to do it."),
    "not_completed": N_("A delivery can be rated once it has arrived."),
    "window_over": N_("The time to rate this delivery is over."),
    "given_already": N_("This delivery has been rated already."),
}

HTTP_ERRORS: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", N_("This request cannot be understood"), N_("Please go back and try again.")),
    404: ("not_found", N_("There is no such page"), N_("Please check the address, or look your delivery up below.")),
    405: ("method_not_allowed", N_("This is not possible here"), N_("Please go back and try again.")),
    413: ("too_large", N_("That was too much at once"), N_("Please send less.")),
    414: ("too_long", N_("This address is too long"), N_("Please check what was typed or pasted.")),
    429: (
        "too_many_requests",
        N_("One moment, please"),
        N_("Many look-ups came from your connection in a short time. Please try again in a minute."),
    ),
    500: (
        "internal",
        N_("Something went wrong here"),
        N_("This is our mistake, not yours. Please try again in a moment."),
    ),
}
OTHER_ERROR = 400
