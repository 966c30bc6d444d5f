"""A deadline for a whole exchange, kept below the HTTP client: no Python client has one of its own.

`httpx.get(timeout=2)` gives every single read two seconds, so a server that drips a byte a second holds it for ever. Here
every connect, TLS handshake, read and write is cut down to what is left of the deadline of the calling thread.
"""

import socket
import ssl
import threading
import time
import typing
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from ipaddress import ip_address

import httpcore


class _Current(threading.local):
    ends: float | None = None


_current = _Current()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Whatever this thread does over a `DeadlineBackend` inside the block ends within so many seconds.

    A block inside another ends with the outer one at the latest, so that a repetition gets no time of its own.
    """
    outer = _current.ends
    ends = time.monotonic() + seconds
    _current.ends = ends if outer is None else min(outer, ends)
    try:
        yield
    finally:
        _current.ends = outer


def time_left() -> float:
    """The seconds until the deadline of the calling thread, 0 where it is over."""
    if _current.ends is None:
        raise RuntimeError("an exchange needs a deadline")
    return max(_current.ends - time.monotonic(), 0.0)


def _left(error: type[Exception]) -> float:
    left = time_left()
    if left <= 0:
        raise error("the deadline of the exchange is over")
    return left


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every operation ends with the deadline of the calling thread."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline is stricter
        return self._stream.read(max_bytes, _left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, _left(httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> typing.Any:
        return self._stream.get_extra_info(info)


class DeadlineBackend(httpcore.NetworkBackend):
    """Opens connections, name resolution included, within the deadline of the calling thread."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        refusal: Exception = httpcore.ConnectError("no address")
        addresses = _addresses(host, port)
        for address in addresses:
            # An address that swallows everything leaves time for the ones after it.
            share = _left(httpcore.ConnectTimeout) / (1 if address is addresses[-1] else 2)
            try:
                return DeadlineStream(self._backend.connect_tcp(address, port, share, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refusal = error
        raise refusal


def _addresses(host: str, port: int) -> list[str]:
    """The host's addresses; the system's resolver knows no timeout, so it is waited for from outside."""
    try:
        return [str(ip_address(host.strip("[]")))]
    except ValueError:
        pass
    resolved: Future[list[str]] = Future()

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            resolved.set_result(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as error:
            resolved.set_exception(httpcore.ConnectError(type(error).__name__))

    threading.Thread(target=resolve, name="resolve", daemon=True).start()
    try:
        return resolved.result(_left(httpcore.ConnectTimeout))
    except FutureTimeoutError as error:
        raise httpcore.ConnectTimeout("name resolution") from error
