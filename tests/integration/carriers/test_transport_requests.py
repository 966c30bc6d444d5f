"""The requests that the transport sends, byte for byte."""

import socket

import pytest

from tests.support.hostile_server import OK, Hostile, HostileServer, answering, reply
from tests.support.network_fixtures import MakeTransport
from tracking_site.carriers.adapter import Request
from tracking_site.carriers.transport import Transport


def sent(server: HostileServer) -> tuple[str, list[str], bytes]:
    """Return the request line, the header lines and the body of the last request."""
    head, _, body = server.requests[-1].partition(b"\r\n\r\n")
    client, *headers = head.decode("latin-1").split("\r\n")
    return client, headers, body


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/shipment",
        "/shipment/",
        "//shipment",
        "/a//b",
        "/a/../b/./c",
        "/a%2Fb/c%2fd",
        "/a%2Fb?number=c%2Fd&also=c%2fd",
        "/%7Euser/~user",
        "/a%20b?number=a%20b+c",
        "/a|b?number=1|2",
        "/a%7Cb?number=1%7C2",
        "/K%C3%B6ln?city=K%C3%B6ln&also=k%c3%b6ln",
        "/a;b/c?number=1;2",
        "/a?number=1%3B2",
        "/a?redirect=/b?c=d?e",
        "/a?number=1%3F2%232",
        "/a?number=%",
        "/a%zz?number=%zz",
        "/a?&&number=&=1&",
        "/a?number=1&number=2",
        "/a?[number]={1}",
        "/[a]{b}^c`d\\e",
        "/a?number=\\^`\"'<>",
        "/a:b@c/d,e!f$g'h(i)*j",
        "/a?number=a:b@c/d,e!f$g'h(i)*j",
        f"/a?number={'%7C' * 2000}",
    ],
)
def test_the_target_of_a_request_is_sent_as_it_is_written(transport: Transport, hostile: Hostile, target: str) -> None:
    server = hostile(answering(OK))
    transport.send(Request("GET", f"{server.url}{target}"), {})
    assert sent(server)[0] == f"GET {target} HTTP/1.1"


@pytest.mark.parametrize(
    ("written", "target"),
    [("", "/"), ("?number=1", "/?number=1"), ("/a?number=1#part", "/a?number=1"), ("/a#part?number=1", "/a")],
)
def test_a_path_is_never_empty_and_a_fragment_is_not_sent(
    transport: Transport, hostile: Hostile, written: str, target: str
) -> None:
    server = hostile(answering(OK))
    transport.send(Request("GET", f"{server.url}{written}"), {})
    assert sent(server)[0] == f"GET {target} HTTP/1.1"


def test_a_query_is_sent_as_its_request_encodes_it(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(OK))
    params = {"number": "a b/c%2Fd|e;f?g#h&i=j+k~l", "city": "Köln 東京"}
    transport.send(Request.get(f"{server.url}/shipment", params), {})
    number = "a+b%2Fc%252Fd%7Ce%3Bf%3Fg%23h%26i%3Dj%2Bk~l"
    city = "K%C3%B6ln+%E6%9D%B1%E4%BA%AC"
    assert sent(server)[0] == f"GET /shipment?number={number}&city={city} HTTP/1.1"


def test_a_read_has_these_headers_and_no_others(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(OK))
    transport.send(Request("GET", f"{server.url}/shipment", {"X-Key": "key"}), {"X-Session": "session"})
    assert sent(server)[1:] == (
        [
            f"Host: 127.0.0.1:{server.port}",
            "User-Agent: tests",
            "Accept: application/json",
            "Accept-Encoding: gzip",
            "X-Key: key",
            "X-Session: session",
        ],
        b"",
    )


def test_a_form_has_these_headers_and_no_others(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(OK))
    transport.send(Request.form(f"{server.url}/shipment", {"city": "Köln"}), {})
    assert sent(server) == (
        "POST /shipment HTTP/1.1",
        [
            f"Host: 127.0.0.1:{server.port}",
            "User-Agent: tests",
            "Accept: application/json",
            "Accept-Encoding: gzip",
            "Content-Type: application/x-www-form-urlencoded; charset=utf-8",
            "Content-Length: 14",
        ],
        b"city=K%C3%B6ln",
    )


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "POST", "PUT"])
def test_a_request_without_a_body_has_no_length(transport: Transport, hostile: Hostile, method: str) -> None:
    server = hostile(answering(OK))
    transport.send(Request(method, f"{server.url}/shipment"), {})
    client, headers, body = sent(server)
    assert client == f"{method} /shipment HTTP/1.1"
    assert [header.partition(":")[0] for header in headers] == ["Host", "User-Agent", "Accept", "Accept-Encoding"]
    assert body == b""


def test_a_request_replaces_a_header_of_the_transport(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(OK))
    transport.send(Request("GET", server.url, {"Accept": "image/*"}), {"User-Agent": "another"})
    headers = sent(server)[1]
    assert [header for header in headers if header.startswith(("Accept:", "User-Agent:"))] == [
        "User-Agent: another",
        "Accept: image/*",
    ]


def test_a_name_is_sent_as_the_host_that_it_is_written_as(
    make_transport: MakeTransport, hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = hostile(answering(OK))
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    make_transport().send(Request("GET", f"http://Carrier_1.TEST:{server.port}/a"), {})
    assert sent(server)[1][0] == f"Host: Carrier_1.TEST:{server.port}"


def test_a_cookie_is_not_sent_back(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(reply(200, b"{}", "Set-Cookie: session=1; Path=/")))
    for _ in range(2):
        answer = transport.send(Request("GET", f"{server.url}/shipment"), {})
        assert answer.headers["set-cookie"] == "session=1; Path=/"
    assert b"cookie" not in b"".join(server.requests).lower()


def test_a_name_and_a_password_in_an_address_are_not_sent(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(OK))
    transport.send(Request("GET", f"{server.url.replace('//', '//user:secret@')}/shipment"), {})
    assert not [header for header in sent(server)[1] if header.lower().startswith("authorization:")]
