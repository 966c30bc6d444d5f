"""A shipment with what was told of it besides; or as webhooks alone have told of it, where its carrier does not."""

from dataclasses import replace

from tracking_site.models.recollection import Recollection
from tracking_site.models.reference import Reference, ReferenceKind
from tracking_site.models.shipment import References, Shipment, Status
from tracking_site.settings import Account
from tracking_site.tracking.history import merged


def remembered(shipment: Shipment, told: Recollection) -> Shipment:
    """A carrier's answer with what was told besides; what the carrier says itself holds."""
    references = shipment.references
    return replace(
        shipment,
        events=merged(shipment.events, told.events),
        references=replace(references, awb_number=references.awb_number or told.awb_number),
    )


def recollected(account: Account, reference: Reference, told: Recollection) -> Shipment:
    """What was told, with the status of what happened last; nothing else is known."""
    events = merged((), told.events)
    is_order = reference.kind is ReferenceKind.ORDER_NUMBER
    numbers = References(
        order_number=reference.value if is_order else None,
        trip_name=None if is_order else reference.value,
        awb_number=told.awb_number,
    )
    newest = events[0] if events else None
    delivered = next((event.time for event in events if event.status is Status.DELIVERED), None)
    status = newest.status if newest else Status.UNKNOWN
    return Shipment(
        carrier=account.carrier,
        account=account.id,
        carrier_name=account.name,
        references=numbers,
        status=status,
        events=events,
        delivered_at=delivered if status is Status.DELIVERED else None,
    )
