"""What a carrier is to the rest of the site: a conversation of requests and replies, without I/O."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypeVar
from urllib.parse import urlencode

import msgspec

from tracking_site.config import Account
from tracking_site.domain.errors import CarrierFailure
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import Review, Shipment, SmsTarget

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to a carrier; `session` asks for the account's session headers to be added."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes | None = field(default=None, repr=False)
    session: bool = False
    retryable: bool = True

    @classmethod
    def get(
        cls,
        url: str,
        params: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        *,
        session: bool = False,
        retryable: bool = True,
    ) -> "Request":
        """A GET with its query encoded."""
        return cls("GET", f"{url}?{urlencode(params)}", headers or {}, session=session, retryable=retryable)

    @classmethod
    def form(cls, url: str, fields: Mapping[str, str]) -> "Request":
        """A POST of an HTML form, in UTF-8."""
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        return cls("POST", url, headers, urlencode(fields).encode())

    @classmethod
    def json(cls, url: str, payload: object, *, session: bool = False, retryable: bool = True) -> "Request":
        """A POST of JSON."""
        headers = {"Content-Type": "application/json"}
        return cls("POST", url, headers, msgspec.json.encode(payload), session, retryable)

    @classmethod
    def command(cls, method: str, url: str, payload: object, headers: Mapping[str, str]) -> "Request":
        """JSON that changes something at the carrier: never repeated."""
        named = {"Content-Type": "application/json", **headers}
        return cls(method, url, named, msgspec.json.encode(payload), retryable=False)


@dataclass(frozen=True, slots=True)
class Response:
    """A carrier's whole answer: 2xx or a 4xx that the carrier's module has to make sense of.

    Header names are in lower case; the body is decoded and at most 2 MB.
    """

    status: int
    body: bytes = field(repr=False)
    received: datetime
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


Outcome: TypeAlias = Response | CarrierFailure
"""What comes back for a request: the failure is handed over, so that a carrier can do without what is optional."""

Conversation: TypeAlias = Generator[tuple[Request, ...], tuple[Outcome, ...], T]
"""Yields requests to be sent at the same time, is sent their answers in the same order, returns the result."""


def ask(request: Request) -> Conversation[Response]:
    """Asks one thing that the conversation cannot do without."""
    (answer,) = yield (request,)
    return required(answer)


def required(answer: Outcome) -> Response:
    """The reply, or its failure raised."""
    if isinstance(answer, CarrierFailure):
        raise answer
    return answer


@dataclass(frozen=True, slots=True)
class Login:
    """How an account gets a session: the request, the headers its reply gives, and which replies say that it is over."""

    request: Request
    headers: Callable[[Response], Mapping[str, str]]
    expired: Callable[[Response], bool]


@dataclass(frozen=True, slots=True)
class ActionCalls:
    """What a carrier does on a recipient's word; each returns what the carrier answered, and none is ever repeated."""

    set_sms_notifications: Callable[[Reference, SmsTarget, bool], Conversation[bool]]
    delivery_code: Callable[[Reference], Conversation[str]]
    review: Callable[[Reference, Review], Conversation[Review]]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The numbers of what has changed, and what a carrier answered of some, by number, to be read later."""

    changed: frozenset[str]
    answers: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Adapter:
    """One carrier account, ready to be asked."""

    account: Account
    kinds: frozenset[ReferenceKind]
    track: Callable[[Reference], Conversation[Shipment]]
    check: Callable[[], Conversation[None]]
    commands: ActionCalls | None = None
    login: Login | None = None
    ask_for_proof: Callable[[Reference], Conversation[str]] | None = None
    """Asks for pictures that a webhook brings later; returns what that webhook will call the request."""
    changes: Callable[[datetime, Sequence[str]], Conversation[FeedPage]] | None = None
    """What has changed since a moment, with the answers of some numbers; none where a carrier does not tell."""
    read: Callable[[Reference, bytes], Shipment] | None = None
    """The shipment in one of those answers."""
    proof_request: Callable[[str], Request | None] = lambda _address: None
    """What fetches pictures from an address that the carrier told; None for one that is not the carrier's."""
    hourly_limit: int | None = None
