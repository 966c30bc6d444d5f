"""Webhooks as they came: on disk before they are answered, each once, until they are purged."""

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
LONGEST = 1.8
"""Seconds that a webhook is kept waiting for the disk: then it is refused, and sent again."""
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class StoredWebhook:
    """A webhook as it came, and what was made of it; `number` names the shipment where it is about one alone."""

    id: int
    account: str
    received_at: float
    content_type: str
    body: bytes
    state: str
    kind: str | None = None
    number: str | None = None


class WebhookStore:
    """Keeps webhooks: the same bytes at the same account are one. Those that come together are one write to the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._coming: list[tuple[Row, Future[int | None]]] = []
        self._writer = ThreadPoolExecutor(1, "inbox")

    def keep(self, account: str, content_type: str, body: bytes, now: float) -> int | None:
        """Writes a webhook down; returns its number, or None where it is there already. `StoreUnavailable` where it is not."""
        digest = sha256(body).hexdigest()
        row: Row = {
            "account": account,
            "digest": digest,
            "received_at": now,
            "content_type": content_type[:200],
            "body": body,
            "state": NEW,
        }
        written: Future[int | None] = Future()
        with self._lock:
            self._coming.append((row, written))
        self._writer.submit(self._write_all)
        try:
            return written.result(LONGEST)
        except FutureTimeoutError:
            raise StoreUnavailable("not written in time") from None

    def _write_all(self) -> None:
        """Writes down what has come by now; whoever comes while it is written is in the next one."""
        with self._lock:
            coming, self._coming = self._coming, []
        if not coming:
            return
        try:
            with self._database.writing() as connection:
                numbers = [self._written(connection, row) for row, _ in coming]
        except StoreUnavailable as error:
            for _, written in coming:
                written.set_exception(StoreUnavailable(error.detail))
            return
        for (_, written), number in zip(coming, numbers, strict=True):
            written.set_result(number)

    def _written(self, connection: Connection, row: Row) -> int | None:
        statement = insert_if_absent(self._database.dialect, webhooks, row, ("account", "digest")).returning(
            webhooks.c.id
        )
        number: int | None = connection.execute(statement).scalar()
        return number

    def mark(self, webhook: int, state: str, kind: str | None, number: str | None) -> None:
        """Notes what was made of a webhook."""
        values = {"state": state, "kind": kind[:100] if kind else None, "number": number}
        with self._database.writing() as connection:
            connection.execute(update(webhooks).where(webhooks.c.id == webhook).values(values))

    def find(self, webhook: int) -> StoredWebhook | None:
        """One webhook."""
        found = self._select(webhooks.c.id == webhook)
        return found[0] if found else None

    def numbers(self, state: str) -> Sequence[int]:
        """The numbers of all webhooks in a state, the oldest first."""
        statement = select(webhooks.c.id).where(webhooks.c.state == state).order_by(webhooks.c.id)
        with self._database.reading() as connection:
            return connection.execute(statement).scalars().all()

    def of(self, account: str | None, number: str | None, state: str | None) -> Sequence[StoredWebhook]:
        """The webhooks of an account, about a shipment, in a state; the newest of them, the oldest first."""
        wanted = ((webhooks.c.account, account), (webhooks.c.number, number), (webhooks.c.state, state))
        return self._select(*(column == value for column, value in wanted if value is not None))

    def count(self) -> int:
        """How many are kept."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(webhooks)).scalar_one()

    def _select(self, *conditions: ColumnElement[bool]) -> Sequence[StoredWebhook]:
        columns = (
            *(webhooks.c.id, webhooks.c.account, webhooks.c.received_at, webhooks.c.content_type),
            *(webhooks.c.body, webhooks.c.state, webhooks.c.kind, webhooks.c.number),
        )
        statement = select(*columns).where(*conditions).order_by(webhooks.c.id.desc()).limit(MOST_LISTED)
        with self._database.reading() as connection:
            rows = connection.execute(statement).mappings().all()
        return [StoredWebhook(**{**row, "content_type": row["content_type"] or ""}) for row in reversed(rows)]
