"""Images that prove the delivery of an order (docs/carriers/loginext.md, Proof of delivery for one order)."""

from tracking_site.carriers.adapter import Conversation, Request, ask
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.domain.errors import CarrierUnreadable, UnknownShipment
from tracking_site.domain.references import Reference

MAX_REQUEST_ID_LENGTH = 100


def request_images(account: LoginextAccount, reference: Reference) -> Conversation[str]:
    """Ask LogiNext to collect an order's images and return the request's id, which its webhook names later.

    LogiNext answers 202 with the id, and 409 where it does not know the order.
    """
    url = f"{account.base_url}/ShipmentApp/mile/v2/epod/list"
    response = yield from ask(Request.get(url, {"orderNo": reference.value}, session=True, retryable=False))
    if response.status in (404, 409):
        raise UnknownShipment("the order has no proof of delivery")
    try:
        answer = Fields.of(response.body)
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error
    request_id = _request_id(answer) or _request_id(answer.within("data"))
    if response.status not in (200, 202) or request_id is None:
        raise CarrierUnreadable(account.id, f"LogiNext answered {response.status} and no request")
    return request_id


def _request_id(fields: Fields) -> str | None:
    return fields.text("requestId", limit=MAX_REQUEST_ID_LENGTH)
