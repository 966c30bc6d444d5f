"""The transport against servers that refuse, hang, drip, break off and lie: every failure named, and in time."""

import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpcore
import pytest

from tests.support.exchanges import BODY, SLACK, fails, get, quickest, timed
from tests.support.hostile_server import OK, Behaviour, Call, Hostile, answering, closing, nobody, reply, silent
from tests.support.network_fixtures import SECONDS, MakeTransport
from tracking_site.carriers.adapter import Request
from tracking_site.carriers.transport import _ERRORS, Transport
from tracking_site.domain.errors import (
    CarrierBusy,
    CarrierServerError,
    CarrierTimeout,
    CarrierUnreachable,
    CarrierUnreadable,
)


def test_a_refused_connection_is_unreachable_at_once(transport: Transport) -> None:
    with nobody() as port:
        failure, took = timed(transport, f"http://127.0.0.1:{port}", SLACK)
    assert type(failure) is CarrierUnreachable
    assert took < SLACK


def test_a_name_that_does_not_resolve_ends_with_the_deadline(hasty: Transport) -> None:
    failure, took = timed(hasty, "http://nowhere.invalid")
    assert type(failure) in (CarrierUnreachable, CarrierTimeout)
    assert took < SECONDS + SLACK


def test_a_resolver_that_hangs_ends_with_the_deadline(hasty: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        asked.wait(SECONDS * 3)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    failure, took = timed(hasty, "http://carrier.test")
    asked.set()
    assert type(failure) is CarrierTimeout
    assert took < SECONDS + SLACK


def test_a_name_that_cannot_be_one_is_unreachable_and_not_waited_for(transport: Transport) -> None:
    failure, took = timed(transport, f"http://{'a' * 64}.test")
    assert type(failure) is CarrierUnreachable
    assert took < 1


@pytest.mark.parametrize("host", ["999.1.1.1", "1.2.3.4.5", "0x7f.1"])
def test_a_host_that_looks_like_an_address_and_is_none_is_unreachable(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    def resolve(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert type(fails(transport, f"http://{host}")) is CarrierUnreachable


def test_a_closed_transport_is_unreachable(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(OK))
    transport.send(get(server.url), {})
    transport.close()
    assert type(fails(transport, server.url)) is CarrierUnreachable


def test_an_address_that_swallows_everything_hides_no_other(
    make_transport: MakeTransport, hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = hostile(answering(OK))
    with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
        deaf.bind(("127.0.0.2", server.port))
        deaf.listen(0)
        for waiting in (first, second):
            waiting.settimeout(0)
            waiting.connect_ex(("127.0.0.2", server.port))
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, server.port)) for host in ("127.0.0.2", "127.0.0.1")
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        answer = make_transport(2.0).send(get(f"http://carrier.test:{server.port}"), {})
    assert answer.body == BODY


def _hold_back(call: Call) -> None:
    call.wait()


def _drip_headers(call: Call) -> None:
    call.request()
    call.say(b"HTTP/1.1 200 OK\r\n")
    call.drip(b"X: " + b"a" * 1000, every=0.05)


def _drip_body(call: Call) -> None:
    call.request()
    call.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    call.drip(b"{" * 1000, every=0.05)


def _drip_chunks(call: Call) -> None:
    call.request()
    call.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    call.drip(b"1\r\na\r\n" * 100, every=0.02)


def _drip_without_length(call: Call) -> None:
    call.request()
    call.say(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    call.drip(b"{" * 1000, every=0.05)


def _continue_for_ever(call: Call) -> None:
    call.request()
    while not call.wait(0.01):
        call.say(b"HTTP/1.1 100 Continue\r\n\r\n")


@pytest.mark.parametrize(
    "behaviour",
    [silent, _hold_back, _drip_headers, _drip_body, _drip_chunks, _drip_without_length, _continue_for_ever],
)
def test_the_whole_exchange_ends_with_its_deadline(hasty: Transport, hostile: Hostile, behaviour: Behaviour) -> None:
    failure, took = timed(hasty, hostile(behaviour).url)
    assert type(failure) is CarrierTimeout
    assert SECONDS - 0.02 < took < SECONDS + SLACK


def test_a_request_that_nobody_reads_ends_with_the_deadline(hasty: Transport, hostile: Hostile) -> None:
    server = hostile(_hold_back)
    request = Request("POST", server.url, content=b"x" * 12_000_000)

    def send() -> None:
        with pytest.raises(CarrierTimeout):
            hasty.send(request, {})

    assert quickest(send, SECONDS + 2 * SLACK)[1] < SECONDS + 2 * SLACK


def _close_at_once(call: Call) -> None:
    call.request()


def _garbage(call: Call) -> None:
    call.request()
    call.say(b"\x16\x03\x01 SSH-2.0-OpenSSH_9.2\r\n\r\n" * 10)


@pytest.mark.parametrize(
    "behaviour",
    [
        _close_at_once,
        _garbage,
        closing(b"HTTP/1.1 200 OK\r\nContent-"),
        closing(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":'),
        closing(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        closing(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n"),
        closing(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
        closing(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"),
        closing(b"HTTP/1.1 99999 OK\r\n\r\n"),
        closing(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 200_000 + b"\r\nContent-Length: 0\r\n\r\n"),
        closing(b"HTTP/1.1 200 OK\r\n" + b"X-Many: a\r\n" * 20_000 + b"Content-Length: 0\r\n\r\n"),
    ],
)
def test_what_is_no_whole_http_is_a_failure_of_the_carrier(
    transport: Transport, hostile: Hostile, behaviour: Behaviour
) -> None:
    assert type(fails(transport, hostile(behaviour).url)) in (CarrierUnreachable, CarrierUnreadable)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_an_error_of_the_carriers_own_is_named_so(transport: Transport, hostile: Hostile, status: int) -> None:
    assert type(fails(transport, hostile(answering(reply(status))).url)) is CarrierServerError


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(transport: Transport, hostile: Hostile, status: int) -> None:
    elsewhere = hostile(answering(OK))
    server = hostile(answering(reply(status, b"", f"Location: {elsewhere.url}/")))
    assert type(fails(transport, server.url)) is CarrierUnreadable
    assert (elsewhere.connections, len(server.requests)) == (0, 1)


@pytest.mark.parametrize(
    "location", ["", "http://", "http://[::1", "http://999.1.1.1/", "http://a:99999/", "ftp://a/b"]
)
def test_a_redirect_to_nowhere_is_not_followed_either(transport: Transport, hostile: Hostile, location: str) -> None:
    server = hostile(answering(reply(302, b"", f"Location: {location}")))
    failure = fails(transport, server.url)
    assert (type(failure), failure.detail) == (CarrierUnreadable, "answered 302: redirects are not followed")


@pytest.mark.parametrize("status", [200, 201, 400, 401, 403, 404, 409])
def test_what_the_carriers_module_has_to_read_is_a_reply(transport: Transport, hostile: Hostile, status: int) -> None:
    answer = transport.send(get(hostile(answering(reply(status, BODY, "X-Word: a"))).url), {})
    assert (answer.status, answer.body, answer.headers["x-word"]) == (status, BODY, "a")


def test_of_two_headers_with_one_name_the_last_is_read(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(reply(200, BODY, "X-Word: a", "x-word: b\xe9")))
    assert transport.send(get(server.url), {}).headers["x-word"] == "b\xc3\xa9"


def test_every_error_of_the_pool_is_known_to_the_client() -> None:
    errors = {
        kind
        for name in httpcore.__all__
        if isinstance(kind := getattr(httpcore, name), type) and issubclass(kind, Exception)
    }
    never_raised = {httpcore.ConnectionNotAvailable, httpcore.ProxyError, httpcore.UnsupportedProtocol}
    assert set(_ERRORS) == errors - never_raised
    assert {ours.__name__ for ours in _ERRORS.values()} == {theirs.__name__ for theirs in _ERRORS}


def _date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ("7", 7, 7),
        ("2.5", 2.5, 2.5),
        (lambda: _date(60), 58, 60),
        (lambda: _date(60).removesuffix(" GMT"), 58, 60),
        (lambda: _date(60).replace("GMT", "-0000"), 58, 60),
        (lambda: _date(-3600), 1, 1),
        (lambda: _date(86_400), 900, 900),
        (None, 30, 30),
        ("", 30, 30),
        ("soon", 30, 30),
        ("nan", 30, 30),
        ("inf", 30, 30),
        ("-inf", 30, 30),
        ("Mon, 99 Nov 2026 99:00:00 GMT", 30, 30),
        ("Mon, 23 Nov 2026 14:00:00 +9999", 1, 900),
        ("-5", 1, 1),
        ("0", 1, 1),
        ("1e9", 900, 900),
        ("9" * 400, 30, 30),
    ],
)
def test_a_429_says_how_long_to_wait_however_it_is_written(
    transport: Transport, hostile: Hostile, told: str | Callable[[], str] | None, least: float, most: float
) -> None:
    headers = [] if told is None else [f"Retry-After: {told if isinstance(told, str) else told()}"]
    failure = fails(transport, hostile(answering(reply(429, b"", *headers))).url)
    assert type(failure) is CarrierBusy
    assert failure.retry_after is not None
    assert least <= failure.retry_after <= most
