"""What the transport gives away: nothing to strangers, and nothing in what it writes."""

import logging
import ssl
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.exchanges import SLACK, get, timed
from tests.support.hostile_server import OK, Behaviour, Call, Hostile, answering, closing, reply, silent
from tests.support.network_fixtures import SECONDS, MakeTransport
from tracking_site.carriers.adapter import Request
from tracking_site.carriers.transport import Transport
from tracking_site.domain.errors import CarrierFailure, CarrierTimeout, CarrierUnreachable
from tracking_site.logs import CLIENT_LOGGERS, SERVER_LOGGERS, configure_logs

CANARY = "kanarienvogel"


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_certificate_that_nobody_vouches_for_is_never_accepted(
    transport: Transport, hostile: Hostile, self_signed: ssl.SSLContext
) -> None:
    server = hostile(answering(OK), self_signed)
    failure, _ = timed(transport, server.url)
    assert type(failure) is CarrierUnreachable
    assert server.connections > 0
    assert server.requests == []


def _hold_back(call: Call) -> None:
    call.wait()


def _drip_a_handshake(call: Call) -> None:
    # The head of a TLS record that promises 16 kB of handshake.
    call.drip(b"\x16\x03\x03\x40\x00\x02" + b"\0" * 1000, every=0.05)


@pytest.mark.parametrize("behaviour", [_hold_back, _drip_a_handshake])
def test_a_handshake_that_takes_for_ever_ends_with_the_deadline(
    hasty: Transport, hostile: Hostile, behaviour: Behaviour
) -> None:
    url = hostile(behaviour).url.replace("http:", "https:")
    failure, took = timed(hasty, url)
    assert type(failure) is CarrierTimeout
    assert took < SECONDS + SLACK


def test_a_server_without_tls_is_not_spoken_to_in_the_clear(hasty: Transport, hostile: Hostile) -> None:
    server = hostile(closing(OK))
    failure, _ = timed(hasty, server.url.replace("http:", "https:"))
    assert type(failure) in (CarrierUnreachable, CarrierTimeout)
    assert not any(b"GET" in request for request in server.requests)


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, with the logs set up as the site does and the root as talkative as it gets."""
    before = structlog.get_config()
    levels = {name: logging.getLogger(name).level for name in (*CLIENT_LOGGERS, *SERVER_LOGGERS)}
    configure_logs(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    yield caplog
    structlog.configure(**before)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _secret_request(url: str) -> Request:
    form = Request.form(f"{url}/{CANARY}/path?key={CANARY}", {"password": CANARY})
    return Request(form.method, form.url, {**form.headers, "X-Key": CANARY}, form.content)


def _break_off(call: Call) -> None:
    call.request()


_HEADERS = (f"X-Token: {CANARY}", f"Location: http://127.0.0.1/{CANARY}")


@pytest.mark.parametrize(
    "behaviour",
    [
        silent,
        _break_off,
        closing(f"{CANARY} {CANARY}\r\n\r\n".encode()),
        closing(f"HTTP/1.1 200 OK\r\n{CANARY}\r\n\r\n".encode()),
        closing(f"HTTP/1.1 200 OK\r\nContent-Length: {CANARY}\r\n\r\n".encode()),
        answering(reply(500, CANARY.encode(), *_HEADERS)),
        answering(reply(302, CANARY.encode(), *_HEADERS)),
        answering(reply(429, CANARY.encode(), f"Retry-After: {CANARY}", *_HEADERS)),
        answering(reply(200, CANARY.encode(), f"Content-Encoding: {CANARY}")),
        answering(reply(200, CANARY.encode(), "Content-Encoding: gzip")),
        answering(reply(200, CANARY.encode() * 200_000)),
    ],
)
def test_no_failure_tells_what_was_sent_or_answered(
    hasty: Transport, hostile: Hostile, behaviour: Behaviour, written: pytest.LogCaptureFixture
) -> None:
    server = hostile(behaviour)
    with pytest.raises(CarrierFailure) as failure:
        hasty.send(_secret_request(server.url), {"X-Session": CANARY})
    error = failure.value
    shown = [str(error), repr(error), error.detail, repr(hasty), written.text]
    shown += [client for client in traceback.format_exception(error) if not client.lstrip().startswith("File")]
    assert CANARY in server.requests[0].decode()
    assert not [text for text in shown if CANARY in text.lower()]


def test_a_refused_secret_request_tells_nothing(hasty: Transport, written: pytest.LogCaptureFixture) -> None:
    for url in (f"http://{CANARY}.invalid", "http://127.0.0.1:1"):
        with pytest.raises(CarrierFailure) as failure:
            hasty.send(_secret_request(url), {"X-Session": CANARY})
        assert CANARY not in "".join((*traceback.format_exception(failure.value), repr(failure.value), written.text))


def test_a_secret_that_is_no_header_is_not_told_either(
    transport: Transport, hostile: Hostile, written: pytest.LogCaptureFixture
) -> None:
    server = hostile(answering(OK))
    with pytest.raises(CarrierFailure) as failure:
        transport.send(get(server.url), {"X-Session": f"{CANARY}\r\nX-Other: 1"})
    assert CANARY not in "".join((*traceback.format_exception(failure.value), repr(failure.value), written.text))
    assert server.requests == []


@pytest.fixture
def unconfigured(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged where the site's logs are not set up."""
    levels = {name: logging.getLogger(name).level for name in CLIENT_LOGGERS}
    for name in CLIENT_LOGGERS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    yield caplog
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_the_client_is_silent_where_the_logs_are_not_set_up(
    unconfigured: pytest.LogCaptureFixture, make_transport: MakeTransport, hostile: Hostile
) -> None:
    server = hostile(answering(reply(200, CANARY.encode(), *_HEADERS)))
    make_transport().send(_secret_request(server.url), {"X-Session": CANARY})
    assert unconfigured.records == []


def test_a_client_that_is_made_to_log_tells_no_path_query_or_reason(
    unconfigured: pytest.LogCaptureFixture, make_transport: MakeTransport, hostile: Hostile
) -> None:
    spoken = f"HTTP/1.1 200 {CANARY}\r\nContent-Length: 0\r\nX-Token: {CANARY}\r\n\r\n".encode()
    server, transport = hostile(answering(spoken)), make_transport()
    logging.getLogger("httpx").setLevel(logging.DEBUG)
    transport.send(_secret_request(server.url.replace("//", f"//{CANARY}:{CANARY}@")), {"X-Session": CANARY})
    assert unconfigured.messages == [f'HTTP Request: POST {server.url} "HTTP/1.1 200 OK"']


def test_neither_requests_nor_replies_show_what_they_carry(
    transport: Transport, hostile: Hostile, written: pytest.LogCaptureFixture
) -> None:
    server = hostile(answering(reply(200, CANARY.encode(), f"X-Token: {CANARY}")))
    form = Request.form(server.url, {"password": CANARY})
    request = Request(form.method, form.url, {"X-Key": CANARY}, form.content)
    answer = transport.send(request, {"X-Session": CANARY})
    assert answer.headers["x-token"] == CANARY
    assert CANARY not in repr(request) + repr(answer) + repr(transport) + written.text
