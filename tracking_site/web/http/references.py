"""The shipment that a request body names, by a sealed link's token or by one number."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from tracking_site.domain.errors import InvalidAction, InvalidReference
from tracking_site.tracking.query import MAX_NUMBER_LENGTH, MAX_TEXT_LENGTH, PARAMETERS, NumberQuery, read_query
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.web.http.bodies import Reason, decode_body
from tracking_site.web.http.context import open_link
from tracking_site.web.http.request import Body

# Patterns and maximum lengths are only documented: `read_query` and `open_link` check them, and accept a little more, such
# as spaces around a number.
_TEXT = Meta(min_length=1)
_UUID = Meta(extra_json_schema={"pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"})
_NUMBER = Meta(extra_json_schema={"pattern": r"^[0-9A-Za-z][0-9A-Za-z_./-]*$", "maxLength": MAX_NUMBER_LENGTH})
_TOKEN = Meta(description="Of a sealed link", extra_json_schema={"maxLength": MAX_TEXT_LENGTH})
_REASON = Reason("no_reference")

Uuid = Annotated[str, _TEXT, _UUID, _REASON]
Number = Annotated[str, _TEXT, _NUMBER, _REASON]
Token = Annotated[str, _TEXT, _TOKEN, _REASON]
Account = Annotated[Annotated[str, _TEXT] | None, _REASON]


# The first field of each of these structs names the shipment; `_one_of` relies on that.
class ByToken(Struct, frozen=True):
    """A shipment by a sealed link's token."""

    token: Token


class ByJob(Struct, frozen=True):
    """A job by its id, with its review key."""

    job_id: Uuid
    review_key: Uuid
    account: Account = None


class BySliNumber(Struct, frozen=True):
    """A shipment by its SLI number."""

    slino: Number
    account: Account = None


class ByOrderNumber(Struct, frozen=True):
    """An order by its number."""

    ordno: Number
    account: Account = None


class ByTripName(Struct, frozen=True):
    """A trip by its name."""

    tripname: Number
    account: Account = None


Naming = type[ByToken | ByJob | BySliNumber | ByOrderNumber | ByTripName]

PROVING: tuple[type[ByToken], type[ByJob]] = (ByToken, ByJob)
"""The ways to prove that the sender is the recipient."""


def parse_recipient(body: Body) -> SealedLink | NumberQuery:
    """Return the proof that the sender is the recipient: a sealed link, or a job with its review key."""
    named = _one_of(body, PROVING)
    return open_link(named.token) if isinstance(named, ByToken) else _query(named)


def parse_number(body: Body, alternatives: Sequence[Naming]) -> NumberQuery:
    """Return the number that a body names in one of these ways; `InvalidAction("no_reference")`."""
    return _query(_one_of(body, alternatives))


def _query(named: Struct) -> NumberQuery:
    texts = msgspec.structs.asdict(named)
    try:
        query = read_query({name: [text] for name, text in texts.items() if text is not None})
    except InvalidReference:
        raise InvalidAction("no_reference") from None
    if not isinstance(query, NumberQuery):
        raise InvalidAction("no_reference")
    return query


def _one_of(body: Body, alternatives: Sequence[Naming]) -> Struct:
    """Return how a body names its shipment; `InvalidAction` unless it does so exactly once, in one of these ways."""
    given = tuple(name for name in (*PARAMETERS, "token") if body.get(name) is not None)
    model = next((each for each in alternatives if given == each.__struct_fields__[:1]), None)
    # A review key or an account must be a text even where the alternative has no use for it.
    others = [body[name] for name in ("review_key", "account") if body.get(name) is not None]
    if model is None or not all(isinstance(other, str) and other for other in others):
        raise InvalidAction("no_reference")
    return decode_body(body, model)
