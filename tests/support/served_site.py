"""A site as `tracking-site serve` starts it, and a merchant's page on another origin."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import svcs

from tests.support.canaries import canaries_in
from tests.support.configuration import Table, load, write
from tests.support.sites import compiled_app
from tests.system.browser.conftest import COMMAND, free_port, wait_for
from tracking_site_sandbox.server import running


@contextmanager
def served(configuration: Table, folder: Path) -> Iterator[str]:
    """Run a site and yield its address, which is its `public_url` too."""
    port = free_port()
    site = {**configuration["site"], "public_url": f"http://127.0.0.1:{port}"}
    file = write(folder, {**configuration, "site": site})
    environment = {**os.environ, "TRACKING_SITE_CONFIG": str(file)}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([COMMAND, "serve", "--port", str(port)], cwd=folder, env=environment, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
    assert not canaries_in((folder / "log").read_bytes())


@contextmanager
def served_here(tree: Table, folder: Path) -> Iterator[str]:
    """Run a site in threads of the tests' process, which takes a fraction of the time; yield its address."""
    port = free_port()
    settings = load(folder, {**tree, "site": {**tree["site"], "public_url": f"http://127.0.0.1:{port}"}})
    app = compiled_app(settings)
    try:
        with running(app, port) as address:
            yield address
    finally:
        svcs.flask.close_registry(app)


@contextmanager
def merchant(pages: dict[str, str]) -> Iterator[str]:
    """Run a shop with these pages and yield its URL; pages may be added while it runs."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path)
            self.send_response(200 if page is not None else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((page or "").encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
