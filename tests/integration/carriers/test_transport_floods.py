"""The transport against answers that are too long, or packed so that they are: they fill no memory."""

import itertools
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest

from tests.support.exchanges import BODY, fails, get
from tests.support.hostile_server import OK, Behaviour, Call, Hostile, answering, closing, reply
from tests.support.network_fixtures import ENOUGH
from tracking_site.carriers.transport import Transport
from tracking_site.domain.errors import CarrierUnreachable, CarrierUnreadable

MOST_GROWTH = 20_000_000
HUGE = b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
PACKED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
MEGABYTE = b"\0" * 1_000_000


def _flood(head: bytes, piece: bytes, times: int | None = None) -> Behaviour:
    def flood(call: Call) -> None:
        call.request()
        call.say(head)
        for _ in itertools.repeat(None) if times is None else itertools.repeat(None, times):
            call.say(piece)

    return flood


def _bomb() -> tuple[bytes, bytes]:
    """How a packed answer begins, and a packed megabyte that may follow it any number of times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    # After a full flush every megabyte is packed alike, whatever came before it.
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    return start, packer.compress(MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _packed(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(body) + packer.flush()


START, PACKED_MEGABYTE = _bomb()

FLOODS = {
    "100 MB": _flood(HUGE, b"a" * 65536, 1526),
    "no end told": _flood(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"a" * 65536),
    "chunks without end": _flood(CHUNKED + b"\r\n", _chunk(b"a" * 65536)),
    "gzip bomb": closing(PACKED + START + PACKED_MEGABYTE * 300),
    "gzip bomb without end": _flood(
        CHUNKED + b"Content-Encoding: gzip\r\n\r\n" + _chunk(START), _chunk(PACKED_MEGABYTE)
    ),
    "more after the packed end": _flood(PACKED + _packed(BODY), b"a" * 65536),
    "packed nothing without end": _flood(PACKED + _packed(b"")[:10], b"\x00\x00\x00\xff\xff" * 10_000),
    "a header without end": _flood(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 65536),
    "headers without end": _flood(b"HTTP/1.1 200 OK\r\n", b"X-More: a\r\n" * 6000),
}


@pytest.fixture
def growth() -> Iterator[Callable[[], int]]:
    """The most memory that was taken at any time since."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_fills_no_memory_and_is_cut_short(
    transport: Transport, hostile: Hostile, growth: Callable[[], int], flood: Behaviour
) -> None:
    server = hostile(flood)
    began = time.monotonic()
    failure = fails(transport, server.url)
    assert type(failure) in (CarrierUnreadable, CarrierUnreachable)
    assert time.monotonic() - began < ENOUGH - 1
    assert growth() < MOST_GROWTH


def test_two_megabytes_are_read_and_not_a_byte_more(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(reply(200, b"a" * 2_000_000), reply(200, b"a" * 2_000_001)))
    assert len(transport.send(get(server.url), {}).body) == 2_000_000
    assert type(fails(transport, server.url)) is CarrierUnreadable


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", _packed(BODY)),
        ("GZIP", _packed(BODY)),
        ("deflate", zlib.compress(BODY)),
        ("identity", BODY),
        (None, BODY),
    ],
)
@pytest.mark.parametrize("piece", [1, 1000])
def test_packed_and_plain_answers_read_alike(
    transport: Transport, hostile: Hostile, coding: str | None, packed: bytes, piece: int
) -> None:
    def answer(call: Call) -> None:
        call.request()
        call.say(CHUNKED + (f"Content-Encoding: {coding}\r\n" if coding else "").encode() + b"\r\n")
        for start in range(0, len(packed), piece):
            call.say(_chunk(packed[start : start + piece]))
        call.say(b"0\r\n\r\n")

    assert transport.send(get(hostile(answer).url), {}).body == BODY


def test_an_empty_answer_that_calls_itself_packed_is_empty(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(reply(200, b"", "Content-Encoding: gzip")))
    assert transport.send(get(server.url), {}).body == b""


@pytest.mark.parametrize(
    ("coding", "body"),
    [("br", BODY), ("zstd", BODY), ("gzip, gzip", BODY), ("gzip", BODY), ("gzip", _packed(BODY)[:-12])],
)
def test_what_cannot_be_unpacked_whole_is_unreadable(
    transport: Transport, hostile: Hostile, coding: str, body: bytes
) -> None:
    server = hostile(answering(reply(200, body, f"Content-Encoding: {coding}")))
    assert type(fails(transport, server.url)) is CarrierUnreadable


def test_only_what_can_be_unpacked_is_asked_for(transport: Transport, hostile: Hostile) -> None:
    server = hostile(answering(OK))
    transport.send(get(server.url), {})
    assert b"accept-encoding: gzip\r\n" in server.requests[0].lower()
