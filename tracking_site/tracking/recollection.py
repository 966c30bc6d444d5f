"""A shipment as webhooks alone have told of it: for when its carrier does not know it, or cannot be asked."""

from collections.abc import Sequence

from tracking_site.models.reference import Reference, ReferenceKind
from tracking_site.models.shipment import References, Shipment, Status, TrackingEvent
from tracking_site.settings import Account
from tracking_site.tracking.history import merged


def recollected(account: Account, reference: Reference, told: Sequence[TrackingEvent]) -> Shipment:
    """What was told, with the status of what happened last; nothing else is known."""
    events = merged((), told)
    is_order = reference.kind is ReferenceKind.ORDER_NUMBER
    numbers = References(order_number=reference.value) if is_order else References(trip_name=reference.value)
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
