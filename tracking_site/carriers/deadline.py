"""A deadline for a whole exchange, enforced below the HTTP client.

httpx has timeouts for single operations only: with `timeout=2` a server that sends a byte a second holds the caller for
ever. Here every connect, TLS handshake, read and write may take what is left of the deadline of the calling thread.
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
    ends_at: float | None = None


_current = _Current()
"""When the deadline of the calling thread ends, in monotonic seconds."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Limit what the calling thread does over a `DeadlineBackend` inside the block to so many seconds in all.

    A block inside another ends with the outer one at the latest, so that a retry gets no time of its own.
    """
    outer = _current.ends_at
    ends_at = time.monotonic() + seconds
    _current.ends_at = ends_at if outer is None else min(outer, ends_at)
    try:
        yield
    finally:
        _current.ends_at = outer


def time_left() -> float:
    """Return the seconds until the deadline of the calling thread, 0 if it is over."""
    if _current.ends_at is None:
        raise RuntimeError("an exchange needs a deadline")
    return max(_current.ends_at - time.monotonic(), 0.0)


def _timeout(error: type[Exception]) -> float:
    """Return the seconds that an operation may take, or raise the error if the deadline is over."""
    left = time_left()
    if left <= 0:
        raise error("the deadline of the exchange is over")
    return left


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose operations end with the deadline of the calling thread."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline is stricter
        return self._stream.read(max_bytes, _timeout(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _timeout(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, _timeout(httpcore.ConnectTimeout)))

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
        last_error: Exception = httpcore.ConnectError("no address")
        addresses = _addresses(host, port)
        for address in addresses:
            # An address that does not answer may take half of the time, so that the next one gets a turn.
            limit = _timeout(httpcore.ConnectTimeout) / (1 if address is addresses[-1] else 2)
            try:
                return DeadlineStream(self._backend.connect_tcp(address, port, limit, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last_error = error
        raise last_error


def _addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host.

    The system's resolver has no timeout, so it runs in a thread of its own. One that hangs leaves its thread behind.
    """
    try:
        return [str(ip_address(host.strip("[]")))]
    except ValueError:
        pass
    resolved: Future[list[str]] = Future()

    def resolve() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            resolved.set_result(list(dict.fromkeys(str(entry[4][0]) for entry in entries)))
        except (OSError, UnicodeError) as error:
            resolved.set_exception(httpcore.ConnectError(type(error).__name__))

    threading.Thread(target=resolve, name="resolve", daemon=True).start()
    try:
        return resolved.result(_timeout(httpcore.ConnectTimeout))
    except FutureTimeoutError as error:
        raise httpcore.ConnectTimeout("name resolution") from error
