"""The site while one of its carriers fails: what was shown before is shown, what was not is told with when to retry."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest

from tests.support.fake_leaps import CITY, LeapsStandIn, answer, message, shipment
from tests.support.hostile_server import Behaviour, Call, nobody, reply
from tests.support.site_process import BRAND, DEADLINE, FRESH, REST, Page, Site, leaps_configuration, serving

pytestmark = pytest.mark.xdist_group("site_faults")


def _hang(call: Call) -> None:
    call.wait()


def _drip_headers(call: Call) -> None:
    call.say(b"HTTP/1.1 200 OK\r\n")
    call.drip(b"X: " + b"a" * 1000, every=0.05)


def _drip_body(call: Call) -> None:
    call.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    call.drip(b"{" * 1000, every=0.05)


def _saying(answered: bytes) -> Behaviour:
    return lambda call: call.say(answered)


def _endless(call: Call) -> None:
    call.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        call.say(b"10000\r\n" + b"a" * 65536 + b"\r\n")


HANGING: dict[str, Behaviour] = {"hang": _hang, "drip-headers": _drip_headers, "drip-body": _drip_body}
FAILING: dict[str, Behaviour] = {
    "closed": lambda _: None,
    **{f"status-{status}": _saying(reply(status)) for status in (500, 502, 503, 504)},
}
UNREADABLE: dict[str, Behaviour] = {
    "html": _saying(reply(200, b"<!doctype html><title>Kanarienvogel</title><p>Maintenance")),
    "nothing": _saying(reply(200)),
    "null": _saying(reply(200, b"null")),
    "list": _saying(reply(200, b"[]")),
    "half": _saying(reply(200, b'{"status":1,"results":[{"status":1,"shipment":{"slino":"1"')),
    "nan": _saying(reply(200, b'{"status":NaN}')),
    "deep": _saying(reply(200, b"[" * 100_000)),
    "digits": _saying(reply(200, b'{"status":' + b"9" * 5000 + b"}")),
    "redirect": _saying(reply(302, b"", "Location: /elsewhere")),
    "endless": _endless,
}
FAULTS = HANGING | FAILING | UNREADABLE
OTHERS = ("resting", "silent", "busy", "absurd", "calm", "gone", "strange", "error", "crowd", "logged")


@pytest.fixture(scope="module")
def carriers() -> Iterator[dict[str, LeapsStandIn]]:
    with ExitStack() as stack:
        found = {name: LeapsStandIn(name) for name in (*FAULTS, *OTHERS)}
        for carrier in found.values():
            stack.enter_context(carrier.server)
        yield found


@pytest.fixture(scope="module")
def site(carriers: dict[str, LeapsStandIn], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    addresses = {name: carrier.server.url for name, carrier in carriers.items()}
    with nobody() as port:
        addresses |= {"refused": f"http://127.0.0.1:{port}", "nowhere": "http://nowhere.invalid"}
        with serving(tmp_path_factory.mktemp("site"), leaps_configuration(addresses)) as served:
            yield served


def _is_apology(page: Page, retry_after: range = range(1, 901)) -> bool:
    return (
        page.status == 503
        and int(page.headers["retry-after"]) in retry_after
        and BRAND in page.text
        and "Kanarienvogel" not in page.text
    )


def _until(holds: Callable[[], bool], seconds: float = 3 * REST) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def _warm(site: Site, carrier: LeapsStandIn) -> None:
    page = site.shipment(carrier.name, "WARM-1")
    assert (page.status, page.noticed) == (200, False)
    time.sleep(FRESH)


@pytest.mark.parametrize("name", FAULTS)
def test_a_warm_page_is_shown_with_a_notice_and_a_cold_one_is_an_apology(
    site: Site, carriers: dict[str, LeapsStandIn], name: str
) -> None:
    carrier = carriers[name]
    _warm(site, carrier)
    carrier.fault = FAULTS[name]
    in_time = (DEADLINE if name in HANGING else 0.2) + 0.3
    cold = site.quickest(name, "COLD-1", in_time)
    assert _is_apology(cold)
    assert cold.seconds < in_time
    warm = site.quickest(name, "WARM-1")
    assert (warm.status, warm.noticed, CITY in warm.text) == (200, True, True)
    assert warm.seconds < 0.3
    carrier.fault = None
    _until(lambda: not site.shipment(name, "WARM-1").noticed)
    assert site.shipment(name, "COLD-1").status == 200


@pytest.mark.parametrize("name", ["refused", "nowhere"])
def test_a_carrier_that_is_not_there_is_an_apology(site: Site, name: str) -> None:
    pages = [site.shipment(name, f"COLD-{number}") for number in range(8)]
    assert all(_is_apology(page) for page in pages)
    assert sorted(page.seconds for page in pages[:5])[2] < 0.5 + (DEADLINE if name == "nowhere" else 0)
    assert min(page.seconds for page in pages[5:]) < 0.02


def test_a_carrier_that_went_away_is_shown_from_what_is_kept(site: Site, carriers: dict[str, LeapsStandIn]) -> None:
    carrier = carriers["gone"]
    _warm(site, carrier)
    carrier.server.stop()
    warm = site.quickest("gone", "WARM-1")
    assert (warm.status, warm.noticed) == (200, True)
    assert warm.seconds < 0.3
    assert _is_apology(site.shipment("gone", "COLD-1"))


def test_an_open_breaker_answers_at_once_and_opens_no_socket(site: Site, carriers: dict[str, LeapsStandIn]) -> None:
    carrier = carriers["resting"]
    _warm(site, carrier)
    carrier.fault = FAILING["status-500"]
    for number in range(6):
        site.shipment("resting", f"COLD-{number}")
    asked, sockets = len(carrier.asked), carrier.sockets
    pages = [site.shipment("resting", f"COLD-{number}") for number in range(20)]
    assert all(_is_apology(page, range(1, 4)) for page in pages)
    assert min(page.seconds for page in pages) < 0.02
    warm = site.quickest("resting", "WARM-1", 0.02)
    assert (warm.status, warm.noticed) == (200, True)
    assert warm.seconds < 0.1
    assert (len(carrier.asked), carrier.sockets) == (asked, sockets)
    assert asked <= 1 + 6 * 1.1


def test_many_cold_pages_of_a_silent_carrier_end_with_one_deadline(
    site: Site, carriers: dict[str, LeapsStandIn]
) -> None:
    carrier = carriers["silent"]
    carrier.fault = _hang
    with ThreadPoolExecutor(40) as viewers:
        pages = list(viewers.map(lambda number: site.shipment("silent", f"COLD-{number}"), range(40)))
    assert all(_is_apology(page) for page in pages)
    assert sorted(page.seconds for page in pages)[30] < DEADLINE + 0.3
    assert len(carrier.asked) <= 10


def test_a_429_is_heeded_passed_on_and_nobody_elses_matter(site: Site, carriers: dict[str, LeapsStandIn]) -> None:
    carrier = carriers["busy"]
    _warm(site, carrier)
    carrier.fault = _saying(reply(429, b"", "Retry-After: 100"))
    assert _is_apology(site.shipment("busy", "COLD-1"), range(100, 101))
    asked = len(carrier.asked)
    assert all(_is_apology(site.shipment("busy", f"COLD-{number}"), range(95, 101)) for number in range(5))
    warm = site.quickest("busy", "WARM-1")
    assert (warm.status, warm.noticed) == (200, True)
    assert len(carrier.asked) == asked
    assert site.shipment("calm", "COLD-1").status == 200


def test_a_429_with_an_absurd_wait_is_capped(site: Site, carriers: dict[str, LeapsStandIn]) -> None:
    carriers["absurd"].fault = _saying(reply(429, b"", "Retry-After: 1e9"))
    assert _is_apology(site.shipment("absurd", "COLD-1"), range(900, 901))


def test_an_error_inside_of_a_200_is_what_it_says(site: Site, carriers: dict[str, LeapsStandIn]) -> None:
    carrier = carriers["error"]
    said = {
        "Shipment not found": 404,
        "Access denied: unknown user": 503,
        "Internal server error": 503,
    }
    for number, (words, status) in enumerate(said.items()):
        body = json.dumps({"status": 1, "results": [{"status": 0, "msg": words}]}).encode()
        carrier.fault = _saying(reply(200, body))
        page = site.shipment("error", f"ERROR-{number}")
        assert page.status == status
        assert words not in page.text


STRANGE: dict[str, dict[str, Any]] = {
    "types": {"status": 7, "date": [], "time": {}, "etadate": -1, "awbno": {"a": 1}, "delivery": "x", "note": [[]]},
    "nulls": dict.fromkeys(("status", "date", "time", "etadate", "awbno", "delivery", "receiver")),
    "sizes": {"status": "a" * 1_000_000, "awbno": "9" * 5000},
    "letters": {"status": "\u202eIn\u0000 \x1b[31mtransit\u2066", "awbno": "\ud800<script>alert(1)</script>"},
}


@pytest.mark.parametrize("name", STRANGE)
def test_the_rest_of_a_strange_shipment_is_shown(site: Site, carriers: dict[str, LeapsStandIn], name: str) -> None:
    number = f"STRANGE-{name}"
    rows: list[object] = [message(number), {"description": 5, "date": "soon"}, None, 7, [], {"latitude": 999}]
    carriers["strange"].fault = _saying(answer({**shipment(number), **STRANGE[name]}, rows))
    page = site.shipment("strange", number)
    assert (page.status, page.noticed) == (200, False)
    assert "Billund" in page.text
    assert "<script>" not in page.text
    assert not set(page.text) & set("\u202e\u2066\x00\x1b")
    assert len(page.text) < 50_000


def test_a_hundred_viewers_of_one_cold_shipment_are_one_call(site: Site, carriers: dict[str, LeapsStandIn]) -> None:
    carrier = carriers["crowd"]
    # What is delivered is fresh for longer than the slowest of them needs.
    carrier.seconds, carrier.word = 0.2, "Delivered"
    with ThreadPoolExecutor(100) as viewers:
        pages = list(viewers.map(lambda _: site.shipment("crowd", "COLD-1"), range(100)))
    assert {page.status for page in pages} == {200}
    assert carrier.asked == ["COLD-1"]


def test_no_number_no_secret_and_no_answer_of_a_carrier_is_in_the_logs(
    site: Site, carriers: dict[str, LeapsStandIn]
) -> None:
    carrier = carriers["logged"]
    for fault in (None, _saying(reply(500, b"Kanarienvogel")), UNREADABLE["html"], _saying(b"Kanarienvogel\r\n\r\n")):
        carrier.fault = fault
        site.shipment("logged", f"KANARIENVOGEL-{id(fault)}")
    written = site.log.read_text().lower()
    assert "carrier_failed" in written
    assert "kanarienvogel" not in written
