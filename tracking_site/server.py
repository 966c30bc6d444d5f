"""The production server: granian with one worker, whose threads share the caches of the process."""

import os
import socket

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server import Server

from tracking_site.wsgi import METRICS_ADDRESS

THREADS = 128
HEADER_MILLISECONDS = 10_000
MAX_HEADER_BYTES = 32_768


def require_free(host: str, port: int) -> None:
    """Raise `OSError` where an address is in use: the server itself would share the port."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def serve(host: str, port: int, metrics_port: int | None = None) -> None:
    """Serve the configured site until a signal stops the process; requests in progress are answered first."""
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
        # With HTTP/2 enabled, granian neither closes idle connections nor limits headers to less than 16 MB.
        http=HTTPModes.http1,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=MAX_HEADER_BYTES),
        log_access=False,
        log_enabled=False,
        respawn_failed_workers=True,
    ).serve()
