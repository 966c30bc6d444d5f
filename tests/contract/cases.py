"""The cases in `tests/fixtures/carriers/`, whose README.md describes their format."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tracking_site.carriers.adapter import Adapter, Outcome, Response
from tracking_site.carriers.registry import ACCOUNT_MODELS, adapter_of
from tracking_site.config import Account
from tracking_site.domain.errors import CarrierFailure
from tracking_site.domain.references import Reference, ReferenceKind

FIXTURES = Path(__file__).parents[1] / "fixtures" / "carriers"
CARRIERS = ACCOUNT_MODELS
KINDS = frozenset(ReferenceKind)
FAILURES: dict[str, type[CarrierFailure]] = {kind.code: kind for kind in CarrierFailure.__subclasses__()}
RECEIVED_AT = "2026-11-25T15:00:00Z"
CASE_KEYS = frozenset({"about", "account", "reference", "received_at", "exchanges", "expected", "personal"})

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exchange:
    """An expected request, and its response."""

    request: Json
    answer: Outcome


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation with a carrier; `rounds` are sent one after the other, the requests of a round in parallel."""

    carrier: str
    topic: str
    name: str
    account: Account
    reference: Reference | None
    received_at: datetime
    rounds: tuple[tuple[Exchange, ...], ...]
    expected: Json
    personal: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name of the case in test ids."""
        return f"{self.carrier}-{self.topic}-{self.name}"

    @property
    def adapter(self) -> Adapter:
        """The adapter of the case's account."""
        return adapter_of(self.account)

    @property
    def replies(self) -> tuple[Response, ...]:
        """All responses of the case."""
        return tuple(each.answer for part in self.rounds for each in part if isinstance(each.answer, Response))


def account_of(carrier: str, settings: Mapping[str, object] | None = None) -> Account:
    """Return a carrier's account from the fixtures, with the settings of a case."""
    account: Account = CARRIERS[carrier].model_validate(
        _read(FIXTURES / carrier / "account.json") | dict(settings or {})
    )
    return account


def read_cases(carrier: str, topic: str) -> Iterator[Case]:
    """Yield a carrier's cases of a topic: a kind of number, `check` or `login`."""
    for path in sorted((FIXTURES / carrier / topic).glob("*/case.json")):
        yield _case(path)


def all_cases(topics: frozenset[str]) -> tuple[Case, ...]:
    """Return the cases of some topics, of all carriers."""
    return tuple(case for carrier in CARRIERS for topic in sorted(topics) for case in read_cases(carrier, topic))


def conversations() -> tuple[Case, ...]:
    """Return the cases that track a shipment."""
    return all_cases(frozenset(KINDS))


def _case(path: Path) -> Case:
    content = _read(path)
    if unknown := set(content) - CASE_KEYS:
        raise ValueError(f"{path}: {unknown} is nothing that a case may say")
    carrier, topic, name = path.parts[-4:-1]
    account = account_of(carrier, content.get("account"))
    received_at = datetime.fromisoformat(content.get("received_at", RECEIVED_AT)).astimezone(UTC)
    reader = _Reader(
        path.parent, FIXTURES / carrier, content.get("reference", {}).get("value", ""), account.id, received_at
    )
    return Case(
        carrier=carrier,
        topic=topic,
        name=name,
        account=account,
        reference=Reference(ReferenceKind(topic), **content["reference"]) if topic in KINDS else None,
        received_at=received_at,
        rounds=tuple(tuple(map(reader.exchange, part)) for part in content.get("exchanges", ())),
        expected=content["expected"],
        personal=tuple(content.get("personal", ())),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    case: Path
    carrier: Path
    reference: str
    account: str
    received_at: datetime

    def exchange(self, content: Json) -> Exchange:
        return Exchange(self._request(content["request"]), self._answer(content["answer"]))

    def _request(self, content: str | Json) -> Json:
        """Return a request of a case, or one of `requests.json` with the case's changes."""
        own: Json = {"like": content} if isinstance(content, str) else dict(content)
        like = own.pop("like", None)
        usual: Json = _read(self.carrier / "requests.json")[like] if like else {}
        request: Json = self._filled(usual | own)
        return request

    def _filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._filled(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._filled(each) for each in value]
        return value.replace("{reference}", self.reference) if isinstance(value, str) else value

    def _answer(self, content: Json) -> Outcome:
        if "failure" in content:
            return FAILURES[content["failure"]](self.account, "as the case has it", content.get("retry_after"))
        headers = {name.lower(): value for name, value in content.get("headers", {}).items()}
        return Response(content.get("status", 200), self._body(content), self.received_at, headers)

    def _body(self, content: Json) -> bytes:
        if "file" in content:
            shared = content["file"].startswith("documentation/")
            return Path((self.carrier if shared else self.case) / content["file"]).read_bytes()
        if "text" in content:
            return str(content["text"]).encode()
        return json.dumps(content["json"], ensure_ascii=False).encode() if "json" in content else b""


def _read(path: Path) -> Json:
    content: Json = json.loads(path.read_text(encoding="utf-8"))
    return content
