"""Tidewater, an invented carrier: parcels, tracked by their order number, with webhooks."""

from tracking_site.carriers.adapter import Adapter, Carrier
from tracking_site.carriers.tidewater.account import TidewaterAccount
from tracking_site.carriers.tidewater.tracking import check, track
from tracking_site.carriers.tidewater.webhooks import TidewaterWebhooks
from tracking_site.domain.references import ReferenceKind
from tracking_site.domain.shipment import Status

STAGES = {ReferenceKind.ORDER_NUMBER: (Status.INFO_RECEIVED, Status.IN_TRANSIT, Status.DELIVERED)}


def make_adapter(account: TidewaterAccount) -> Adapter:
    """Return the adapter of a Tidewater account."""
    return Adapter(
        account=account,
        reference_kinds=frozenset(STAGES),
        track=lambda reference: track(account, reference),
        check=lambda: check(account),
        stages=STAGES,
        webhooks=TidewaterWebhooks(account),
    )


CARRIER = Carrier(TidewaterAccount, make_adapter)
