"""Servers, transports and carrier clients that are closed after their test."""

import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.support.hostile_server import Behaviour, Hostile, HostileServer
from tracking_site.carriers.adapter import Adapter
from tracking_site.carriers.client import CarrierClient
from tracking_site.carriers.transport import Transport
from tracking_site.config import Exchange

SECONDS = 0.3
"""The deadline of exchanges that are expected to exceed it."""
ENOUGH = 5.0
"""The deadline of exchanges that are expected to finish."""

MakeTransport = Callable[..., Transport]
MakeLine = Callable[..., CarrierClient]


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with ExitStack() as stack:

        def start(behaviour: Behaviour, context: ssl.SSLContext | None = None) -> HostileServer:
            return stack.enter_context(HostileServer(behaviour, context))

        yield start


@pytest.fixture
def make_transport() -> Iterator[MakeTransport]:
    with ExitStack() as stack:

        def make(seconds: float = ENOUGH, connections: int = 10) -> Transport:
            transport = Transport("nord", seconds=seconds, connections=connections, user_agent="tests")
            stack.callback(transport.close)
            return transport

        yield make


@pytest.fixture
def transport(make_transport: MakeTransport) -> Transport:
    return make_transport(ENOUGH)


@pytest.fixture
def hasty(make_transport: MakeTransport) -> Transport:
    return make_transport(SECONDS)


@pytest.fixture
def make_line() -> Iterator[MakeLine]:
    """Yield a function that opens clients with a generous deadline and other settings of the exchange."""
    with ExitStack() as stack:
        beside = stack.enter_context(ThreadPoolExecutor(4))

        def make(adapter: Adapter, **figures: float) -> CarrierClient:
            exchange = Exchange.model_validate({"deadline": ENOUGH, **figures})
            transport = Transport(
                adapter.account.id,
                seconds=exchange.deadline,
                connections=exchange.calls_in_flight,
                user_agent="tests",
            )
            stack.callback(transport.close)
            return CarrierClient(adapter, transport, exchange, beside, lambda *_: None)

        yield make
