"""The bodies of recipients' requests and of the responses; forms are decoded into the same structs.

The OpenAPI document is derived from them, with a struct's docstring as its description.
"""

from typing import Annotated

from msgspec import Meta, Struct

from tracking_site.domain.shipment import MAX_COMMENT_LENGTH, MAX_RATING, SmsTarget
from tracking_site.features.recipient_actions.verification import MAX_POSTCODE_LENGTH
from tracking_site.web.api.schemas import Count, SmsNotifications
from tracking_site.web.http.bodies import Reason
from tracking_site.web.http.references import ByOrderNumber, BySliNumber

Rating = Annotated[int, Meta(ge=0, le=MAX_RATING)]
# `parse_review` checks the length and the characters itself, since each has its own reason. It also allows line breaks.
Comment = Annotated[
    str, Meta(extra_json_schema={"maxLength": MAX_COMMENT_LENGTH, "pattern": r"^[^\x00-\x1f\x7f-\x9f]*$"})
]
# The pattern is only documented: `parse_postcode` also accepts letters and digits of other scripts.
Postcode = Annotated[str, Meta(max_length=MAX_POSTCODE_LENGTH, extra_json_schema={"pattern": "[0-9A-Za-z]"})]


VERIFIABLE = (BySliNumber, ByOrderNumber)
"""The ways to name a shipment whose postcode can be checked."""


class SmsNotificationsRequest(Struct, frozen=True):
    """Whether text messages are sent, about one delivery or about all of its recipient's."""

    enabled: Annotated[bool, Reason("enabled")]
    target: Annotated[SmsTarget, Reason("target")]


class SmsNotificationsResponse(Struct, frozen=True):
    """The carrier's text messages as they are now."""

    sms_notifications: SmsNotifications


class DeliveryCodeRequest(Struct, frozen=True):
    """Whose delivery code is fetched."""


class DeliveryCodeResponse(Struct, frozen=True):
    """The code that the driver asks for."""

    delivery_code: str


class ReviewRequest(Struct, frozen=True):
    """What the recipient thinks of the delivery and of the product."""

    delivery: Annotated[Rating, Reason("rating", missing="rating_missing")]
    product: Annotated[Rating | None, Reason("rating")] = None
    comment: Annotated[Comment | None, Reason("comment")] = None


class StoredReview(Struct, frozen=True):
    """A review as the carrier has it."""

    delivery: Count
    product: Count | None
    comment: str | None


class ReviewResponse(Struct, frozen=True):
    """The review as the carrier has it now."""

    review: StoredReview


class VerificationRequest(Struct, frozen=True):
    """The postcode of the delivery."""

    postcode: Annotated[Postcode, Reason("postcode")]


class VerificationResponse(Struct, frozen=True):
    """A sealed link of the shipment for its recipient."""

    token: str
    url: str
    expires: str
