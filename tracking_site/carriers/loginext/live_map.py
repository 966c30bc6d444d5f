"""LogiNext's live map for a frame (docs/carriers/loginext.md, iFrame)."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from tracking_site.carriers.adapter import Conversation, MapKey, ask
from tracking_site.carriers.loginext.account import Iframe, LoginextAccount
from tracking_site.carriers.loginext.login import login_request, session_headers
from tracking_site.domain.errors import CarrierRefused
from tracking_site.domain.references import Reference, ReferenceKind

PARAMETERS = {ReferenceKind.ORDER_NUMBER: "ordno", ReferenceKind.TRIP_NAME: "tripname"}


@dataclass(frozen=True, slots=True)
class LoginextLiveMap:
    """The live map of an account, opened with the credentials of the iframe's own user."""

    account: LoginextAccount
    iframe: Iframe

    @property
    def provider(self) -> str:
        """The name of who provides the map."""
        return "LogiNext"

    @property
    def public(self) -> bool:
        """Whether unverified viewers may see it."""
        return self.iframe.public

    @property
    def origin(self) -> str:
        """The origin that the map is loaded from, as a content policy names it."""
        parts = urlsplit(self.account.base_url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    def issued_key(self) -> MapKey | None:
        """Return the token that LogiNext issued for the iframe, where there is one; it is never renewed."""
        if self.iframe.aid is None:
            return None
        key = self.iframe.key
        return MapKey(self.iframe.aid.get_secret_value(), key.get_secret_value() if key else None)

    def authenticate(self) -> Conversation[MapKey]:
        """Log the iframe's own user in.

        Never by `token/refresh`, which would end the maps that are open (docs/carriers/loginext.md, Later editions: Tokens).
        """
        if self.iframe.username is None or self.iframe.password is None:
            raise CarrierRefused(self.account.id, "the iframe has no user")
        request = login_request(self.account, self.iframe.username, self.iframe.password.get_secret_value())
        headers = session_headers((yield from ask(request)))
        if not headers:
            raise CarrierRefused(self.account.id, "the iframe's user was not let in")
        return MapKey(headers["WWW-Authenticate"].removeprefix("BASIC "), headers.get("CLIENT_SECRET_KEY"))

    def address(self, reference: Reference, key: MapKey) -> str:
        """Return the address of the map of an order or a trip; everything in its fragment is percent-encoded."""
        values = [(PARAMETERS[reference.kind], reference.value), ("aid", key.aid), ("key", key.key)]
        fragment = "&".join(f"{name}={quote(value, safe='')}" for name, value in values if value is not None)
        return f"{self.account.base_url}/track/#/order?{fragment}"
