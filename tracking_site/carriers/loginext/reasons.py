"""The reason that a driver gave, without the driver's telephone number (docs/carriers/loginext.md)."""

import re

from tracking_site.carriers.parsing import Fields, name_parts

MIN_PHONE_DIGITS = 7
HIDDEN = "…"
_DRIVERS_NUMBERS = ("phoneNumber", "deliveryMediumPhoneNumber")
_PERSONAL = ("customerName", "recipientName", "deliveryMediumName", "driverName", "cancelledBy")
_DIGIT_SEPARATORS = r"[\s()./-]{0,3}"


def reason_without_number(row: Fields, *names: str) -> str | None:
    """Return the reason in the first of the fields; nobody is shown the driver's number."""
    reason = row.text(*names)
    if reason is None:
        return None
    for name in _DRIVERS_NUMBERS:
        digits = re.sub(r"\D", "", row.text(name) or "")
        if len(digits) >= MIN_PHONE_DIGITS:
            # With or without the country code.
            number = _DIGIT_SEPARATORS.join(digits[-MIN_PHONE_DIGITS:])
            reason = re.sub(rf"(?:[+(]?\d[\d\s()./-]{{0,12}})?{number}(?!\d)", HIDDEN, reason)
    return reason


def impersonal_reason(row: Fields, *names: str) -> str | None:
    """Return the reason for the event store, which holds nothing personal: None with a name or a telephone number."""
    reason = row.text(*names)
    if reason is None or sum(character.isdigit() for character in reason) >= MIN_PHONE_DIGITS:
        return None
    known_names = [name.casefold() for name in name_parts(*(row.text(field) for field in _PERSONAL))]
    return None if any(name in reason.casefold() for name in known_names) else reason
