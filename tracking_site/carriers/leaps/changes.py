"""The change feed of Leaps (docs/carriers/leaps.md, GetBookingsByLastChange)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tracking_site.carriers.adapter import Conversation, FeedPage, ask
from tracking_site.carriers.error_messages import classify_error
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.envelope import booking_commands, envelope, results
from tracking_site.carriers.leaps.tracking import read_booking
from tracking_site.carriers.parsing import Fields, Unreadable, encode_rows
from tracking_site.domain.errors import CarrierUnreadable
from tracking_site.domain.references import Reference
from tracking_site.domain.shipment import Shipment

MARGIN = timedelta(days=1)
"""By how much earlier the feed is asked for; the numbers of shipments that changed before are harmless."""
MAX_NUMBER_LENGTH = 100
MAX_NUMBERS = 100_000


def fetch_changes(account: LeapsAccount, since: datetime, numbers: Sequence[str]) -> Conversation[FeedPage]:
    """Fetch what changed since a time, and the bookings of some numbers, in one request.

    The zone of the feed's times is not documented: the account's is sent, a day earlier, so that no server, wherever
    it is, is asked about its future.
    """
    local = (since - MARGIN).astimezone(account.zone)
    commands = [
        {
            "command": "GetBookingsByLastChange",
            "changedate": local.strftime("%Y-%m-%d"),
            "changetime": local.strftime("%H:%M:%S"),
        },
        *(command for number in numbers for command in booking_commands(number)),
    ]
    response = yield from ask(envelope(account, commands))
    listed, *bookings = results(account, response)
    if listed.flag("status") is False:
        raise classify_error(account.id, listed.text("msg"))
    pairs = zip(bookings[::2], bookings[1::2], strict=False)
    answers = {
        number: encode_rows({"results": list(pair)})
        for number, pair in zip(numbers, pairs, strict=False)
        if pair[0].within("shipment")
    }
    return FeedPage(frozenset(listed.texts("slinos", limit=MAX_NUMBER_LENGTH, max_rows=MAX_NUMBERS)), answers)


def parse_stored(account: LeapsAccount, reference: Reference, answer: bytes) -> Shipment:
    """Return the shipment in a stored answer of `fetch_changes`."""
    try:
        return read_booking(account, reference, Fields.of(answer).list_items("results"))
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error
