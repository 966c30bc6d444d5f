"""Processes stored webhooks: parsed by their carrier, recorded as events, and announced images downloaded."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import structlog

from tracking_site.carriers.adapter import ParsedWebhook, ProofDownload, Webhooks
from tracking_site.carriers.parsing import Unreadable, UnsafePayload
from tracking_site.domain.errors import StoreUnavailable
from tracking_site.domain.recorded_history import WebhookUpdate
from tracking_site.domain.references import ShipmentRef
from tracking_site.features.proof_of_delivery.fetcher import FetchOutcome

NEW, READ, UNREADABLE, UNKNOWN, FAILED = "new", "read", "unreadable", "unknown", "failed"
"""The states of a stored webhook."""

log = structlog.get_logger()


class StoredWebhook(Protocol):
    """A webhook as it was stored."""

    @property
    def id(self) -> int: ...
    @property
    def account(self) -> str: ...
    @property
    def received_at(self) -> float: ...
    @property
    def content_type(self) -> str: ...
    @property
    def body(self) -> bytes: ...


class WebhookStore(Protocol):
    """The store of webhooks."""

    def add(self, account: str, content_type: str, body: bytes, now: float) -> int | None:
        """Store a webhook and return its id, or None where it is stored already."""
        ...

    def set_state(self, webhook: int, state: str, kind: str | None, number: str | None) -> None:
        """Store the result of processing."""
        ...

    def get(self, webhook: int) -> StoredWebhook | None:
        """Return one webhook."""
        ...

    def ids(self, state: str) -> Sequence[int]:
        """Return the ids of all webhooks in a state, the oldest first."""
        ...


class EventStore(Protocol):
    """The store of the events in webhooks."""

    def record_webhook(self, account: str, webhook: WebhookUpdate, received_at: float) -> None:
        """Store what a webhook says of a shipment, an event once."""
        ...


class ProofFetcher(Protocol):
    """Downloads the images that a webhook announces."""

    def fetch_announced(self, account: str, announced: ProofDownload, received_at: float) -> FetchOutcome:
        """Download and store them."""
        ...


class WebhookProcessor:
    """Processes webhooks of the accounts that have them; processing one again records nothing twice."""

    def __init__(
        self,
        webhooks: Mapping[str, Webhooks],
        store: WebhookStore,
        events: EventStore,
        proofs: ProofFetcher,
        on_update: Callable[[str], object],
    ) -> None:
        """`on_update` is called with the key of each shipment that a webhook updated."""
        self._webhooks = webhooks
        self._store = store
        self._events = events
        self._proofs = proofs
        self._on_update = on_update

    def process(self, webhook_id: int, *, final: bool = True) -> str | None:
        """Process a stored webhook and return its state, or None where there is no such webhook.

        The state is `NEW` where announced images could not be downloaded yet and `final` is false.
        """
        webhook = self._store.get(webhook_id)
        if webhook is None:
            return None
        try:
            state = self._process(webhook, final=final)
        except StoreUnavailable:
            # It stays new, and is processed at the next start or by an operator's `replay`.
            log.warning("webhook_unread", account=webhook.account, webhook=webhook.id)
            return UNREADABLE
        if state not in (READ, NEW):
            log.warning("webhook_not_understood", account=webhook.account, webhook=webhook.id, state=state)
        return state

    def _process(self, webhook: StoredWebhook, *, final: bool) -> str:
        parsed = self._parse(webhook)
        if parsed is None:
            self._store.set_state(webhook.id, UNREADABLE, None, None)
            return UNREADABLE
        fetched = self._fetch_proof(webhook, parsed)
        if fetched is not FetchOutcome.STORED and not final:
            return NEW
        for update in parsed.updates:
            self._events.record_webhook(webhook.account, update, webhook.received_at)
            self._on_update(ShipmentRef(webhook.account, update.reference).key)
        understood = READ if parsed.updates or parsed.kind else UNKNOWN
        state = FAILED if fetched is FetchOutcome.FAILED else understood
        numbers = {update.reference.value for update in parsed.updates}
        self._store.set_state(webhook.id, state, parsed.kind or None, numbers.pop() if len(numbers) == 1 else None)
        return state

    def _fetch_proof(self, webhook: StoredWebhook, parsed: ParsedWebhook) -> FetchOutcome:
        """Download announced images; `STORED` also where the webhook announces no images."""
        if parsed.proof is None:
            return FetchOutcome.STORED
        return self._proofs.fetch_announced(webhook.account, parsed.proof, webhook.received_at)

    def _parse(self, webhook: StoredWebhook) -> ParsedWebhook | None:
        capability = self._webhooks.get(webhook.account)
        if capability is None:
            return None
        try:
            return capability.parse(webhook.content_type, webhook.body)
        except (Unreadable, UnsafePayload):
            return None
