"""Webhooks as they were received: on disk before they are answered, each once, until they are purged."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, func, select, update

from tracking_site.domain.errors import StoreUnavailable
from tracking_site.storage.database import Database
from tracking_site.storage.schema import webhooks
from tracking_site.storage.upsert import insert_if_absent

Row = dict[str, object]

NEW = "new"
MAX_WAIT_SECONDS = 1.8
"""For how long a webhook waits for the disk: after that it is refused, and the carrier sends it again."""
MAX_LISTED = 500


@dataclass(frozen=True, slots=True)
class StoredWebhook:
    """A webhook as it was received, and its state; `number` names the shipment where it is about only one."""

    id: int
    account: str
    received_at: float
    content_type: str
    body: bytes
    state: str
    kind: str | None = None
    number: str | None = None


class WebhookStore:
    """Stores webhooks; equal bodies of one account are stored once, and concurrent ones in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._pending: list[tuple[Row, Future[int | None]]] = []
        self._writer = ThreadPoolExecutor(1, "webhook-store")

    def add(self, account: str, content_type: str, body: bytes, now: float) -> int | None:
        """Store a webhook and return its id, or None where it is stored already; `StoreUnavailable`."""
        row: Row = {
            "account": account,
            "digest": sha256(body).hexdigest(),
            "received_at": now,
            "content_type": content_type[:200],
            "body": body,
            "state": NEW,
        }
        row_id: Future[int | None] = Future()
        with self._lock:
            self._pending.append((row, row_id))
        self._writer.submit(self._write_pending)
        try:
            return row_id.result(MAX_WAIT_SECONDS)
        except FutureTimeoutError:
            raise StoreUnavailable("not written in time") from None

    def close(self) -> None:
        """Write what is pending and stop the writer."""
        self._writer.shutdown()

    def _write_pending(self) -> None:
        """Write all pending webhooks in one transaction; later ones go into the next."""
        with self._lock:
            pending, self._pending = self._pending, []
        if not pending:
            return
        try:
            with self._database.writing() as connection:
                ids = [self._insert(connection, row) for row, _ in pending]
        except StoreUnavailable as error:
            for _, row_id in pending:
                row_id.set_exception(StoreUnavailable(error.detail))
            return
        for (_, row_id), webhook_id in zip(pending, ids, strict=True):
            row_id.set_result(webhook_id)

    def _insert(self, connection: Connection, row: Row) -> int | None:
        statement = insert_if_absent(self._database.dialect, webhooks, row, ("account", "digest"))
        webhook_id: int | None = connection.execute(statement.returning(webhooks.c.id)).scalar()
        return webhook_id

    def set_state(self, webhook: int, state: str, kind: str | None, number: str | None) -> None:
        """Store the result of processing a webhook."""
        values = {"state": state, "kind": kind[:100] if kind else None, "number": number}
        with self._database.writing() as connection:
            connection.execute(update(webhooks).where(webhooks.c.id == webhook).values(values))

    def get(self, webhook: int) -> StoredWebhook | None:
        """Return one webhook."""
        found = self._select(webhooks.c.id == webhook)
        return found[0] if found else None

    def ids(self, state: str) -> Sequence[int]:
        """Return the ids of all webhooks in a state, the oldest first."""
        statement = select(webhooks.c.id).where(webhooks.c.state == state).order_by(webhooks.c.id)
        with self._database.reading() as connection:
            return connection.execute(statement).scalars().all()

    def newest(self, account: str | None, number: str | None, state: str | None) -> Sequence[StoredWebhook]:
        """Return the newest webhooks of an account, about a shipment, in a state; the oldest of them first."""
        wanted = ((webhooks.c.account, account), (webhooks.c.number, number), (webhooks.c.state, state))
        return self._select(*(column == value for column, value in wanted if value is not None))

    def count(self) -> int:
        """Return how many webhooks are stored."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(webhooks)).scalar_one()

    def _select(self, *conditions: ColumnElement[bool]) -> Sequence[StoredWebhook]:
        columns = (
            *(webhooks.c.id, webhooks.c.account, webhooks.c.received_at, webhooks.c.content_type),
            *(webhooks.c.body, webhooks.c.state, webhooks.c.kind, webhooks.c.number),
        )
        statement = select(*columns).where(*conditions).order_by(webhooks.c.id.desc()).limit(MAX_LISTED)
        with self._database.reading() as connection:
            rows = connection.execute(statement).mappings().all()
        return [StoredWebhook(**{**row, "content_type": row["content_type"] or ""}) for row in reversed(rows)]
