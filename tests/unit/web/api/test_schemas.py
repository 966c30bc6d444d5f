"""The description of a shipment and the shipments that the API answers have the same fields, no more and no fewer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from tests.support.schema import described_fields, fields_of, violations
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import (
    Action,
    Coordinates,
    DeliveryWindow,
    Leg,
    Location,
    Place,
    PromisedBy,
    ProofState,
    References,
    Shipment,
    SmsNotifications,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.lookup import LookupResult
from tracking_site.web.api.openapi import description
from tracking_site.web.api.responses import choice_body, encode, shipment_body
from tracking_site.web.api.schemas import ChoicesResponse
from tracking_site.web.http.error_body import ErrorDetail

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
NUMBERS = References("1", "2", "3", "4", "5")
WHERE = Location("Hub", Coordinates(1.5, 2.5), NOW)
WHOLE = Shipment(
    carrier="loginext",
    account="mile",
    carrier_name="LogiNext",
    references=NUMBERS,
    status=Status.PARTIALLY_DELIVERED,
    carrier_status="PARTIALLYDELIVERED",
    events=(TrackingEvent(NOW, Status.DELIVERED, "Delivered", location=WHERE, carrier_name="LogiNext"),),
    last_location=WHERE,
    estimated_delivery=DeliveryWindow(NOW, NOW),
    first_estimated_delivery=DeliveryWindow(NOW, NOW),
    delivered_at=NOW,
    promised_delivery=DeliveryWindow(NOW, NOW),
    delay=timedelta(minutes=35),
    awaits_collection=True,
    promised_by=PromisedBy(NOW, NOW),
    stops_before=1,
    sms_notifications=SmsNotifications(job=True, client=True),
    merchant="Boréal",
    provider="Nord",
    origin=Place("Montréal", "CA"),
    destination=Place("Laval", "CA"),
    attempts=1,
    legs=(Leg("leaps", "geodis", "GEODIS", NUMBERS, Status.DELIVERED),),
)
BARE = Shipment(
    "leaps", "geodis", "GEODIS", References(), Status.UNKNOWN, events=(TrackingEvent(None, Status.PENDING),)
)


@pytest.fixture(scope="module")
def document() -> Any:
    return msgspec.to_builtins(description("https://track.example", ()))


def described(document: Any, status: str) -> Any:
    answers = document["paths"]["/api/v1/shipment"]["get"]["responses"]
    return answers[status]["content"]["application/json"]["schema"]


def result(shipment: Shipment) -> LookupResult:
    ref = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "GR432U5"))
    return LookupResult(ref, TrackingResult(shipment, NOW), verified=True, actions=tuple(Action))


def answered(shipment: Shipment, proof: ProofState | None = None) -> Any:
    return msgspec.json.decode(encode(shipment_body(result(shipment), str, proof)))


@pytest.mark.parametrize(("shipment", "proof"), [(WHOLE, ProofState(1, waiting=True)), (BARE, None)])
def test_a_shipment_is_what_the_document_says(document: Any, shipment: Shipment, proof: ProofState | None) -> None:
    assert list(violations(answered(shipment, proof), described(document, "200"), document)) == []


def test_every_described_field_of_a_shipment_can_be_answered_and_no_other(document: Any) -> None:
    whole = answered(WHOLE, ProofState(1, waiting=True))
    assert set(fields_of(whole)) == set(described_fields(described(document, "200"), document))


def test_every_described_field_of_the_choices_can_be_answered_and_no_other(document: Any) -> None:
    error = ErrorDetail(code="several_shipments", message="Several")
    body = ChoicesResponse(error=error, choices=[choice_body(result(WHOLE), "?ordno=GR432U5")])
    choices = msgspec.json.decode(encode(body))
    assert set(fields_of(choices)) == set(described_fields(described(document, "300"), document))
    assert list(violations(choices, described(document, "300"), document)) == []


def test_only_what_does_not_apply_is_left_out(document: Any) -> None:
    left_out = set(fields_of(answered(WHOLE, ProofState()))) - set(fields_of(answered(BARE)))
    shipment = document["components"]["schemas"]["Shipment"]
    optional = {"first_estimated_delivery", "proof_of_delivery", "delayed_by_minutes", "awaits_collection"}
    assert optional == set(shipment["properties"]) - set(shipment["required"])
    assert {f"$.shipment.{name}" for name in optional} <= left_out
    assert not {f"$.shipment.{name}" for name in shipment["required"]} & left_out
    assert document["components"]["schemas"]["References"]["required"] == []
