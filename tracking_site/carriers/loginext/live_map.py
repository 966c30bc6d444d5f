"""LogiNext's live map for an iframe (loginext-api.txt, iFrame and Trip iFrame; loginext-later-editions.md, iFrame)."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from tracking_site.carriers.adapter import Conversation, Request, ask
from tracking_site.carriers.loginext.adapter import session_headers
from tracking_site.config import LoginextAccount
from tracking_site.domain.errors import CarrierRefused
from tracking_site.domain.references import Reference, ReferenceKind

PARAMETERS = {ReferenceKind.ORDER_NUMBER: "ordno", ReferenceKind.TRIP_NAME: "tripname"}


@dataclass(frozen=True, slots=True)
class MapKey:
    """What the iframe is let in by: a token of the iframe's own user, and in older installations the client's key."""

    aid: str = field(repr=False)
    key: str | None = field(default=None, repr=False)


def issued_key(account: LoginextAccount) -> MapKey | None:
    """The token that LogiNext issued for the iframe, where the account has one; it is never renewed."""
    iframe = account.iframe
    if iframe is None or iframe.aid is None:
        return None
    return MapKey(iframe.aid.get_secret_value(), iframe.key.get_secret_value() if iframe.key else None)


def authenticate(account: LoginextAccount) -> Conversation[MapKey]:
    """A token for the iframe's own user.

    Never by `token/refresh`, which would end the maps that are open (later editions, Tokens).
    """
    iframe = account.iframe
    if iframe is None or iframe.username is None or iframe.password is None:
        raise CarrierRefused(account.id, "the iframe has no user")
    payload = {"userName": iframe.username, "password": iframe.password.get_secret_value()}
    login = Request.json(f"{account.base_url}/LoginApp/login/authenticate", payload, retryable=False)
    headers = session_headers((yield from ask(login)))
    if not headers:
        raise CarrierRefused(account.id, "the iframe's user was not let in")
    return MapKey(headers["WWW-Authenticate"].removeprefix("BASIC "), headers.get("CLIENT_SECRET_KEY"))


def map_address(account: LoginextAccount, reference: Reference, key: MapKey) -> str:
    """The address of the map of an order or a trip; everything in its fragment is percent-encoded."""
    values = [(PARAMETERS[reference.kind], reference.value), ("aid", key.aid), ("key", key.key)]
    fragment = "&".join(f"{name}={quote(value, safe='')}" for name, value in values if value is not None)
    return f"{account.base_url}/track/#/order?{fragment}"


def map_origin(account: LoginextAccount) -> str:
    """The origin that the map is loaded from, as a content policy names it."""
    parts = urlsplit(account.base_url)
    return f"{parts.scheme}://{parts.netloc}".lower()
