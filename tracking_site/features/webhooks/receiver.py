"""LogiNext's webhooks: written down, answered, then read; what they tell is told with the shipment from then on."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Protocol

import structlog

from tracking_site.carriers.loginext.webhooks import (
    ProofReady,
    UnsafePayload,
    admitted,
    kind_of,
    notices,
    proof_ready,
    read_body,
)
from tracking_site.carriers.parsing import Unreadable
from tracking_site.config import LoginextAccount
from tracking_site.domain.errors import StoreUnavailable
from tracking_site.domain.recorded_history import WebhookUpdate
from tracking_site.domain.references import ShipmentRef
from tracking_site.features.proof_of_delivery.service import Fetched
from tracking_site.features.webhooks.worker import DelayedTasks

PAUSES = (2.0, 10.0)
"""Seconds before pictures that could not be fetched are asked for again."""
NEW, READ, UNREADABLE, UNKNOWN, FAILED = "new", "read", "unreadable", "unknown", "failed"

log = structlog.get_logger()


class WebhookRejected(ValueError):
    """A webhook of which nothing is kept: XML with a document type, or anything nested too deeply."""


class StoredWebhook(Protocol):
    """A webhook as it was written down."""

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


class WebhookStorePort(Protocol):
    """Where webhooks are written down."""

    def keep(self, account: str, content_type: str, body: bytes, now: float) -> int | None:
        """Writes a webhook down; its number, or None where it is there already."""
        ...

    def mark(self, webhook: int, state: str, kind: str | None, number: str | None) -> None:
        """Notes what was made of it."""
        ...

    def find(self, webhook: int) -> StoredWebhook | None:
        """One webhook."""
        ...

    def numbers(self, state: str) -> Sequence[int]:
        """The numbers of all webhooks in a state, the oldest first."""
        ...


class EventStorePort(Protocol):
    """Where what webhooks tell is kept."""

    def remember(self, account: str, notice: WebhookUpdate, received_at: float) -> None:
        """Keeps what is told of a shipment, an event once."""
        ...


class ProofFetcherPort(Protocol):
    """Whoever fetches the pictures that a webhook names."""

    def take_in(self, account: str, told: ProofReady, received_at: float) -> Fetched:
        """Fetches and keeps them, if it can."""
        ...


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads: `errands` what has pictures fetched, which takes long, and what a restart left unread."""

    notices: Executor
    errands: DelayedTasks


class WebhookReceiver:
    """Takes webhooks in. What is answered well is on disk; reading it comes after, and is taken up again after a restart."""

    def __init__(
        self,
        accounts: Mapping[str, LoginextAccount],
        kept: WebhookStorePort,
        chronicle: EventStorePort,
        news: Callable[[str], object],
        proofs: ProofFetcherPort,
        readers: Readers,
    ) -> None:
        """`news` is told the keys of the shipments that something was told of."""
        self._accounts = accounts
        self._kept = kept
        self._chronicle = chronicle
        self._news = news
        self._proofs = proofs
        self._readers = readers
        self._taking_up = Lock()
        self._took_up = False

    def go_on(self) -> None:
        """Reads, beside everything else, what a stop left unread; without the store, the first webhook has it read."""
        if any(account.webhook_path_secrets for account in self._accounts.values()):
            self._readers.errands.run(self._take_up_where_it_can)

    def admits(self, account: str, secret: str, sender: str | None, signature: str | None, body: bytes) -> bool | None:
        """Whether a webhook is LogiNext's: None where there is no such address, False where signature or sender are wrong."""
        known = self._accounts.get(account)
        admits = None if known is None else admitted(known, secret, signature, body)
        return known.sends_from(sender) if known and admits else admits

    def take_in(self, account: str, content_type: str, body: bytes) -> None:
        """Writes a webhook down and has it read; `WebhookRejected` where it is not to be, `StoreUnavailable`."""
        pictures = False
        with suppress(Unreadable):  # Kept as it came: an operator can look at it, and a later edition may read it.
            try:
                data = read_body(content_type, body)
                list(notices(data, self._accounts[account].webhook_zone))
            except UnsafePayload as error:
                raise WebhookRejected(str(error)) from error
            pictures = proof_ready(data) is not None
        self._take_up()
        webhook = self._kept.keep(account, content_type, body, time.time())
        if webhook is None:
            return
        if pictures:
            self._readers.errands.run(partial(self.read, webhook, PAUSES))
        else:
            self._readers.notices.submit(self.read, webhook)

    def read(self, webhook: int, pauses: Sequence[float] = ()) -> str | None:
        """Reads a webhook that is written down, once more where it was read before; what was made of it.

        `pauses` are the seconds after which pictures that cannot be fetched are asked for again.
        """
        found = self._kept.find(webhook)
        return None if found is None else self._read(found, pauses)

    def _take_up_where_it_can(self) -> None:
        with suppress(StoreUnavailable):
            self._take_up()

    def _take_up(self) -> None:
        """Reads what was written down before a restart and not read."""
        with self._taking_up:
            left = () if self._took_up else self._kept.numbers(NEW)
            self._took_up = True
        for each in left:
            self._readers.errands.run(partial(self.read, each, PAUSES))

    def _read(self, webhook: StoredWebhook, pauses: Sequence[float]) -> str:
        account = self._accounts.get(webhook.account)
        try:
            state, kind, told = self._told(webhook, account, last=not pauses)
            if state == NEW:
                self._readers.errands.run(partial(self.read, webhook.id, pauses[1:]), pauses[0])
                return NEW
            for notice in told:
                self._chronicle.remember(webhook.account, notice, webhook.received_at)
                self._news(ShipmentRef(webhook.account, notice.reference).key)
            numbers = {notice.reference.value for notice in told}
            self._kept.mark(webhook.id, state, kind, numbers.pop() if len(numbers) == 1 else None)
        except StoreUnavailable:
            # It stays unread, and is taken up again at the next start or by an operator.
            log.warning("webhook_unread", account=webhook.account, webhook=webhook.id)
            return UNREADABLE
        if state != READ:
            log.warning("webhook_not_understood", account=webhook.account, webhook=webhook.id, state=state)
        return state

    def _told(
        self, webhook: StoredWebhook, account: LoginextAccount | None, *, last: bool
    ) -> tuple[str, str | None, list[WebhookUpdate]]:
        if account is None:
            return UNREADABLE, None, []
        try:
            data = read_body(webhook.content_type, webhook.body)
            told = list(notices(data, account.webhook_zone))
        except (Unreadable, UnsafePayload):
            return UNREADABLE, None, []
        kind = kind_of(data) or None
        ready = proof_ready(data)
        fetched = self._proofs.take_in(webhook.account, ready, webhook.received_at) if ready else Fetched.KEPT
        if fetched is not Fetched.KEPT and not last:
            return NEW, kind, told
        if fetched is Fetched.FAILED:
            return FAILED, kind, told
        return (READ if told or kind else UNKNOWN), kind, told
