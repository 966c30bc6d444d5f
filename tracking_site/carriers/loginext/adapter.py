"""The adapter of a LogiNext account: one login for its three products."""

from tracking_site.carriers.adapter import Adapter, Conversation, ProofCalls
from tracking_site.carriers.downloads import download_request
from tracking_site.carriers.loginext import legs, orders, proof_of_delivery, trips
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.live_map import LoginextLiveMap
from tracking_site.carriers.loginext.login import login
from tracking_site.carriers.loginext.webhooks import LoginextWebhooks
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import Shipment, Status

ORDER_PRODUCTS = ("mile", "ondemand")
STAGES = {
    ReferenceKind.ORDER_NUMBER: (
        *(Status.INFO_RECEIVED, Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.DELIVERED),
    ),
    ReferenceKind.TRIP_NAME: (Status.INFO_RECEIVED, Status.IN_TRANSIT, Status.DELIVERED),
}


def make_adapter(account: LoginextAccount) -> Adapter:
    """Return the adapter of a LogiNext account, which knows the orders and trips of the account's products."""
    kinds = set()
    if any(product in ORDER_PRODUCTS for product in account.products):
        kinds.add(ReferenceKind.ORDER_NUMBER)
    if "haul" in account.products:
        kinds.add(ReferenceKind.TRIP_NAME)
    return Adapter(
        account=account,
        reference_kinds=frozenset(kinds),
        track=lambda reference: track(account, reference),
        check=check,
        stages=STAGES,
        step_meaning=legs.meaning,
        login=login(account),
        calls_per_second=account.calls_per_second,
        webhooks=LoginextWebhooks(account),
        live_map=LoginextLiveMap(account, account.iframe) if account.iframe else None,
        proof=ProofCalls(
            download=lambda address: download_request(address, account.base_url, account.proof_hosts),
            request=lambda reference: proof_of_delivery.request_images(account, reference),
        ),
    )


def track(account: LoginextAccount, reference: Reference) -> Conversation[Shipment]:
    """Fetch an order from the account's order products, or a trip from Haul."""
    if reference.kind is ReferenceKind.TRIP_NAME:
        return trips.track(account, reference)
    return orders.track(account, reference)


def check() -> Conversation[None]:
    """Send nothing: the login, which comes before every check, is the harmless call (docs/contract.md, section 1)."""
    yield from ()
