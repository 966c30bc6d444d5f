"""Pictures that prove the delivery of a LogiNext order (loginext-later-editions.md, Proof of delivery for one order)."""

from tracking_site.carriers.adapter import Conversation, Request
from tracking_site.carriers.adapter import ask as ask_carrier
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.config import LoginextAccount
from tracking_site.domain.errors import CarrierUnreadable, UnknownShipment
from tracking_site.domain.references import Reference

LONGEST_REQUEST = 100


def ask(account: LoginextAccount, reference: Reference) -> Conversation[str]:
    """Has LogiNext put an order's pictures together; returns the request's id, which its webhook names.

    It answers 202 with the id, and 409 where it does not know the order.
    """
    url = f"{account.base_url}/ShipmentApp/mile/v2/epod/list"
    request = Request.get(url, {"orderNo": reference.value}, session=True, retryable=False)
    reply = yield from ask_carrier(request)
    if reply.status in (404, 409):
        raise UnknownShipment("the order has no proof of delivery")
    try:
        told = Fields.of(reply.body)
        known = told.text("requestId", limit=LONGEST_REQUEST) or told.within("data").text(
            "requestId", limit=LONGEST_REQUEST
        )
    except Unreadable as error:
        raise CarrierUnreadable(account.id, str(error)) from error
    if reply.status not in (200, 202) or known is None:
        raise CarrierUnreadable(account.id, f"LogiNext answered {reply.status} and no request")
    return known
