"""What LogiNext's answers have in common: `data`, `hasError`, and a status inside the status."""

from tracking_site.carriers.adapter import Response
from tracking_site.carriers.error_messages import classify_error
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.domain.errors import (
    CarrierBusy,
    CarrierRefused,
    CarrierServerError,
    CarrierUnreadable,
    UnknownShipment,
)

_READABLE = frozenset({200, 201, 202, 207})
_UNKNOWN = frozenset({404, 409})


def rows(account: str, response: Response) -> tuple[Fields, ...]:
    """The rows of `data`; an answer without any is an error as what it says, `UnknownShipment` where it says none.

    A partial answer (`hasError` beside `data`) is read for what it has (Haul, Get Trip; later editions, 207).
    """
    if response.status in (401, 403):
        raise CarrierRefused(account, f"LogiNext answered {response.status}")
    if response.status in _UNKNOWN:
        raise UnknownShipment(f"LogiNext answered {response.status}")
    if response.status not in _READABLE:
        raise CarrierUnreadable(account, f"LogiNext answered {response.status}")
    try:
        answer = Fields.of(response.body)
    except Unreadable as error:
        raise CarrierUnreadable(account, str(error)) from error
    _refuse_inner_status(account, answer)
    found = answer.rows("data")
    if not found:
        _refuse_error(account, answer)
    return found


def _refuse_inner_status(account: str, answer: Fields) -> None:
    inner = answer.integer("status", 0, 999)
    if inner in (401, 403):
        raise CarrierRefused(account, f"LogiNext's answer says {inner}")
    if inner == 429:
        raise CarrierBusy(account, "LogiNext's answer says 429")
    if inner in _UNKNOWN:
        raise UnknownShipment(f"LogiNext's answer says {inner}")
    if inner is not None and inner >= 500:
        raise CarrierServerError(account, f"LogiNext's answer says {inner}")


def _refuse_error(account: str, answer: Fields) -> None:
    failed = answer.flag("hasError")
    if failed:
        raise classify_error(account, answer.text("message"))
    if failed is None and answer.integer("status", 0, 999) is None:
        raise CarrierUnreadable(account, "LogiNext's answer has neither data nor status nor hasError")


def normalise_word(word: str | None) -> str:
    """A word of a status without case, blanks and hyphens: `ORDER ACCEPTED` and `ORDERACCEPTED` are one."""
    return "".join(letter for letter in (word or "").upper() if letter.isalnum())
