"""The common part of LogiNext's responses: `data`, `hasError`, and a `status` in the body."""

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
    """Return the rows of `data`; a response without rows raises the error that its body describes.

    A partial response, with both `hasError` and `data`, is parsed (docs/carriers/loginext.md, Haul, Get Trip).
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
    data = answer.rows("data")
    if not data:
        _refuse_error(account, answer)
    return data


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
    """Return a word in capitals without blanks and hyphens: `ORDER ACCEPTED` equals `ORDERACCEPTED`."""
    return "".join(letter for letter in (word or "").upper() if letter.isalnum())
