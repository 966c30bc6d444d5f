"""LogiNext's webhooks: authenticated, then parsed into updates (docs/carriers/loginext.md, Webhooks).

An update contains no personal data: the page gets them from LogiNext's API when the recipient opens it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tracking_site.carriers.adapter import ParsedWebhook, ProofDownload
from tracking_site.carriers.downloads import MAX_URL_LENGTH
from tracking_site.carriers.loginext import trip_webhooks, webhook_authentication, webhook_events
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.legs import Word
from tracking_site.carriers.loginext.proof_of_delivery import MAX_REQUEST_ID_LENGTH
from tracking_site.carriers.loginext.responses import normalise_word
from tracking_site.carriers.loginext.webhook_body import parse_body
from tracking_site.carriers.loginext.webhook_events import MAX_NUMBER_LENGTH, OrderStep
from tracking_site.carriers.parsing import Fields
from tracking_site.domain.recorded_history import WebhookUpdate

ROUTE_PLANNING_API = "ROUTE PLANNING API"
"""The site's name for the one webhook that has neither a type nor a status of an order."""


@dataclass(frozen=True, slots=True)
class LoginextWebhooks:
    """The webhooks of an account."""

    account: LoginextAccount

    @property
    def enabled(self) -> bool:
        """Whether the account has an address for webhooks."""
        return bool(self.account.webhook_path_secrets)

    def accepts_path(self, secret: str) -> bool:
        """Tell in constant time whether the secret in the address is one of the account's."""
        return webhook_authentication.accepts_path(self.account, secret)

    def authenticate(self, sender: str | None, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the signature and the sender's address are right."""
        return webhook_authentication.authenticate(self.account, sender, headers, body)

    def parse(self, content_type: str, body: bytes) -> ParsedWebhook:
        """Parse a webhook; `Unreadable`, or `UnsafePayload` where it must not even be stored."""
        data = parse_body(content_type, body)
        updates = tuple(updates_in(data, self.account.webhook_zone))
        return ParsedWebhook(kind_of(data), updates, _proof_download(data))


def kind_of(data: Fields) -> str:
    """Return the type of a webhook, or its status where it has no type (ORDER ACCEPTED, ORDER REJECTED)."""
    kind = data.text("notificationType", limit=MAX_NUMBER_LENGTH)
    if kind is None and trip_webhooks.routes_in(data):
        return ROUTE_PLANNING_API
    return (kind or data.text("status", limit=MAX_NUMBER_LENGTH) or "").upper()


def updates_in(data: Fields, zone: ZoneInfo) -> Iterator[WebhookUpdate]:
    """Yield an update for each shipment of a webhook; an unknown kind gives updates without details."""
    kind = kind_of(data)
    parse = KINDS.get(normalise_word(kind), webhook_events.shipment_changed)
    yield from parse(kind, data, zone)


def _proof_download(data: Fields) -> ProofDownload | None:
    """Return the download of requested images, or None for a webhook about something else."""
    address, request = data.text("url", limit=MAX_URL_LENGTH), data.text("requestId", limit=MAX_REQUEST_ID_LENGTH)
    if kind_of(data) != "GETEPODNOTIFICATION" or address is None or request is None:
        return None
    return ProofDownload(request, address)


KINDS: Mapping[str, Callable[[str, Fields, ZoneInfo], Iterator[WebhookUpdate]]] = {
    "ORDERCREATIONNOTIFICATION": OrderStep(None, "timestamp"),
    "ORDERUPDATENOTIFICATION": webhook_events.order_updated,
    "ORDERACCEPTED": OrderStep(Word.ORDERACCEPTED, "updatedOn"),
    "ORDERREJECTED": webhook_events.shipment_changed,
    "CANCELLEDNOTIFICATION": OrderStep(Word.CANCELLED, "cancellationTime"),
    "LOADITEMNOTIFICATION": OrderStep(Word.LOADED, "timestamp"),
    "LOADINGDONENOTIFICATION": trip_webhooks.trip_loaded,
    "DELIVEREDNOTIFICATION": OrderStep(Word.DELIVERED, "deliveryTime"),
    "PARTIALDELIVERYNOTIFICATION": OrderStep(Word.PARTIALLYDELIVERED, "deliveryTime"),
    "NOTDELIVEREDNOTIFICATION": OrderStep(Word.NOTDELIVERED, "deliveryTime"),
    "PICKEDUPNOTIFICATION": OrderStep(Word.PICKEDUP, "pickedUpTime"),
    "NOTPICKEDUPNOTIFICATION": OrderStep(Word.NOTPICKEDUP, "pickedUpTime"),
    "DELIVERYPLANNING": trip_webhooks.trip_planned,
    "ROUTEPLANNINGAPI": trip_webhooks.routes_planned,
    "STARTTRIP": trip_webhooks.trip_started,
    "HUBIN": trip_webhooks.hub_passed,
    "HUBOUT": trip_webhooks.hub_passed,
    "ORDERSTATUSNOTIFICATON": webhook_events.parcel_scanned,
    "ORDERSTATUSNOTIFICATION": webhook_events.parcel_scanned,
    "CHECKINPUSHNOTIFICATION": webhook_events.driver_checked_in,
    "REVISEETANOTIFICATION": trip_webhooks.arrivals_revised,
    "MILEE2EORDERCREATIONNOTIFICATION": webhook_events.orders_created,
    "MILEE2EORDERSTATUSUPDATENOTIFICATION": webhook_events.status_changed,
    "MILEE2EORDERUPDATESTATUSNOTIFICATION": webhook_events.status_changed,
    "ORDERALLOCATIONSTOP": webhook_events.shipment_changed,
    "ORDERCUSTOMFORMNOTIFICATION": webhook_events.shipment_changed,
    "GETEPODNOTIFICATION": webhook_events.shipment_changed,
}
"""Every documented kind of webhook, by its type or status in capitals without blanks."""
