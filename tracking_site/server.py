"""The production server: granian, one worker whose threads share everything that is kept in the process."""

import os
import socket

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server import Server

from tracking_site.wsgi import METRICS_ADDRESS

THREADS = 128
HEADER_SECONDS = 10_000
MOST_HEADER_BYTES = 32_768


def require_free(host: str, port: int) -> None:
    """Raises `OSError` where nothing can listen at an address; the server itself would share a port that is taken."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def serve(host: str, port: int, metrics_port: int | None = None) -> None:
    """Serves the configured site until the process is told to stop; requests in flight are answered first."""
    if metrics_port is not None:
        os.environ[METRICS_ADDRESS] = f"{host}:{metrics_port}"
    Server(
        "tracking_site.wsgi:create",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        # With HTTP/2 on offer too, granian lets whoever says nothing stay for ever, and headers be 16 MB long.
        http=HTTPModes.http1,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS, max_buffer_size=MOST_HEADER_BYTES),
        log_access=False,
        log_enabled=False,
        respawn_failed_workers=True,
    ).serve()
