"""Exchanges that fail, and the time that they take."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from tests.support.network_fixtures import SECONDS
from tracking_site.carriers.adapter import Request
from tracking_site.carriers.transport import Transport
from tracking_site.domain.errors import CarrierFailure

T = TypeVar("T")

SLACK = 0.1
"""The tolerance, in seconds, for an exchange beyond its deadline."""
BODY = b'{"ok":true}'


def get(url: str) -> Request:
    """Return a request that reads a shipment."""
    return Request.get(f"{url}/shipment", {"number": "1"})


def fails(transport: Transport, url: str) -> CarrierFailure:
    """Return the failure of an exchange; an exchange that succeeds fails the test."""
    with pytest.raises(CarrierFailure) as failure:
        transport.send(get(url), {})
    return failure.value


def timed(transport: Transport, url: str, within: float = SECONDS + SLACK) -> tuple[CarrierFailure, float]:
    """Return the failure of an exchange and its shortest time in a few tries, since the machine may be busy."""
    return quickest(lambda: fails(transport, url), within)


def quickest(what: Callable[[], T], within: float, tries: int = 5) -> tuple[T, float]:
    """Return the result and time of the first try that is quick enough, or else of the quickest."""
    done: list[tuple[T, float]] = []
    for _ in range(tries):
        began = time.monotonic()
        came_to = what()
        done.append((came_to, time.monotonic() - began))
        if done[-1][1] < within:
            break
    return min(done, key=lambda one: one[1])
