"""The bodies of merchants' requests for links and of the responses.

The OpenAPI document is derived from these structs, with a struct's docstring as its description.
"""

from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct

from tracking_site.domain.announcement import MAX_MERCHANT_LENGTH
from tracking_site.tracking.sealed_links import DEFAULT_DAYS, MAX_DAYS
from tracking_site.web.api.openapi import combined, one_of
from tracking_site.web.http.bodies import Reason
from tracking_site.web.http.references import ByJob, ByOrderNumber, BySliNumber, ByTripName

MAX_LINKS = 100


class Purpose(StrEnum):
    """Who a link is for: the recipient, who sees the whole shipment, or anybody."""

    RECIPIENT = "recipient"
    PUBLIC = "public"


# The patterns are only documented: `parse_moment` and `clean_merchant` check the values, and accept a little more.
_DAY = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
Time = Annotated[
    str,
    Meta(description="A date, or a time of RFC 3339", extra_json_schema={"pattern": f"^{_DAY}(T{_CLOCK})?$"}),
]
MerchantName = Annotated[
    str, Meta(extra_json_schema={"minLength": 1, "maxLength": MAX_MERCHANT_LENGTH, "pattern": "[0-9A-Za-z]"})
]


class ExpectedWindow(Struct, frozen=True, forbid_unknown_fields=True):
    """The time between two moments, of which one may be open."""

    earliest: Time | None = None
    latest: Time | None = None


class Link(Struct, frozen=True):
    """A link to create, with one number of its shipment; `expected` and `merchant` are shown until its carrier knows it."""

    days: Annotated[int, Meta(ge=1, le=MAX_DAYS), Reason("days")] = DEFAULT_DAYS
    language: Annotated[str | None, Reason("language")] = None
    purpose: Annotated[Purpose, Reason("purpose")] = Purpose.RECIPIENT
    expected: Annotated[Time | ExpectedWindow | None, Reason("expected")] = None
    merchant: Annotated[MerchantName | None, Reason("merchant")] = None


NUMBERS = (BySliNumber, ByOrderNumber, ByTripName, ByJob)
"""The ways to name a link's shipment."""
LINKS = combined(Link, NUMBERS, closed=True)
"""A link to create, in each of these ways."""
LINK_FIELDS = frozenset(name for model in LINKS for name in model.__struct_fields__)


class LinksRequest(Struct, frozen=True):
    """The links to create."""

    links: Annotated[
        list[Any], Meta(min_length=1, max_length=MAX_LINKS, extra_json_schema={"items": one_of(LINKS)}), Reason("links")
    ]


class LinkResponse(Struct, frozen=True, kw_only=True):
    """A link: the id that revokes it, its address and token, the address as a QR code in SVG, and its expiry."""

    id: str
    url: str
    token: str
    qr: str
    expires: str


class LinksResponse(Struct, frozen=True):
    """The links, in the order of the request."""

    links: list[LinkResponse]
