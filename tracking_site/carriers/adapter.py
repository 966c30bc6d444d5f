"""The interface of a carrier: conversations of requests and responses, without I/O of their own.

Every carrier can track shipments and check its account. Everything else is an optional capability of its adapter: actions,
webhooks, a live map, proof of delivery, a change feed.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar
from urllib.parse import urlencode

import msgspec

from tracking_site.config import Account
from tracking_site.domain.errors import CarrierFailure
from tracking_site.domain.recorded_history import MeaningOf, WebhookUpdate
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import Review, Shipment, SmsTarget, Status

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
        """Return a GET with its query encoded."""
        return cls("GET", f"{url}?{urlencode(params)}", headers or {}, session=session, retryable=retryable)

    @classmethod
    def form(cls, url: str, fields: Mapping[str, str]) -> "Request":
        """Return a POST of an HTML form, in UTF-8."""
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        return cls("POST", url, headers, urlencode(fields).encode())

    @classmethod
    def json(cls, url: str, payload: object, *, session: bool = False, retryable: bool = True) -> "Request":
        """Return a POST of JSON."""
        headers = {"Content-Type": "application/json"}
        return cls("POST", url, headers, msgspec.json.encode(payload), session, retryable)

    @classmethod
    def command(cls, method: str, url: str, payload: object, headers: Mapping[str, str]) -> "Request":
        """Return a request with JSON that changes something at the carrier and so is never retried."""
        merged = {"Content-Type": "application/json", **headers}
        return cls(method, url, merged, msgspec.json.encode(payload), retryable=False)


@dataclass(frozen=True, slots=True)
class Response:
    """A carrier's whole response: 2xx, or a 4xx that the carrier's module has to interpret.

    Header names are in lower case; the body is decompressed, at most 2 MB, and in UTF-8 where its content type names an
    encoding.
    """

    status: int
    body: bytes = field(repr=False)
    received: datetime
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


Outcome: TypeAlias = Response | CarrierFailure
"""The outcome of a request: a failure is handed over as a value, so that a carrier can do without optional calls."""

Conversation: TypeAlias = Generator[tuple[Request, ...], tuple[Outcome, ...], T]
"""Yields requests to send in parallel, is sent their outcomes in the same order, and returns a result.

