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
# A row of each answer that is read has at least one of these (docs/carriers/loginext.md).
_NAMES = ("orderNo", "tripName", "shipmentReference", "orderDetails", "lat", "lastTrackedAt")


def rows(account: str, response: Response) -> tuple[Fields, ...]:
    """Return the rows of `data`; empty where LogiNext says in a documented way that there are none.

    Any other response without rows raises the error that its body describes, `CarrierUnreadable` where it describes
    none. A partial response, with both `hasError` and `data`, is parsed (docs/carriers/loginext.md, Haul, Get Trip).
    """
    elements = _elements(account, response)
    found = tuple(row for row in elements if row)
    if elements and not any(row.has(*_NAMES) for row in found):
        raise CarrierUnreadable(account, "the rows of LogiNext's answer are not of the documented shape")
    return found


def matching_rows(account: str, response: Response, field: str, value: str) -> tuple[Fields, ...]:
    """Return the rows of `data` whose field has a value, or raise `UnknownShipment` where all rows are of others.

    A row without the field may be the one that was meant, so that the answer is unreadable then.
    """
    found = tuple(row for row in rows(account, response) if row.text(field) == value)
    if not found:
        if not all(row.has(field) for row in _elements(account, response)):
            raise CarrierUnreadable(account, f"a row of LogiNext's answer has no {field}")
        raise UnknownShipment(f"no row of LogiNext's answer has this {field}")
    return found


def _elements(account: str, response: Response) -> tuple[Fields, ...]:
    """Return the elements of `data`, one that is no object as an empty one."""
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
    if answer.is_empty("data"):
        _refuse_error(account, answer)
        return ()
    if not answer.is_list("data") and not answer.within("data"):
        raise CarrierUnreadable(account, "data of LogiNext's answer is neither a list nor an object")
    return answer.list_items("data")


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
    """Raise the error of an answer whose `data` is null, empty or left out, unless it says that nothing was found."""
    failed, inner = answer.flag("hasError"), answer.integer("status", 0, 999)
    if failed:
        raise classify_error(account, answer.text("message"))
    if failed is None and inner is None:
        raise CarrierUnreadable(account, "LogiNext's answer has neither data nor status nor hasError")
    if not answer.has("data"):
        raise CarrierUnreadable(account, "LogiNext's answer has no data")
    if inner is not None and inner not in _READABLE:
        raise CarrierUnreadable(account, f"LogiNext's answer says {inner}")


def normalise_word(word: str | None) -> str:
    """Return a word in capitals without blanks and hyphens: `ORDER ACCEPTED` equals `ORDERACCEPTED`."""
    return "".join(letter for letter in (word or "").upper() if letter.isalnum())
