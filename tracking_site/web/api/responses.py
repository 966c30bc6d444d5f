"""The API's responses: shipments converted to the structs of `schemas`, and structs encoded as JSON."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypedDict, TypeVar

import msgspec
from flask import Response
from msgspec import UNSET, UnsetType

from tracking_site.domain.shipment import (
    DeliveryWindow,
    Leg,
    Location,
    Moment,
    Place,
    PromisedBy,
    ProofState,
    References,
    Shipment,
    SmsNotifications,
    TrackingEvent,
)
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.api import schemas
from tracking_site.web.http.security_headers import set_headers
from tracking_site.web.i18n.dates import iso
from tracking_site.web.i18n.labels import MILESTONES, STATUSES

_ONE_MINUTE = timedelta(minutes=1)
T = TypeVar("T")
Translate = Callable[[str], str]

encode = msgspec.json.Encoder().encode


def json_response(body: msgspec.Struct, status: int = 200) -> Response:
    """Return a body as JSON that no search engine indexes."""
    response = Response(encode(body), status, mimetype="application/json")
    return set_headers(response, {"X-Robots-Tag": "noindex"})


def shipment_body(
    result: LookupResult, translate: Translate, proof: ProofState | None = None, *, overdue: bool = False
) -> schemas.ShipmentResponse:
    """Return the body of `GET /api/v1/shipment`; `translate` puts the site's own words into the reader's language."""
    tracking = result.tracking
    return schemas.ShipmentResponse(
        shipment=_shipment(result, translate, proof, overdue=overdue),
        verified=result.verified,
        fetched_at=iso(tracking.fetched_at),
        stale=tracking.stale,
    )


def choice_body(result: LookupResult, query: str) -> schemas.Choice:
    """Return one of several shipments, with the query that finds it."""
    return schemas.Choice(**_leg(result.tracking.shipment), query=query)


def sms_notifications_body(notifications: SmsNotifications) -> schemas.SmsNotifications:  # noqa: D103
    return schemas.SmsNotifications(job=notifications.job, client=notifications.client)


def references_body(references: References) -> schemas.References:
    """Return the numbers that apply; the others are `UNSET`."""
    return schemas.References(
        job_id=_if_any(references.job_id),
        sli_number=_if_any(references.sli_number),
        order_number=_if_any(references.order_number),
        trip_name=_if_any(references.trip_name),
        awb_number=_if_any(references.awb_number),
    )


def _shipment(
    result: LookupResult, translate: Translate, proof: ProofState | None, *, overdue: bool
) -> schemas.Shipment:
    shipment = result.tracking.shipment
    first, sms = shipment.first_estimated_delivery, shipment.sms_notifications
    return schemas.Shipment(
        **_leg(shipment),
        carrier_status=shipment.carrier_status,
        events=[_event(event, translate) for event in shipment.events],
        last_location=_last_location(shipment.last_location),
        estimated_delivery=_window(shipment.estimated_delivery),
        promised_delivery=_window(shipment.promised_delivery),
        overdue=overdue,
        delayed_by_minutes=_delay(shipment),
        awaits_collection=True if shipment.awaits_collection and not shipment.status.final else UNSET,
        delivered_at=_time(shipment.delivered_at),
        deadline=_deadline(shipment.promised_by),
        stops_before=shipment.stops_before,
        attempts=shipment.attempts,
        merchant=shipment.merchant,
        provider=shipment.provider,
        origin=_place(shipment.origin),
        destination=_place(shipment.destination),
        sms_notifications=sms_notifications_body(sms) if sms else None,
        actions=[action.value for action in result.actions],
        legs=[schemas.Leg(**_leg(leg)) for leg in shipment.legs],
        first_estimated_delivery=_if_any(_window(first)),
        proof_of_delivery=(schemas.ProofOfDelivery(pictures=proof.images, waiting=proof.waiting) if proof else UNSET),
    )


class _LegFields(TypedDict):
    carrier: str
    account: str
    carrier_name: str
    references: schemas.References
    status: str


def _leg(leg: Leg | Shipment) -> _LegFields:
    return {
        "carrier": leg.carrier,
        "account": leg.account,
        "carrier_name": leg.carrier_name,
        "references": references_body(leg.references),
        "status": leg.status.value,
    }


def _event(event: TrackingEvent, translate: Translate) -> schemas.Event:
    return schemas.Event(
        time=_time(event.time),
        status=event.status.value,
        description=_description(event, translate),
        location=_location(event.location),
        carrier_name=_if_any(event.carrier_name),
    )


def _description(event: TrackingEvent, translate: Translate) -> str:
    """Return the carrier's words for an event, or else the site's."""
    if event.description:
        return event.description
    return translate(MILESTONES[event.milestone] if event.milestone else STATUSES[event.status])


def _location(location: Location | None) -> schemas.Location | None:
    if location is None:
        return None
    position = location.position
    return schemas.Location(
        name=location.name or location.address,
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
    )


def _last_location(location: Location | None) -> schemas.LastLocation | None:
    place = _location(location)
    if location is None or place is None:
        return None
    return schemas.LastLocation(
        name=place.name, latitude=place.latitude, longitude=place.longitude, time=_time(location.time)
    )


def _window(window: DeliveryWindow | None) -> schemas.DeliveryWindow | None:
    if window is None:
        return None
    return schemas.DeliveryWindow(earliest=_time(window.earliest), latest=_time(window.latest))


def _delay(shipment: Shipment) -> int | UnsetType:
    if shipment.delay is None or shipment.status.final:
        return UNSET
    return round(shipment.delay / _ONE_MINUTE)


def _deadline(promise: PromisedBy | None) -> schemas.Deadline | None:
    return None if promise is None else schemas.Deadline(time=iso(promise.time), original=_time(promise.original))


def _place(place: Place | None) -> schemas.Place | None:
    return None if place is None else schemas.Place(name=place.name, country=place.country)


def _time(moment: Moment | None) -> str | None:
    return None if moment is None else iso(moment)


def _if_any(value: T | None) -> T | UnsetType:
    """Return a value, or `UNSET` for None, so that its key is left out."""
    return UNSET if value is None else value
