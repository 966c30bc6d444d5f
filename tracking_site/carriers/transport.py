"""The transport to one carrier account: HTTP exchanges that are bounded in time and size and whose failures have names.

The only module that imports httpx.
"""

import math
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http.cookiejar import CookieJar
from typing import Protocol
from urllib.parse import urlsplit

import certifi
import httpcore
import httpx

from tracking_site.carriers.adapter import Request, Response
from tracking_site.carriers.charsets import utf8
from tracking_site.carriers.deadline import DeadlineBackend, deadline, time_left
from tracking_site.domain.errors import (
    CarrierBusy,
    CarrierFailure,
    CarrierServerError,
    CarrierTimeout,
    CarrierUnreachable,
    CarrierUnreadable,
)
from tracking_site.logs import CLIENT_LOGGERS, log_errors_only

MAX_BYTES = 2_000_000
MAX_PAUSE_SECONDS = 15 * 60.0
DEFAULT_PAUSE_SECONDS = 30.0
IDLE_SECONDS = 30.0
"""How long an unused connection stays open."""

_ENCODINGS = {"": False, "identity": False, "gzip": True, "deflate": True}
"""The content encodings that are read, and whether each has to be decompressed."""

_ERRORS: Mapping[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
    httpcore.TimeoutException: httpx.TimeoutException,
    httpcore.NetworkError: httpx.NetworkError,
    httpcore.ProtocolError: httpx.ProtocolError,
}
"""httpcore's errors and httpx's for the same; the base classes come last, since the first that fits is raised."""


class Sender(Protocol):
    """What sends requests to a carrier."""

    def send(self, request: Request, headers: Mapping[str, str]) -> Response:
        """Return the response, or raise a `CarrierFailure`."""
        ...


class Transport:
    """The pooled connections of one carrier account, shared by all threads.

    TLS is verified. Redirects, cookies and the environment's proxies are ignored.
    """

    def __init__(
        self, account: str, *, seconds: float, connections: int, user_agent: str, most_bytes: int = MAX_BYTES
    ) -> None:
        """`seconds` is the deadline of a whole exchange, `most_bytes` the limit of a decoded body."""
        log_errors_only(*CLIENT_LOGGERS)
        self._account = account
        self._deadline_seconds = seconds
        self._user_agent = user_agent
        self._max_bytes = most_bytes
        self._slots = threading.BoundedSemaphore(connections)
        # With a transport, no mounts and no environment, the client makes no SSL context of its own: that takes 40 ms.
        self._client = httpx.Client(
            transport=PooledTransport(connections),
            mounts={},
            trust_env=False,
            follow_redirects=False,
            cookies=_NoCookies(),
            # A hook runs before the client parses the Location of a redirect, which may be malformed.
            event_hooks={"response": [self._check_status]},
        )

    def send(self, request: Request, headers: Mapping[str, str]) -> Response:
        """Send a request and read its whole response: a 2xx, or any 4xx but 429. Raise a `CarrierFailure` otherwise."""
        if self._client.is_closed:
            raise CarrierUnreachable(self._account, "the transport is closed")
        try:
            with deadline(self._deadline_seconds), self._slot():
                return self._exchange(self._build(request, headers))
        except httpx.TimeoutException as error:
            raise CarrierTimeout(self._account, type(error).__name__) from None
        except (httpx.NetworkError, httpx.RemoteProtocolError, httpx.InvalidURL, ssl.SSLError) as error:
            raise CarrierUnreachable(self._account, type(error).__name__) from None
        except (httpx.ProtocolError, zlib.error) as error:
            raise CarrierUnreadable(self._account, type(error).__name__) from None

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    @contextmanager
    def _slot(self) -> Iterator[None]:
        """Hold one of the connections for the block.

        Waiting for one inside the pool would lose it for good where the wait ends just as the pool hands it over
        (https://github.com/encode/httpcore/issues/550).
        """
        if not self._slots.acquire(timeout=time_left()):
            raise httpx.PoolTimeout("PoolTimeout")
        try:
            yield
        finally:
            self._slots.release()

    def _build(self, request: Request, headers: Mapping[str, str]) -> httpx.Request:
        """Return the request as it goes out: `stream` keeps httpx from adding headers of its own."""
        url = httpcore.URL(request.url)
        sent_headers = {
            "Host": urlsplit(request.url).netloc,
            "User-Agent": self._user_agent,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            **request.headers,
            **headers,
        }
        if request.content is not None:
            sent_headers["Content-Length"] = str(len(request.content))
        return httpx.Request(
            request.method,
            # The origin only: httpx re-encodes the rest of a URL, and logs it.
            httpx.URL(scheme=url.scheme.decode(), host=url.host.decode(), port=url.port),
            headers=[(name.encode(), value.encode("latin-1", "replace")) for name, value in sent_headers.items()],
            stream=httpx.ByteStream(request.content or b""),
            extensions={"target": url.target, "timeout": {"pool": time_left()}},
        )

    def _exchange(self, request: httpx.Request) -> Response:
        with closing(self._client.send(request, stream=True)) as response:
            headers = _headers(response)
            body = self._read(response.iter_raw(), headers.get("content-encoding", "").strip().lower())
            text = utf8(body, headers.get("content-type", ""))
            return Response(response.status_code, text, datetime.now(UTC), headers)

    def _check_status(self, response: httpx.Response) -> None:
        """Raise the failure that a status stands for, if it stands for one."""
        failure = _failure(self._account, response)
        if failure is not None:
            raise failure

    def _read(self, chunks: Iterator[bytes], encoding: str) -> bytes:
        """Return the body, decompressed chunk by chunk so that it never takes more memory than `_max_bytes`."""
        if encoding not in _ENCODINGS:
            raise CarrierUnreadable(self._account, "the answer is packed in a way that was not asked for")
        decompressor = zlib.decompressobj(zlib.MAX_WBITS | 32) if _ENCODINGS[encoding] else None
        body, received = bytearray(), 0
        for chunk in chunks:
            received += len(chunk)
            room = self._max_bytes + 1 - len(body)
            body += decompressor.decompress(chunk, room) if decompressor else chunk[:room]
            # The decompressor keeps what follows the end of the compressed data, so the received bytes are limited too.
            if max(received, len(body)) > self._max_bytes:
                raise CarrierUnreadable(
                    self._account, f"the answer is longer than {self._max_bytes / 1_000_000:.0f} MB"
                )
        if decompressor and received and not decompressor.eof:
            raise CarrierUnreadable(self._account, "the packed answer ends halfway")
        return bytes(body)


