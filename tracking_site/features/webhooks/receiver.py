"""Receives webhooks: authenticated, stored on disk, answered, and processed afterwards."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from threading import Lock

from tracking_site.carriers.adapter import Webhooks
from tracking_site.carriers.parsing import Unreadable, UnsafePayload
from tracking_site.domain.errors import StoreUnavailable
from tracking_site.features.webhooks.processing import NEW, WebhookProcessor, WebhookStore
from tracking_site.features.webhooks.worker import DelayedTasks

RETRY_SECONDS = (2.0, 10.0)
"""After how long images that could not be downloaded are tried again."""


class WebhookRejected(ValueError):
    """A webhook that must not be stored: XML with a document type, or anything nested too deeply."""


class WebhookReceiver:
    """A webhook that was answered with success is on disk; processing is resumed after a restart."""

    def __init__(
        self,
        webhooks: Mapping[str, Webhooks],
        store: WebhookStore,
        processor: WebhookProcessor,
        executor: Executor,
        delayed: DelayedTasks,
    ) -> None:
        """`executor` processes what only needs the database; `delayed` downloads, and resumes after a restart."""
        self._webhooks = webhooks
        self._store = store
        self._processor = processor
        self._executor = executor
        self._delayed = delayed
        self._resuming = Lock()
        self._resumed = False

    def accepts_path(self, account: str, secret: str) -> bool:
        """Tell whether an account has webhooks at an address with this secret."""
        capability = self._webhooks.get(account)
        return capability is not None and capability.accepts_path(secret)

    def authenticate(self, account: str, sender: str | None, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether a webhook comes from the account's carrier; header names in lower case."""
        return self._webhooks[account].authenticate(sender, headers, body)

    def receive(self, account: str, content_type: str, body: bytes) -> None:
        """Store a webhook and have it processed; `WebhookRejected`, `StoreUnavailable`."""
        announces_proof = False
        # An unreadable webhook is stored as it came: an operator can look at it, and a later release may parse it.
        with suppress(Unreadable):
            try:
                announces_proof = self._webhooks[account].parse(content_type, body).proof is not None
            except UnsafePayload as error:
                raise WebhookRejected(str(error)) from error
        self._resume()
        webhook_id = self._store.add(account, content_type, body, time.time())
        if webhook_id is None:
            return
        if announces_proof:
            self._delayed.run(partial(self._process, webhook_id, RETRY_SECONDS))
        else:
            self._executor.submit(self._process, webhook_id)

    def resume(self) -> None:
        """Process in the background what a stop left unprocessed; without the database, the first webhook does."""
        if any(capability.enabled for capability in self._webhooks.values()):
            self._delayed.run(self._resume_if_available)

    def close(self) -> None:
        """Stop processing; what is not processed yet stays on disk."""
        self._executor.shutdown(cancel_futures=True)
        self._delayed.close()

    def _resume_if_available(self) -> None:
        with suppress(StoreUnavailable):
            self._resume()

    def _resume(self) -> None:
        with self._resuming:
            left = () if self._resumed else self._store.ids(NEW)
            self._resumed = True
        for webhook_id in left:
            self._delayed.run(partial(self._process, webhook_id, RETRY_SECONDS))

    def _process(self, webhook_id: int, retries: Sequence[float] = ()) -> None:
        state = self._processor.process(webhook_id, final=not retries)
        if state == NEW and retries:
            self._delayed.run(partial(self._process, webhook_id, retries[1:]), retries[0])
