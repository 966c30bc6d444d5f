"""The carriers' common phrases, which are translated; any other text is shown as the carrier wrote it, and marked so."""

from tracking_site.web.i18n.labels import N_

_PHRASES = (
    # Status messages.
    N_("Booked"),
    N_("Booking received"),
    N_("Booking confirmed"),
    N_("Pickup ordered"),
    N_("Picked up"),
    N_("Collected"),
    N_("Received at warehouse"),
    N_("Arrived at warehouse"),
    N_("Departed from warehouse"),
    N_("Handed over to airline"),
    N_("Delivered to airline"),
    N_("Arrived at airport"),
    N_("Departed"),
    N_("Arrived"),
    N_("Departed from origin"),
    N_("Arrived at destination"),
    N_("In transit"),
    N_("In transit to destination"),
    N_("Held at customs"),
    N_("In customs clearance"),
    N_("Customs cleared"),
    N_("Cleared by customs"),
    N_("Out for delivery"),
    N_("Delivered"),
    N_("Confirmed"),
    N_("Cancelled"),
    N_("Deviation"),
    N_("Delayed"),
    N_("Flight delayed"),
    N_("Parcel in depot"),
    N_("Parcel left depot"),
    N_("Parcel delivered"),
    N_("Recipient not at home"),
    N_("Consignee not at home"),
    # Reasons from which drivers choose.
    N_("No customer at delivery location"),
    N_("Customer Unavailable"),
    N_("Customer not available"),
    N_("Customer refused the delivery"),
    N_("Address incomplete"),
    N_("Address not found"),
    N_("Wrong address"),
    N_("Product damaged in transit"),
    N_("Cancelled by the customer"),
    N_("The shop was closed"),
    N_("Premises closed"),
    N_("Cannot reach on ETA"),
    N_("Vehicle breakdown"),
    N_("Technical Issues"),
    N_("Payment not ready"),
    N_("Rescheduled by the customer"),
)


def _normalise(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!")


_PHRASE_BY_NORMALISED = {_normalise(phrase): phrase for phrase in _PHRASES}


def known_phrase(text: str | None) -> str | None:
    """Return the catalogue's phrase for a carrier's text, ignoring case and final punctuation; None if there is none."""
    return _PHRASE_BY_NORMALISED.get(_normalise(text)) if text else None