class PooledTransport(httpx.BaseTransport):
    """A connection pool of httpcore below httpx, whose operations end with the deadline of the calling thread."""

    def __init__(self, connections: int) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_ssl_context(),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=DeadlineBackend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        with _httpx_errors():
            response = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.read(),
                    extensions=request.extensions,
                )
            )
        # Without httpcore's extensions: they hold the reason phrase, a text of the carrier's that httpx logs.
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of a response, as it is received."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors():
            yield from self._response.iter_stream()

    def close(self) -> None:
        with _httpx_errors():
            self._response.close()


class _NoCookies(CookieJar):
    """A cookie jar that stores nothing: sessions are headers, which the adapters set."""

    def extract_cookies(self, *_: object, **__: object) -> None:
        pass


@contextmanager
def _httpx_errors() -> Iterator[None]:
    """Raise httpx's errors in place of httpcore's, without their messages: these can quote what was sent."""
    try:
        yield
    except tuple(_ERRORS) as error:
        kind = next(kind for base, kind in _ERRORS.items() if isinstance(error, base))
        raise kind(kind.__name__) from None


@cache
def _ssl_context() -> ssl.SSLContext:
    """Return the context of all transports: to read the list of authorities takes longer than the rest of a start."""
    return ssl.create_default_context(cafile=certifi.where())


def _headers(response: httpx.Response) -> dict[str, str]:
    """Return a response's headers by their names in lower case; of headers with the same name the last."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers.raw}


def _failure(account: str, response: httpx.Response) -> CarrierFailure | None:
    status = response.status_code
    if status == 429:
        pause = _pause_seconds(_headers(response).get("retry-after"), datetime.now(UTC))
        return CarrierBusy(account, "answered 429", pause)
    if status >= 500:
        return CarrierServerError(account, f"answered {status}")
    if 300 <= status < 400:
        return CarrierUnreadable(account, f"answered {status}: redirects are not followed")
    return None


def _pause_seconds(retry_after: str | None, now: datetime) -> float:
    """Return how many seconds a 429 asks to wait, as a number or a date, within 1 and `MAX_PAUSE_SECONDS`."""
    if retry_after is None:
        return DEFAULT_PAUSE_SECONDS
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            until = parsedate_to_datetime(retry_after)
            # A date without a zone, or with the unknown zone -0000, is in UTC and not in the local time.
            seconds = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
        except (ValueError, OverflowError):
            return DEFAULT_PAUSE_SECONDS
    return min(max(seconds, 1.0), MAX_PAUSE_SECONDS) if math.isfinite(seconds) else DEFAULT_PAUSE_SECONDS