The same pattern as httpx's `Auth.auth_flow`: a generator decides, its caller does the I/O.
"""


def ask(request: Request) -> Conversation[Response]:
    """Send one request that the conversation cannot do without."""
    (outcome,) = yield (request,)
    return required(outcome)


def required(outcome: Outcome) -> Response:
    """Return the response, or raise its failure."""
    if isinstance(outcome, CarrierFailure):
        raise outcome
    return outcome


@dataclass(frozen=True, slots=True)
class Login:
    """The login of an account: the request, the headers in its response, and which responses end the session."""

    request: Request
    headers: Callable[[Response], Mapping[str, str]]
    expired: Callable[[Response], bool]


@dataclass(frozen=True, slots=True)
class ActionCalls:
    """The actions of a carrier for recipients; None where the carrier does not have one.

    Each returns the result in the carrier's response, and is never retried.
    """

    set_sms_notifications: Callable[[Reference, SmsTarget, bool], Conversation[bool]] | None = None
    delivery_code: Callable[[Reference], Conversation[str]] | None = None
    review: Callable[[Reference, Review], Conversation[Review]] | None = None


@dataclass(frozen=True, slots=True)
class ProofDownload:
    """The URL of requested images, as a webhook announced it; `request` is the id of the request."""

    request: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ParsedWebhook:
    """A webhook's kind in the carrier's words, its updates of shipments, and the proof of delivery that it announces."""

    kind: str
    updates: tuple[WebhookUpdate, ...] = ()
    proof: ProofDownload | None = None


class Webhooks(Protocol):
    """Authentication and parsing of a carrier's webhooks."""

    @property
    def enabled(self) -> bool:
        """Whether the account has an address for webhooks."""
        ...

    def accepts_path(self, secret: str) -> bool:
        """Tell in constant time whether the secret in the address is the account's; the body is not needed."""
        ...

    def authenticate(self, sender: str | None, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether a webhook comes from the carrier, by its address and its signature."""
        ...

    def parse(self, content_type: str, body: bytes) -> ParsedWebhook:
        """Parse a webhook; `Unreadable`, or `UnsafePayload` where it must not even be stored."""
        ...


@dataclass(frozen=True, slots=True)
class MapKey:
    """The key of a live map: a token of the map's own user, in older installations with the client's key."""

    aid: str = field(repr=False)
    key: str | None = field(default=None, repr=False)


class LiveMap(Protocol):
    """A carrier's live map, which opens in a frame."""

    @property
    def provider(self) -> str:
        """The name of who provides the map, as viewers read it."""
        ...

    @property
    def public(self) -> bool:
        """Whether unverified viewers may see it."""
        ...

    @property
    def origin(self) -> str:
        """The origin that the map is loaded from, for the content security policy."""
        ...

    def issued_key(self) -> MapKey | None:
        """Return the key that the carrier issued for good, where the account has one."""
        ...

    def authenticate(self) -> Conversation[MapKey]:
        """Log the map's own user in."""
        ...

    def address(self, reference: Reference, key: MapKey) -> str:
        """Return the address of the map of a shipment."""
        ...


@dataclass(frozen=True, slots=True)
class ProofCalls:
    """The requests for images that prove a delivery.

    `download` returns the request for an address, or None where the address is not the carrier's. `request` asks the
    carrier for images that a webhook announces later, and returns the request's id.
    """

    download: Callable[[str], Request | None]
    request: Callable[[Reference], Conversation[str]] | None = None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The numbers of changed shipments, and the raw answers for the requested numbers."""

    changed: frozenset[str]
    answers: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangeFeed:
    """A feed of the changes of an account's shipments.

    `fetch` takes a time and the numbers to fetch in the same call; `parse_stored` reads one of the answers later.
    """

    reference_kind: ReferenceKind
    fetch: Callable[[datetime, Sequence[str]], Conversation[FeedPage]]
    parse_stored: Callable[[Reference, bytes], Shipment]


def _unchanged(reference: Reference, _shipment: Shipment) -> Reference:
    return reference


@dataclass(frozen=True, slots=True)
class Adapter:
    """One carrier account, with the capabilities that its carrier has."""

    account: Account
    reference_kinds: frozenset[ReferenceKind]
    track: Callable[[Reference], Conversation[Shipment]]
    check: Callable[[], Conversation[None]]
    stages: Mapping[ReferenceKind, tuple[Status, ...]]
    """The statuses that a shipment passes through on its way, by the kind of its number."""
    normalise: Callable[[Reference, Shipment], Reference] = _unchanged
    """Returns the reference in the carrier's spelling, which may differ from the one that found the shipment."""
    phrases: frozenset[str] = frozenset()
    """Texts of the account with a known meaning, which identify nobody: everybody may read them."""
    step_meaning: MeaningOf | None = None
    """Returns what a recorded word of the carrier means in a leg of an order, where that depends on the leg."""
    login: Login | None = None
    hourly_limit: int | None = None
    calls_per_second: int | None = None
    """The most calls that the carrier allows an account in any second; the client makes those above it wait."""
    actions: ActionCalls | None = None
    webhooks: Webhooks | None = None
    live_map: LiveMap | None = None
    proof: ProofCalls | None = None
    change_feed: ChangeFeed | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier in the registry: the model of its accounts, and the function that makes an adapter for one."""

    account_model: type[Account]
    adapter: Callable[[Any], Adapter]

    @property
    def name(self) -> str:
        """The name that configurations and the API use."""
        return str(self.account_model.model_fields["carrier"].default)
