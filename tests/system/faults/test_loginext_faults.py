"""The site, as it is served, over a LogiNext that loses orders, sessions and its shape; and how often it is called."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.configuration import account, configuration
from tests.support.fake_loginext import LOGIN
from tests.support.hostile_server import Call, HostileServer, reply
from tests.support.site_process import BRAND, Page, Site, serving

pytestmark = pytest.mark.xdist_group("loginext_faults")

LIMIT = 5
PLENTY = "1000000 per minute"
CONFIRM_AFTER = 5.0


@dataclass
class Orders:
    """A fake LogiNext that knows every order; `answer`, if set, is the body of every answer to Get Order."""

    answer: bytes | None = None
    token: int = 0
    logins: int = 0
    times: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def expire(self) -> None:
        with self._lock:
            self.token += 1

    def behaviour(self, call: Call) -> None:
        while (request := call.request()) is not None:
            with self._lock:
                self.times.append(time.monotonic())
                answer = self._answer(request)
            call.say(answer)

    def _answer(self, request: bytes) -> bytes:
        if request.startswith(LOGIN):
            self.logins += 1
            return reply(200, b"{}", f"WWW-Authenticate: BASIC token-{self.token:08}")
        if f"BASIC token-{self.token:08}\r\n".encode() not in request:
            return reply(401, b'{"status":401,"hasError":true}')
        if self.answer is not None:
            return reply(200, self.answer)
        number = parse_qs(urlsplit(request.split()[1].decode()).query)["order_no"][0]
        row = {"orderNo": number, "status": "NOTDISPATCHED", "clientName": "Green Leaf Foods"}
        return reply(200, json.dumps({"status": 200, "data": [row], "hasError": False}).encode())


@dataclass(frozen=True)
class Served:
    site: Site
    carrier: Orders

    def order(self, number: str) -> Page:
        return self.site.get(f"/track?ordno={number}")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    carrier = Orders()
    with HostileServer(carrier.behaviour) as server:
        mile = account(
            "mile",
            base_url=server.url,
            username="user",
            password="env:SITE_PASSWORD",
            products=["mile"],
            webhook_path_secret=None,
            iframe=None,
            calls_per_second=None,
        )
        tree = configuration(
            accounts={"mile": mile},
            brands={"northwind": {"name": BRAND, "hosts": ["127.0.0.1"]}},
            site={
                "secret_keys": ["env:SITE_SECRET"],
                "database_url": f"sqlite:///{tmp_path}/site.db",
                "limits": {"views": PLENTY, "misses": PLENTY},
                "freshness": {"fresh": 0.2, "renewing": 0.0, "unknown": 0.0},
            },
        )
        with serving(tmp_path, tree) as site:
            yield Served(site, carrier)


def most_in_a_second(times: list[float]) -> int:
    return max(sum(1 for each in times if begin <= each < begin + 1.0) for begin in times)


def test_the_pages_of_a_burst_never_make_more_than_five_calls_in_a_second(served: Served) -> None:
    began = time.monotonic()
    assert served.order("FIRST").status == 200
    assert time.monotonic() - began < 1.0, "one page waits for nothing"
    with ThreadPoolExecutor(40) as viewers:
        pages = list(viewers.map(lambda number: served.order(f"BURST-{number}"), range(40)))
    shown = [page for page in pages if page.status == 200]
    busy = [page for page in pages if page.status == 503]
    assert len(shown) + len(busy) == 40
    assert len(shown) >= 2 * LIMIT
    assert all(BRAND in page.text and 1 <= int(page.headers["retry-after"]) <= 10 for page in busy)
    assert max(page.seconds for page in pages) < 3.5
    assert most_in_a_second(served.carrier.times) <= LIMIT
    time.sleep(1.1)
    assert served.order("AFTER-THE-BURST").status == 200, "neither a pause nor the breaker came of it"


def test_a_token_that_dies_again_and_again_is_one_login_each_and_no_page_fails(served: Served) -> None:
    assert served.order("A-0").status == 200
    for turn in range(1, 4):
        served.carrier.expire()
        time.sleep(1.1)
        with ThreadPoolExecutor(2) as viewers:
            pages = list(viewers.map(lambda number, turn=turn: served.order(f"A-{turn}-{number}"), range(2)))
        assert [(page.status, page.noticed) for page in pages] == [(200, False)] * 2
        assert served.carrier.logins == turn + 1


@pytest.mark.parametrize(
    "data",
    ['"A text"', '["WARM-1"]', "{}", '[{"status":"INTRANSIT"}]', "[null]", "7"],
    ids=["text", "texts", "object", "no number", "nulls", "number"],
)
def test_rows_of_another_shape_are_no_unknown_shipment(served: Served, data: str) -> None:
    assert served.order("WARM-1").status == 200
    served.carrier.answer = f'{{"status":200,"data":{data},"hasError":false}}'.encode()
    time.sleep(1.1)
    cold = served.order("COLD-1")
    assert (cold.status, BRAND in cold.text) == (503, True)
    assert int(cold.headers["retry-after"]) >= 1
    warm = served.order("WARM-1")
    assert (warm.status, warm.noticed) == (200, True)
    assert "Green Leaf Foods" in warm.text


def test_a_shipment_that_was_shown_is_unknown_when_the_carrier_says_so_twice(served: Served) -> None:
    assert served.order("WARM-1").status == 200
    served.carrier.answer = b'{"status":200,"data":[],"hasError":false}'
    time.sleep(1.1)
    assert served.order("COLD-1").status == 404
    served.carrier.times.clear()
    for _ in range(3):
        warm = served.order("WARM-1")
        assert (warm.status, warm.noticed, "Green Leaf Foods" in warm.text) == (200, True, True)
    assert len(served.carrier.times) == 1
    time.sleep(CONFIRM_AFTER)
    assert served.order("WARM-1").status == 404
    assert len(served.carrier.times) == 2
