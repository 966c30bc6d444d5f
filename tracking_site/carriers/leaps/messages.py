"""What the words of Leaps mean: statuses of a booking, and free texts of status messages (docs/carriers/leaps.md)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.deliveries import Recipient, delivery_status
from tracking_site.domain.shipment import Status

STATUSES: Mapping[str, Status] = MappingProxyType(
    {
        "booked": Status.INFO_RECEIVED,
        "pending": Status.PENDING,
        "in transit": Status.IN_TRANSIT,
        "deviation": Status.EXCEPTION,
        "delivered": Status.DELIVERED,
        "confirmed": Status.INFO_RECEIVED,  # a booking's confirmation, or a delivery's where the history shows one
        "cancelled": Status.CANCELLED,
        "cancelled by ccs": Status.CANCELLED,
    }
)

# Beginnings of status messages that are not in the list above but have a clear meaning; deliveries.py has deliveries.
MESSAGES = (
    (re.compile(r"(out for|on|loaded for) delivery\b"), Status.OUT_FOR_DELIVERY),
    (re.compile(r"(shipment |goods |cargo )?(was |has been )?(picked ?-?up|collected)\b"), Status.PICKED_UP),
    (re.compile(r"(shipment |goods |flight |cargo )?(has )?(departed|arrived|in transit)\b"), Status.IN_TRANSIT),
    (re.compile(r"(delivery attempt failed|delivery failed|consignee not (at home|in))\b"), Status.ATTEMPT_FAILED),
    (re.compile(r"(shipment |goods |cargo )?(was |has been )?returned to (the )?(sender|shipper)$"), Status.RETURNED),
)


def own_words(account: LeapsAccount) -> Mapping[str, Status]:
    """Return the words to which an installation gives a meaning of its own."""
    return {folded(word): Status(meaning) for word, meaning in account.statuses.items()}


def folded(word: str | None) -> str:
    """Return a word as the tables have it."""
    return " ".join((word or "").casefold().split())


def word_status(account: LeapsAccount, word: str | None) -> Status:
    """Return the status that a booking's word means, `UNKNOWN` where no table has it."""
    known = own_words(account).get(folded(word)) or STATUSES.get(folded(word))
    return known or Status.UNKNOWN


def message_status(account: LeapsAccount, description: str | None, recipient: Recipient) -> Status:
    """Return the status that a status message means, `UNKNOWN` where no table has it."""
    text = folded(description)
    known = word_status(account, text.rstrip(".!"))
    if known is not Status.UNKNOWN:
        return known
    if (delivery := delivery_status(text, recipient)) is not None:
        return delivery
    return next((status for beginning, status in MESSAGES if beginning.match(text)), Status.UNKNOWN)
