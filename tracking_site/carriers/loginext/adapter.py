"""LogiNext: one login for its three products; orders of Mile and OnDemand, trips of Haul (loginext-api.txt)."""

import re
from collections.abc import Mapping

from tracking_site.carriers.adapter import Adapter, Conversation, Login, Request, Response
from tracking_site.carriers.downloads import proof_request
from tracking_site.carriers.loginext import orders, proof_of_delivery, trips
from tracking_site.carriers.parsing import Fields, Unreadable
from tracking_site.config import LoginextAccount
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import Shipment

ORDER_PRODUCTS = ("mile", "ondemand")

# The scheme is part of the token's header and comes back with it (Authentication, Response Headers).
_TOKEN = re.compile(r"(?:BASIC\s+)?([0-9A-Za-z._-]{8,200})", re.IGNORECASE)


def adapter(account: LoginextAccount) -> Adapter:
    """A LogiNext account, ready to be asked for the orders and trips of its products."""
    kinds = set()
    if any(product in ORDER_PRODUCTS for product in account.products):
        kinds.add(ReferenceKind.ORDER_NUMBER)
    if "haul" in account.products:
        kinds.add(ReferenceKind.TRIP_NAME)
    return Adapter(
        account=account,
        kinds=frozenset(kinds),
        track=lambda reference: track(account, reference),
        check=check,
        ask_for_proof=lambda reference: proof_of_delivery.ask(account, reference),
        proof_request=lambda address: proof_request(address, account.base_url, account.proof_hosts),
        login=Login(request=_login(account), headers=session_headers, expired=expired),
    )


def track(account: LoginextAccount, reference: Reference) -> Conversation[Shipment]:
    """An order at the account's order products, or a trip of Haul."""
    if reference.kind is ReferenceKind.TRIP_NAME:
        return trips.track(account, reference)
    return orders.track(account, reference)


def check() -> Conversation[None]:
    """Asks nothing: the login, which comes before every check, is the harmless answer (contract, section 1)."""
    yield from ()


def _login(account: LoginextAccount) -> Request:
    payload = {
        "userName": account.username,
        "password": account.password.get_secret_value(),
    }
    return Request.json(f"{account.base_url}/LoginApp/login/authenticate", payload, retryable=False)


def session_headers(reply: Response) -> Mapping[str, str]:
    """The headers that later requests carry; none where the login was refused.

    Older installations give a `CLIENT_SECRET_KEY` beside the token, later ones the token alone.
    """
    match = _TOKEN.fullmatch(reply.headers.get("www-authenticate", "").strip())
    if reply.status != 200 or match is None:
        return {}
    headers = {"WWW-Authenticate": f"BASIC {match.group(1)}"}
    if key := reply.headers.get("client_secret_key"):
        headers["CLIENT_SECRET_KEY"] = key
    return headers


def expired(reply: Response) -> bool:
    """Whether the session is over: a 401, by HTTP or inside a 200."""
    if reply.status == 401:
        return True
    try:
        return Fields.of(reply.body).integer("status", 0, 999) == 401
    except Unreadable:
        return False
