"""Classification of the error messages that carriers put into a response with status 200."""

import re

from tracking_site.domain.errors import CarrierBusy, CarrierRefused, CarrierServerError, TrackingError, UnknownShipment

_REFUSED = re.compile(
    r"access|permission|denied|not allowed|credential|log ?in|password|user ?name|api ?-?key|authenti|authori|token|portal|contract",
    re.IGNORECASE,
)
# Tested before _REFUSED: "no such shipment in this portal" is about the shipment although it names the portal.
_UNKNOWN = re.compile(
    r"\b(shipment|booking|order|trip|consignment|sli)\b.{0,60}?\b(not found|not exist|not known|unknown)"
    r"|\b(no|no such|unknown|invalid|find( the| this)?|know( the| this)?) (shipment|booking|order|trip|consignment|sli)\b",
    re.IGNORECASE,
)
_BUSY = re.compile(r"too many|rate limit|quota", re.IGNORECASE)
_BROKEN = re.compile(
    r"internal|busy|overload|database|server error|time[d ]? ?out|try again|temporar|exception|maint|unavailable",
    re.IGNORECASE,
)


def classify_error(account: str, message: str | None) -> TrackingError:
    """Return the error that a carrier's message means; an unclassified message means an unknown shipment."""
    text = message or ""
    if _BUSY.search(text):
        return CarrierBusy(account, "the carrier's answer asks for fewer calls")
    if _UNKNOWN.search(text):
        return UnknownShipment("the carrier's answer does not know it")
    if _BROKEN.search(text):
        return CarrierServerError(account, "the carrier's answer tells of a fault of its own")
    if _REFUSED.search(text):
        return CarrierRefused(account, "the carrier's answer refuses the account")
    return UnknownShipment("the carrier's answer does not know it")
