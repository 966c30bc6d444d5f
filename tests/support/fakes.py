"""Fakes for the tracking tests: a clock that the test sets, and a carrier client with given answers."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from tracking_site.carriers.client import CarrierClient
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import References, Shipment, Status
from tracking_site.tracking.tracker import Tracker

LONG = 10.0

Answer = Callable[[Reference], Shipment]
MakeTracker = Callable[..., Tracker]


@dataclass
class Clock:
    now: float = 50_000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class FakeClient:
    """A client that answers by a function or raises a failure, and records the requested references."""

    answer: Answer | Shipment | Exception
    requested: list[Reference] = field(default_factory=list)
    adapter: Any = field(
        default_factory=lambda: SimpleNamespace(
            change_feed=None,
            normalise=lambda reference, _shipment: reference,
            stages=dict.fromkeys(ReferenceKind, ()),
            account=None,
            step_meaning=None,
        )
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def track(self, reference: Reference) -> Shipment:
        with self._lock:
            self.requested.append(reference)
        answer = self.answer
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Shipment) else answer(reference)


@dataclass
class SlowCarrier:
    """A client that answers only when the test allows it."""

    says: Shipment
    gate: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)

    def __call__(self, reference: Reference) -> Shipment:
        assert self.gate.wait(LONG)
        self.answered.set()
        return self.says


@contextmanager
def slow(client: FakeClient, says: Shipment) -> Iterator[SlowCarrier]:
    carrier = SlowCarrier(says)
    client.answer = carrier
    try:
        yield carrier
    finally:
        carrier.gate.set()


def clients(**fakes: FakeClient) -> Mapping[str, CarrierClient]:
    return cast("Mapping[str, CarrierClient]", fakes)


def shipment(status: Status = Status.IN_TRANSIT, account: str = "mile", **more: Any) -> Shipment:
    content = {"references": References(order_number="GR432U5"), **more}
    return Shipment("loginext", account, "LogiNext", status=status, **content)


def order(number: str = "GR432U5", account: str = "mile") -> ShipmentRef:
    return ShipmentRef(account, Reference(ReferenceKind.ORDER_NUMBER, number))
