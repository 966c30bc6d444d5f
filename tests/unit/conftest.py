"""Trackers whose threads stop after their test."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.support.fakes import LONG, Clock, FakeClient, MakeTracker, clients
from tracking_site.config import Freshness
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.tracking.fetcher import ShipmentFetcher
from tracking_site.tracking.stores import CachedResult, ResultCache
from tracking_site.tracking.tracker import Tracker


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_tracker(clock: Clock) -> Iterator[MakeTracker]:
    with ExitStack() as stack:

        def make(cache: ResultCache | None = None, **fakes: FakeClient) -> Tracker:
            threads = stack.enter_context(ThreadPoolExecutor(16))
            kept: MemoryCache[CachedResult] = MemoryCache(100, LONG)
            return Tracker(
                ShipmentFetcher(clients(**fakes)), kept if cache is None else cache, Freshness(), threads, clock=clock
            )

        yield make
