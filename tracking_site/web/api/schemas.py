"""The JSON of a shipment: codes and times, no words but the carrier's (contract, section 4)."""

from collections.abc import Callable, Iterable
from typing import Any

from tracking_site.domain.shipment import (
    Action,
    DeliveryWindow,
    Leg,
    Location,
    Moment,
    Place,
    ProofState,
    References,
    Shipment,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.i18n.dates import iso
from tracking_site.web.i18n.labels import MILESTONES, STATUSES

Payload = dict[str, Any]
Say = Callable[[str], str]


def shipment_payload(found: LookupResult, say: Say, proof: ProofState | None = None) -> Payload:
    """The answer of `GET /api/v1/shipment`; `say` puts the site's own words into the reader's language."""
    tracking: TrackingResult = found.tracking
    proven = {"proof_of_delivery": {"pictures": proof.images, "waiting": proof.waiting}} if proof else {}
    return {
        "shipment": _shipment(tracking.shipment, found.actions, say) | proven,
        "verified": found.verified,
        "fetched_at": iso(tracking.fetched_at),
        "stale": tracking.stale,
    }


def references_payload(references: References) -> Payload:
    """The numbers that apply."""
    named = {
        "job_id": references.job_id,
        "sli_number": references.sli_number,
        "order_number": references.order_number,
        "trip_name": references.trip_name,
        "awb_number": references.awb_number,
    }
    return {name: value for name, value in named.items() if value is not None}


def _shipment(shipment: Shipment, actions: Iterable[Action], say: Say) -> Payload:
    promised_by = shipment.promised_by
    told: Payload = {
        "carrier": shipment.carrier,
        "account": shipment.account,
        "carrier_name": shipment.carrier_name,
        "references": references_payload(shipment.references),
        "status": shipment.status.value,
        "carrier_status": shipment.carrier_status,
        "events": [_event(event, say) for event in shipment.events],
        "last_location": _last_location(shipment.last_location),
        "estimated_delivery": _window(shipment.estimated_delivery),
        "delivered_at": _moment(shipment.delivered_at),
        "deadline": {"time": iso(promised_by.time), "original": _moment(promised_by.original)} if promised_by else None,
        "stops_before": shipment.stops_before,
        "attempts": shipment.attempts,
        "merchant": shipment.merchant,
        "provider": shipment.provider,
        "origin": _place(shipment.origin),
        "destination": _place(shipment.destination),
        "sms_notifications": (
            {"job": shipment.sms_notifications.job, "client": shipment.sms_notifications.client}
            if shipment.sms_notifications
            else None
        ),
        "actions": [action.value for action in actions],
        "legs": [_leg(leg) for leg in shipment.legs],
    }
    if shipment.first_estimated_delivery is not None:
        told["first_estimated_delivery"] = _window(shipment.first_estimated_delivery)
    return told


def _leg(leg: Leg) -> Payload:
    return {
        "carrier": leg.carrier,
        "account": leg.account,
        "carrier_name": leg.carrier_name,
        "references": references_payload(leg.references),
        "status": leg.status.value,
    }


def _moment(moment: Moment | None) -> str | None:
    return None if moment is None else iso(moment)


def _window(window: DeliveryWindow | None) -> Payload | None:
    return None if window is None else {"earliest": _moment(window.earliest), "latest": _moment(window.latest)}


def _place(place: Place | None) -> Payload | None:
    return None if place is None else {"name": place.name, "country": place.country}


def description(event: TrackingEvent, say: Say) -> str:
    """The carrier's words for an event, or the site's where it has none; the site's for an event without either."""
    if event.description:
        return event.description
    return say(MILESTONES[event.milestone] if event.milestone else STATUSES[event.status])


def _event(event: TrackingEvent, say: Say) -> Payload:
    # Of a single carrier's shipment every event is that carrier's.
    by = {} if event.carrier_name is None else {"carrier_name": event.carrier_name}
    return {
        "time": _moment(event.time),
        "status": event.status.value,
        "description": description(event, say),
        "location": _location(event.location),
        **by,
    }


def _location(location: Location | None) -> Payload | None:
    if location is None:
        return None
    position = location.position
    return {
        "name": location.name or location.address,
        "latitude": position.latitude if position else None,
        "longitude": position.longitude if position else None,
    }


def _last_location(location: Location | None) -> Payload | None:
    payload = _location(location)
    return None if payload is None or location is None else {**payload, "time": _moment(location.time)}
