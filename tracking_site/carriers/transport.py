"""One HTTP exchange with a carrier: bounded in time and size, and every failure of it named."""

import math
import ssl
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Protocol
from urllib.parse import urlsplit

import certifi
import httpcore

from tracking_site.carriers.adapter import Request, Response
from tracking_site.carriers.deadline import DeadlineBackend, deadline, time_left
from tracking_site.domain.errors import (
    CarrierBusy,
    CarrierFailure,
    CarrierServerError,
    CarrierTimeout,
    CarrierUnreachable,
    CarrierUnreadable,
)

MOST_BYTES = 2_000_000
LONGEST_PAUSE = 15 * 60.0
USUAL_PAUSE = 30.0
IDLE_SECONDS = 30.0

_ENCODINGS = {"": False, "identity": False, "gzip": True, "deflate": True}
"""How an answer may be packed, and whether that needs unpacking."""


class Sender(Protocol):
    """Whoever carries a request to a carrier and brings the reply."""

    def send(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The reply, or a `CarrierFailure`."""
        ...


class Transport:
    """The pooled connections of one carrier account; TLS verified, no redirects, no proxies of the environment."""

    def __init__(
        self, account: str, *, seconds: float, connections: int, user_agent: str, most_bytes: int = MOST_BYTES
    ) -> None:
        self._account = account
        self._seconds = seconds
        self._user_agent = user_agent
        self._most_bytes = most_bytes
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=DeadlineBackend(),
        )

    def send(self, request: Request, headers: Mapping[str, str]) -> Response:
        """Sends one request and reads its whole answer; 2xx and most 4xx are replies, all else is a `CarrierFailure`."""
        url = urlsplit(request.url)
        named = {
            "Host": url.netloc,
            "User-Agent": self._user_agent,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            **request.headers,
            **headers,
        }
        if request.content is not None:
            named["Content-Length"] = str(len(request.content))
        try:
            with deadline(self._seconds):
                return self._exchange(request, named)
        except httpcore.TimeoutException as error:
            raise CarrierTimeout(self._account, type(error).__name__) from None
        except (httpcore.NetworkError, httpcore.RemoteProtocolError, ssl.SSLError) as error:
            raise CarrierUnreachable(self._account, type(error).__name__) from None
        except (httpcore.ProtocolError, zlib.error) as error:
            raise CarrierUnreadable(self._account, type(error).__name__) from None

    def _exchange(self, request: Request, headers: Mapping[str, str]) -> Response:
        with self._pool.stream(
            request.method,
            httpcore.URL(request.url),
            headers=[(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()],
            content=request.content,
            extensions={"timeout": {"pool": time_left()}},
        ) as response:
            answered = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            failure = _failure(self._account, response.status, answered)
            if failure is not None:
                raise failure
            body = self._read(response.iter_stream(), answered.get("content-encoding", "").strip().lower())
            return Response(response.status, body, datetime.now(UTC), answered)

    def _read(self, chunks: Iterator[bytes], encoding: str) -> bytes:
        """The body, unpacked chunk by chunk and never more than asked for: a bomb goes off in nobody's memory."""
        if encoding not in _ENCODINGS:
            raise CarrierUnreadable(self._account, "the answer is packed in a way that was not asked for")
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if _ENCODINGS[encoding] else None
        body, taken = bytearray(), 0
        for chunk in chunks:
            taken += len(chunk)
            most = self._most_bytes + 1 - len(body)
            body += unpacker.decompress(chunk, most) if unpacker else chunk[:most]
            # What comes after the end of a packed answer is kept by the unpacker, so what is taken is limited too.
            if max(taken, len(body)) > self._most_bytes:
                raise CarrierUnreadable(
                    self._account, f"the answer is longer than {self._most_bytes / 1_000_000:.0f} MB"
                )
        if unpacker and taken and not unpacker.eof:
            raise CarrierUnreadable(self._account, "the packed answer ends halfway")
        return bytes(body)

    def close(self) -> None:
        """Closes the connections that are open."""
        self._pool.close()


@cache
def _trust() -> ssl.SSLContext:
    """Whom all transports trust: reading the list of authorities takes longer than all the rest of a start."""
    return ssl.create_default_context(cafile=certifi.where())


def _failure(account: str, status: int, headers: Mapping[str, str]) -> CarrierFailure | None:
    if status == 429:
        return CarrierBusy(account, "answered 429", _pause(headers.get("retry-after"), datetime.now(UTC)))
    if status >= 500:
        return CarrierServerError(account, f"answered {status}")
    if 300 <= status < 400:
        return CarrierUnreadable(account, f"answered {status}: redirects are not followed")
    return None


def _pause(retry_after: str | None, now: datetime) -> float:
    """How long a 429 asks us to wait: seconds or a date, made sensible where it is absurd."""
    if retry_after is None:
        return USUAL_PAUSE
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            until = parsedate_to_datetime(retry_after)
            # One without a zone, or of the unknown zone -0000, is meant in UTC and not as it is here.
            seconds = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
        except (ValueError, OverflowError):
            return USUAL_PAUSE
    return min(max(seconds, 1.0), LONGEST_PAUSE) if math.isfinite(seconds) else USUAL_PAUSE
