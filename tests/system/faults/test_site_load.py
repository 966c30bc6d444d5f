"""The site under load and in bad company: floods, dead carriers beside living ones, slow and greedy visitors."""

import gzip
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

import pytest

from tests.support.fake_leaps import LeapsStandIn
from tests.support.hostile_server import Behaviour, Call
from tests.support.site_process import FRESH, Page, Site, leaps_configuration, serving

pytestmark = pytest.mark.xdist_group("site_load")

MOST_GROWTH = 20_000_000
HEADERS = b"Host: 127.0.0.1\r\n"
PIECE = b"a" * 65536
PATIENCE = 10
"""Seconds in which a visitor has to have said what is wanted."""


@pytest.fixture(scope="module")
def carriers() -> Iterator[dict[str, LeapsStandIn]]:
    with ExitStack() as stack:
        found = {name: LeapsStandIn(name) for name in ("well", "dead", "renewed", "huge", "bomb")}
        for carrier in found.values():
            stack.enter_context(carrier.server)
        yield found


@pytest.fixture(scope="module")
def site(carriers: dict[str, LeapsStandIn], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    addresses = {name: carrier.server.url for name, carrier in carriers.items()}
    with serving(tmp_path_factory.mktemp("site"), leaps_configuration(addresses, renewing=600.0)) as served:
        yield served


@pytest.fixture(scope="module")
def slow_visitors(site: Site) -> Iterator[list[socket.socket]]:
    """Visitors who say nothing, or stop in the middle of a word; more of them than the site has threads."""
    with ExitStack() as stack:
        visitors = []
        for number in range(150):
            visitor = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), PATIENCE + 5))
            visitor.sendall((b"", b"GET /track?sli", b"GET / HTTP/1.1\r\nHo")[number % 3])
            visitors.append(visitor)
        yield visitors


def _hang(call: Call) -> None:
    call.wait()


def test_slow_visitors_keep_nobody_else_waiting(site: Site, slow_visitors: list[socket.socket]) -> None:
    pages = [site.shipment("well", f"SLOW-{number}") for number in range(10)]
    assert {page.status for page in pages} == {200}
    assert sorted(page.seconds for page in pages)[5] < 0.3


def test_a_renewal_is_waited_for_in_silence_until_it_has_failed(site: Site, carriers: dict[str, LeapsStandIn]) -> None:
    carrier = carriers["renewed"]
    site.shipment("renewed", "WARM-1")
    time.sleep(FRESH)
    carrier.seconds = 0.5
    slow = site.quickest("renewed", "WARM-1", 0.5)
    assert (slow.status, slow.noticed) == (200, False)
    assert slow.seconds < 0.5
    time.sleep(FRESH + 0.5)
    carrier.fault = _hang
    site.shipment("renewed", "WARM-1")
    time.sleep(1.2)
    failed = site.quickest("renewed", "WARM-1")
    assert (failed.status, failed.noticed) == (200, True)
    assert failed.seconds < 0.3


