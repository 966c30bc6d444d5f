"""The sandbox over real HTTP, in threads of the process that wants it."""

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
    """A quiet handler that keeps CLIENT_SECRET_KEY: werkzeug's own drops headers with underscores."""

    def make_environ(self) -> "WSGIEnvironment":
        """The environment of a request."""
        environ = super().make_environ()
        secret_key = self.headers.get("CLIENT_SECRET_KEY")
        if secret_key is not None:
            environ["HTTP_CLIENT_SECRET_KEY"] = secret_key
        return environ

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def running(app: Flask | None = None, port: int = 0) -> Iterator[str]:
    """The address of a sandbox that answers until the block is left; port 0 takes any that is free."""
    server = make_server("127.0.0.1", port, app or create_sandbox(), threaded=True, request_handler=Handler)
    thread = Thread(target=server.serve_forever, name="sandbox", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
