"""The envelope that carries commands to Leaps, and the results that come back (docs/carriers/leaps.md)."""

from collections.abc import Iterator

import msgspec

from tracking_site.carriers.adapter import Request, Response
from tracking_site.carriers.error_messages import classify_error
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.domain.errors import CarrierRefused, CarrierUnreadable, TrackingError, UnknownShipment


def booking_commands(number: str) -> Iterator[dict[str, str]]:
    """Yield the two commands that fetch a booking and its status messages."""
    yield {"command": "GetBookingBySLIno", "slino": number}
    yield {"command": "GetStatusMessagesBySLIno", "slino": number}


def envelope(account: LeapsAccount, commands: list[dict[str, str]]) -> Request:
    """Return the request that sends commands with the account's credentials."""
    content: dict[str, object] = {
        "apikey": account.apikey.get_secret_value(),
        "username": account.username,
        "password": account.password.get_secret_value(),
        "remoteagent": "tracking-site",
        "commands": commands,
    }
    if account.portal is not None:
        content["portal"] = account.portal
    if account.contract is not None:
        content["contract"] = account.contract
    return Request.form(account.endpoint, {"json": msgspec.json.encode(content).decode()})


def results(account: LeapsAccount, response: Response) -> tuple[Fields, ...]:
    """Return the commands' results; an error of the envelope concerns the account and is raised as such."""
    if response.status in (401, 403):
        raise CarrierRefused(account.id, f"Leaps answered {response.status}")
    if response.status != 200:
        raise CarrierUnreadable(account.id, f"Leaps answered {response.status}")
    try:
        answer = Fields.of(response.body)
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error
    if answer.flag("status") is False:
        raise _envelope_error(account, answer.text("msg"))
    found = answer.list_items("results")
    if not any(found):
        raise CarrierUnreadable(account.id, "the envelope's answer has no results")
    return found


def _envelope_error(account: LeapsAccount, message: str | None) -> TrackingError:
    error = classify_error(account.id, message)
    return CarrierRefused(account.id, "the envelope was refused") if isinstance(error, UnknownShipment) else error