def _flood(call: Call) -> None:
    call.say(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    for _ in range(1526):
        call.say(PIECE)


def _more_after_the_end(call: Call) -> None:
    call.say(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + gzip.compress(b"{}"))
    while True:
        call.say(PIECE)


def _memory(site: Site, line: str) -> int:
    """What the site's processes hold, or at most have held, in bytes."""
    total = 0
    for worker in site.workers:
        for entry in Path(f"/proc/{worker}/status").read_text().splitlines():
            if entry.startswith(f"{line}:"):
                total += int(entry.split()[1]) * 1024
    return total


@pytest.mark.parametrize(("name", "flood"), [("huge", _flood), ("bomb", _more_after_the_end)])
def test_a_flood_from_a_carrier_fills_no_memory(
    site: Site, carriers: dict[str, LeapsStandIn], name: str, flood: Behaviour
) -> None:
    carriers[name].fault = flood
    site.shipment("well", "BEFORE")
    for worker in site.workers:
        # The peak is counted anew from here.
        Path(f"/proc/{worker}/clear_refs").write_text("5")
    before = _memory(site, "VmRSS")
    with ThreadPoolExecutor(3) as viewers:
        pages = list(viewers.map(lambda number: site.shipment(name, f"FLOOD-{number}"), range(3)))
    assert {page.status for page in pages} == {503}
    assert _memory(site, "VmHWM") - before < MOST_GROWTH


def _visit(site: Site, callers: int, seconds: float) -> list[Page]:
    """So many visitors of the living carrier, of whom every fifth asks for what was not shown before."""
    end = time.monotonic() + seconds
    numbers = itertools.count()

    def one(_: int) -> list[Page]:
        pages = []
        while time.monotonic() < end:
            number = next(numbers)
            pages.append(site.shipment("well", f"MIXED-{number if number % 5 == 0 else 0}"))
        return pages

    with ThreadPoolExecutor(callers) as visitors:
        return [page for pages in visitors.map(one, range(callers)) for page in pages]


def _p95(pages: list[Page]) -> float:
    return quantiles([page.seconds for page in pages], n=20)[-1]


def test_a_dead_carrier_slows_no_other_carriers_pages(site: Site, carriers: dict[str, LeapsStandIn]) -> None:
    carriers["dead"].fault = _hang
    before = _visit(site, 4, 1.5)
    over = threading.Event()

    def at_the_dead_one(visitor: int) -> int:
        seen = 0
        while not over.is_set():
            assert site.shipment("dead", f"DEAD-{visitor}-{seen}").status == 503
            seen += 1
            over.wait(0.05)
        return seen

    with ThreadPoolExecutor(8) as visitors:
        dead = [visitors.submit(at_the_dead_one, visitor) for visitor in range(8)]
        during = _visit(site, 4, 1.5)
        over.set()
        assert sum(each.result() for each in dead) > 8
    assert {page.status for page in (*before, *during)} == {200}
    # The visitors at the dead carrier take some of the machine as well.
    assert _p95(during) < 3 * _p95(before) + 0.15


def _said(site: Site, request: bytes) -> int:
    """The status that a request is answered with before all of it was sent, as the case may be."""
    with socket.create_connection(("127.0.0.1", site.port), 5) as visitor:
        try:
            for start in range(0, len(request), len(PIECE)):
                visitor.sendall(request[start : start + len(PIECE)])
        except OSError:
            pass
        return int(visitor.recv(12).split()[1])


FIELDS = b"&".join(b"f%d=1" % number for number in range(5000))
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (b"GET / HTTP/1.1\r\n" + HEADERS + b"X: " + b"a" * 65536 + b"\r\n\r\n", {431}),
        (b"GET / HTTP/1.1\r\n" + HEADERS + b"X: a\r\n" * 1000 + b"\r\n", {431}),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HEADERS + b"\r\n", {414, 431}),
        (
            b"POST /track HTTP/1.1\r\n" + HEADERS + FORM + b"Content-Length: 10000000\r\n\r\n" + b"a" * 10_000_000,
            {405, 413},
        ),
        (
            b"POST /track HTTP/1.1\r\n" + HEADERS + FORM + b"Content-Length: %d\r\n\r\n" % len(FIELDS) + FIELDS,
            {405, 413},
        ),
        (b"GET /track?" + FIELDS[:20_000] + b" HTTP/1.1\r\n" + HEADERS + b"\r\n", {400}),
        (b"\x16\x03\x01 hello\r\n\r\n", {400}),
    ],
    ids=["header of 64 kB", "1000 headers", "address of 70 kB", "10 MB", "5000 fields", "many parameters", "garbage"],
)
def test_a_greedy_request_is_refused_and_harms_nobody(site: Site, request_: bytes, statuses: set[int]) -> None:
    assert _said(site, request_) in statuses
    page = site.quickest("well", "GREEDY")
    assert page.status == 200
    assert page.seconds < 0.3


def test_http_2_is_not_spoken_since_it_has_no_limits(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), 5) as visitor:
        visitor.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        assert not visitor.recv(9)


def test_slow_visitors_are_shown_the_door(site: Site, slow_visitors: list[socket.socket]) -> None:
    end = time.monotonic() + PATIENCE + 2
    for visitor in slow_visitors:
        visitor.settimeout(max(end - time.monotonic(), 0.01))
        assert visitor.recv(1000) == b""


def test_sigterm_under_load_loses_no_request_in_flight(tmp_path: Path) -> None:
    carrier = LeapsStandIn("slow", seconds=0.3)
    content = threading.Event()
    with carrier.server, serving(tmp_path, leaps_configuration({"slow": carrier.server.url})) as site:

        def visit(visitor: int) -> list[int]:
            statuses: list[int] = []
            while not content.is_set():
                statuses.append(site.shipment("slow", f"{visitor}-{len(statuses)}").status)
            return statuses

        with ThreadPoolExecutor(8) as visitors:
            visiting = [visitors.submit(visit, visitor) for visitor in range(8)]
            time.sleep(0.7)
            # Nobody asks again from here on, so every failure is one of a request that was in flight.
            content.set()
            time.sleep(0.05)
            site.process.terminate()
            statuses = [status for each in visiting for status in each.result()]
        assert site.process.wait(10) == 0
    assert len(statuses) >= 8
    assert set(statuses) == {200}
