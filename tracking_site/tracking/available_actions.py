"""What a viewer can do about a shipment now (contract, section 4, `actions`)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tracking_site.domain.shipment import Action, Shipment, Status


def actions_of(
    shipment: Shipment, *, verified: bool, has_map: bool = False, now: datetime | None = None
) -> tuple[Action, ...]:
    """The actions that are open to a viewer, by the whole shipment; what has none of them offers none.

    `has_map` where its account has live maps that this viewer may see.
    """
    moment = now or datetime.now(UTC)
    live = (Action.LIVE_MAP,) if has_map and not shipment.status.final else ()
    return (*live, *(_recipients(shipment, moment) if verified else _strangers(shipment)))


def _recipients(shipment: Shipment, now: datetime) -> Iterator[Action]:
    if shipment.sms_notifications is not None:
        yield Action.SMS_NOTIFICATIONS
    if shipment.delivery_code and not shipment.status.final:
        yield Action.DELIVERY_CODE
    if takes_review(shipment, now):
        yield Action.REVIEW


def takes_review(shipment: Shipment, now: datetime) -> bool:
    """Whether a review can be handed in: once, after the delivery, within the carrier's window."""
    until = shipment.review_until
    return shipment.status is Status.DELIVERED and shipment.review is None and until is not None and now < until


def _strangers(shipment: Shipment) -> Iterator[Action]:
    if provable(shipment):
        yield Action.VERIFY


def provable(shipment: Shipment) -> bool:
    """Whether a viewer can prove to be the recipient by the postcode; a Logis job is proven by its review key alone."""
    return bool(shipment.personal and shipment.personal.postcode) and shipment.references.job_id is None
