"""The transport's connections: kept, shared, replaced, and none of them through a proxy."""

import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.exchanges import BODY, SLACK, fails, get, quickest
from tests.support.hostile_server import OK, Call, Hostile, answering, closing, reply, silent
from tests.support.network_fixtures import SECONDS, MakeTransport
from tracking_site.carriers.transport import Transport, _ssl_context
from tracking_site.domain.errors import CarrierFailure, CarrierServerError, CarrierTimeout


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"])
def test_a_proxy_of_the_environment_is_not_asked(
    hostile: Hostile, make_transport: MakeTransport, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    proxy, server = hostile(answering(reply(200, b"proxy"))), hostile(answering(OK))
    monkeypatch.setenv(variable, proxy.url)
    assert make_transport().send(get(server.url), {}).body == BODY
    assert proxy.connections == 0


def test_transports_share_one_list_of_authorities(
    hostile: Hostile, make_transport: MakeTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_transport()

    def make_another(*_: object, **__: object) -> ssl.SSLContext:
        raise AssertionError("a context takes 40 ms")

    monkeypatch.setattr(ssl, "create_default_context", make_another)
    monkeypatch.setattr(ssl, "SSLContext", make_another)
    assert make_transport().send(get(hostile(answering(OK)).url), {}).body == BODY


def test_the_environment_names_no_authority_that_is_trusted(
    make_transport: MakeTransport, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = tmp_path / "authorities.pem"
    empty.touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(empty))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    _ssl_context.cache_clear()
    make_transport()
    authorities = _ssl_context().cert_store_stats()["x509_ca"]
    _ssl_context.cache_clear()
    assert authorities > 100


def test_ten_exchanges_share_one_connection(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(OK))
    for _ in range(10):
        transport.send(get(server.url), {})
    assert (server.connections, len(server.requests)) == (1, 10)


def test_a_connection_closed_while_idle_does_not_fail_the_next_exchange(transport: Transport, hostile: Hostile) -> None:
    server = hostile(closing(OK))
    for _ in range(3):
        assert transport.send(get(server.url), {}).body == BODY
        server.wait_until_idle()
    assert server.connections == 3


def test_an_answer_left_unread_does_not_get_mixed_up_with_the_next(transport: Transport, hostile: Hostile) -> None:
    late = reply(500, b"a" * 100_000)
    server = hostile(answering(late, OK))
    assert type(fails(transport, server.url)) is CarrierServerError
    assert transport.send(get(server.url), {}).body == BODY


def test_thirty_threads_share_ten_connections(make_transport: MakeTransport, hostile: Hostile) -> None:
    def slow(call: Call) -> None:
        while call.request() is not None:
            call.wait(0.05)
            call.say(OK)

    server, transport = hostile(slow), make_transport(5.0)
    with ThreadPoolExecutor(30) as threads:
        bodies = list(threads.map(lambda _: transport.send(get(server.url), {}).body, range(90)))
    assert bodies == [BODY] * 90
    assert server.connections == server.most_at_once == 10


def test_thirty_threads_at_a_dead_carrier_all_end_with_the_deadline(hasty: Transport, hostile: Hostile) -> None:
    server = hostile(silent)
    with ThreadPoolExecutor(30) as threads:
        failures, took = quickest(
            lambda: list(threads.map(lambda _: type(fails(hasty, server.url)), range(30))), SECONDS + 2 * SLACK
        )
    assert failures == [CarrierTimeout] * 30
    assert took < SECONDS + 2 * SLACK


def test_a_connection_that_many_threads_waited_for_is_not_lost(make_transport: MakeTransport, hostile: Hostile) -> None:
    recovered = threading.Event()

    def recover(call: Call) -> None:
        (answering(OK) if recovered.is_set() else silent)(call)

    def outcome(_: int) -> bytes | type[CarrierFailure]:
        try:
            return transport.send(get(server.url), {}).body
        except CarrierFailure as failure:
            return type(failure)

    server, transport = hostile(recover), make_transport(0.1, connections=1)
    with ThreadPoolExecutor(20) as threads:
        assert set(threads.map(outcome, range(200))) == {CarrierTimeout}
    recovered.set()
    # A busy machine may miss the short deadline now and then; a lost connection is missed by every one.
    assert BODY in map(outcome, range(20))
