"""A Flask application served over real HTTP, by threads of the present process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tracking_site_sandbox.app import create_sandbox

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Handler(WSGIRequestHandler):
    """A handler that logs nothing, and passes on headers with underscores in their names, which werkzeug drops."""

    def make_environ(self) -> "WSGIEnvironment":
        environ = super().make_environ()
        for name, value in self.headers.items():
            if "_" in name:
                environ.setdefault(f"HTTP_{name.upper()}", value)
        return environ

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


@contextmanager
def running(app: Flask | None = None, port: int = 0) -> Iterator[str]:
    """Serve an application, by default a sandbox, until the block ends; yield its address.

    Port 0 takes any free port.
    """
    server = make_server("127.0.0.1", port, app or create_sandbox(), threaded=True, request_handler=Handler)
    thread = Thread(target=server.serve_forever, name="sandbox", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
