"""Changes that make an ordinary sample shipment a special one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tracking_site.domain.announcement import Announcement
from tracking_site.domain.shipment import (
    DeliveryWindow,
    PersonalData,
    Place,
    ProofOfDelivery,
    Review,
    Shipment,
    SmsNotifications,
)
from tracking_site.preview.samples import LONG_NAME


def without_events(shipment: Shipment) -> Shipment:
    """Remove the events and the expected delivery."""
    return replace(shipment, events=(), estimated_delivery=None)


def minimal(shipment: Shipment) -> Shipment:
    """Keep only what every carrier knows of a shipment."""
    plain = Shipment(shipment.carrier, shipment.account, shipment.carrier_name, shipment.references, shipment.status)
    return replace(plain, verifies=shipment.verifies, stages=shipment.stages)


def with_long_names(shipment: Shipment) -> Shipment:
    """Give every name the maximum length."""
    personal = replace(shipment.personal or PersonalData(), recipient=LONG_NAME, driver=LONG_NAME)
    place = Place(LONG_NAME)
    references = replace(shipment.references, awb_number="9" * len(LONG_NAME))
    return replace(
        shipment, personal=personal, merchant=LONG_NAME, references=references, origin=place, destination=place
    )


def with_switches(shipment: Shipment) -> Shipment:
    """Offer SMS notifications and a delivery code."""
    return replace(shipment, sms_notifications=SmsNotifications(job=True, client=False), delivery_code=True)


def with_proof(proof: ProofOfDelivery, shipment: Shipment) -> Shipment:
    """Add a proof of delivery."""
    return replace(shipment, proof=proof)


def open_for_review(shipment: Shipment) -> Shipment:
    """Offer a review for a week from now."""
    return replace(with_switches(shipment), review_until=datetime.now(UTC) + timedelta(days=7))


def reviewed(shipment: Shipment) -> Shipment:
    """Add the recipient's review."""
    review = Review(5, 4, "Right on time, and carried up to the third floor. Thank you!")
    return replace(with_switches(shipment), review=review)


def announced() -> Announcement:
    """Return what a merchant announces of a delivery of tomorrow."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return Announcement(DeliveryWindow(tomorrow, tomorrow), "Havn & Hjem")
