"""The OpenAPI operations of recipients' actions."""

from tracking_site.features.recipient_actions.schemas import (
    VERIFIABLE,
    DeliveryCodeRequest,
    DeliveryCodeResponse,
    ReviewRequest,
    ReviewResponse,
    SmsNotificationsRequest,
    SmsNotificationsResponse,
    VerificationRequest,
    VerificationResponse,
)
from tracking_site.web.api.openapi import Model, Operation, ResponseSpec, combined, errors
from tracking_site.web.http.references import PROVING

ERRORS = {
    "400": "What was sent cannot be meant",
    "403": "It is not shown that the sender is the recipient, or the carrier refuses it",
    "404": "Nobody knows the shipment, or the link does not open",
    "409": "There is no such action for this shipment, or not now",
    "410": "The link has expired or was taken back",
    "413": "The body is longer than 64 kB",
    "429": "Too many requests, or too many wrong postcodes",
    "503": "The carrier, or the site's own database, cannot be asked",
}


def _responses(body: Model) -> dict[str, ResponseSpec]:
    return {"200": ResponseSpec("As it is now", body), **errors(ERRORS)}


OPERATIONS = (
    Operation(
        method="put",
        path="/api/v1/sms-notifications",
        name="switchSmsNotifications",
        summary="Switches the carrier's text messages for a delivery, or for all of its recipient's",
        request=combined(SmsNotificationsRequest, PROVING),
        responses=_responses(SmsNotificationsResponse),
    ),
    Operation(
        method="post",
        path="/api/v1/delivery-code",
        name="fetchDeliveryCode",
        summary="The code that the driver asks for; that it was fetched is recorded at the carrier",
        request=combined(DeliveryCodeRequest, PROVING),
        responses=_responses(DeliveryCodeResponse),
    ),
    Operation(
        method="post",
        path="/api/v1/review",
        name="reviewDelivery",
        summary="Rates a completed delivery, once",
        request=combined(ReviewRequest, PROVING),
        responses=_responses(ReviewResponse),
    ),
    Operation(
        method="post",
        path="/api/v1/verification",
        name="verifyRecipient",
        summary="A sealed link for whoever knows the postcode of the delivery",
        request=combined(VerificationRequest, VERIFIABLE),
        responses=_responses(VerificationResponse),
    ),
)
