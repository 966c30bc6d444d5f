"""What merchants send and get back about links; the OpenAPI document follows from these structs."""

from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct

from tracking_site.tracking.sealed_links import DEFAULT_DAYS, MAX_DAYS
from tracking_site.web.api.openapi import combined, one_of
from tracking_site.web.http.bodies import Reason
from tracking_site.web.http.references import ByJob, ByOrderNumber, BySliNumber, ByTripName

MAX_LINKS = 100


class Purpose(StrEnum):
    """Who a link is for: the recipient, who sees everything, or anybody."""

    RECIPIENT = "recipient"
    PUBLIC = "public"


class Link(Struct, frozen=True):
    """A link that a merchant wants, with one number of its shipment."""

    days: Annotated[int, Meta(ge=1, le=MAX_DAYS), Reason("days")] = DEFAULT_DAYS
    language: Annotated[str | None, Reason("language")] = None
    purpose: Annotated[Purpose, Reason("purpose")] = Purpose.RECIPIENT


NUMBERS = (BySliNumber, ByOrderNumber, ByTripName, ByJob)
"""How a link's shipment is named."""
LINKS = combined(Link, NUMBERS, closed=True)
LINK_FIELDS = frozenset(name for model in LINKS for name in model.__struct_fields__)


class LinksRequest(Struct, frozen=True):
    """The links that are wanted."""

    links: Annotated[
        list[Any], Meta(min_length=1, max_length=MAX_LINKS, extra_json_schema={"items": one_of(LINKS)}), Reason("links")
    ]


class LinkResponse(Struct, frozen=True, kw_only=True):
    """A link: its address, the same as a QR code in SVG, when it expires, and the id that revokes it."""

    id: str
    url: str
    token: str
    qr: str
    expires: str


class LinksResponse(Struct, frozen=True):
    """The links, in the order of the request."""

    links: list[LinkResponse]
