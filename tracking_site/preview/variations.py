"""Changes that make an ordinary sample shipment a special one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tracking_site.domain.announcement import Announcement
from tracking_site.domain.shipment import (
    DeliveryWindow,
    Location,
    Milestone,
    PersonalData,
    Place,
    ProofOfDelivery,
    Review,
    Shipment,
    SmsNotifications,
    TrackingEvent,
)
from tracking_site.preview.samples import LONG_NAME


def running_late(now: datetime, shipment: Shipment) -> Shipment:
    """Let the window pass without a delivery."""
    window = DeliveryWindow(now - timedelta(hours=4), now - timedelta(hours=1))
    return replace(
        shipment, estimated_delivery=window, promised_delivery=window, first_estimated_delivery=None, promised_by=None
    )


def with_promise(now: datetime, shipment: Shipment) -> Shipment:
    """Give the arrival in 50 minutes, and a promised window around it."""
    arrival = now + timedelta(minutes=50)
    promised = DeliveryWindow(arrival - timedelta(minutes=70), arrival + timedelta(minutes=110))
    return replace(
        running_late(now, shipment), estimated_delivery=DeliveryWindow(arrival, arrival), promised_delivery=promised
    )


def delayed(now: datetime, shipment: Shipment) -> Shipment:
    """Let the carrier say that it is 35 minutes late."""
    return replace(with_promise(now, shipment), delay=timedelta(minutes=35))


def awaiting_collection(now: datetime, shipment: Shipment) -> Shipment:
    """Leave it at a pick-up point."""
    place = Location("Kiosk at Central Station")
    ready = TrackingEvent(
        now - timedelta(hours=2), shipment.status, milestone=Milestone.READY_FOR_COLLECTION, location=place
    )
    return replace(
        running_late(now, shipment),
        awaits_collection=True,
        events=(ready, *shipment.events),
        last_location=None,
        stops_before=None,
    )


def without_events(shipment: Shipment) -> Shipment:
    """Remove the events and the expected delivery."""
    return replace(shipment, events=(), estimated_delivery=None, promised_delivery=None)


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
