"""The actions that a viewer is offered now (docs/contract.md, section 4, `actions`)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tracking_site.domain.shipment import Action, Shipment, Status


def available_actions(
    shipment: Shipment, *, verified: bool, has_map: bool = False, now: datetime | None = None
) -> tuple[Action, ...]:
    """Return the actions of a viewer, by the unredacted shipment; `has_map` where the viewer may see a live map."""
    moment = now or datetime.now(UTC)
    live_map = (Action.LIVE_MAP,) if has_map and not shipment.status.final else ()
    return (*live_map, *(_for_recipient(shipment, moment) if verified else _for_anyone(shipment)))


def _for_recipient(shipment: Shipment, now: datetime) -> Iterator[Action]:
    if shipment.sms_notifications is not None:
        yield Action.SMS_NOTIFICATIONS
    if shipment.delivery_code and not shipment.status.final:
        yield Action.DELIVERY_CODE
    if accepts_review(shipment, now):
        yield Action.REVIEW


def accepts_review(shipment: Shipment, now: datetime) -> bool:
    """Tell whether a review can be submitted: once, after the delivery, within the carrier's window."""
    until = shipment.review_until
    return shipment.status is Status.DELIVERED and shipment.review is None and until is not None and now < until


def _for_anyone(shipment: Shipment) -> Iterator[Action]:
    if verifiable_by_postcode(shipment):
        yield Action.VERIFY


def verifiable_by_postcode(shipment: Shipment) -> bool:
    """Tell whether the postcode can prove the recipient; a job is proven by its review key only."""
    return bool(shipment.personal and shipment.personal.postcode) and shipment.references.job_id is None
