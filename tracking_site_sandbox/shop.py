"""A merchant's page on an origin of its own, with the site's shipments in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask, render_template_string
from werkzeug.serving import make_server

from tracking_site_sandbox.server import Handler

PAGE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Your orders – Greenpoint Grocers</title>
  <script src="{{ site }}/embed.js" defer></script>
  <style>
    body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; color: #222; background: #fbf8f1; }
    tracking-embed { display: block; margin-block: 1rem 2.5rem; overflow: hidden; border: 1px solid #ddd5c3; border-radius: 1rem; }
  </style>
</head>
<body>
  <h1>Your orders</h1>
  <h2>Order GR432U5</h2>
  <tracking-embed ordno="GR432U5"><a href="{{ site }}/track?ordno=GR432U5">Track this order</a></tracking-embed>
  <h2>Spare part from Yokohama, in the dark and in French</h2>
  <tracking-embed slino="10482204" theme="dark" lang="fr"><a href="{{ site }}/track?slino=10482204">Track it</a></tracking-embed>
  <h2>Another delivery?</h2>
  <tracking-embed><a href="{{ site }}/">Look it up</a></tracking-embed>
</body>
</html>
"""


@contextmanager
def shop(site: str, port: int = 0) -> Iterator[str]:
    """The address of a shop whose orders are tracked at a site."""
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    def orders() -> str:
        return render_template_string(PAGE, site=site)

    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Handler)
    thread = Thread(target=server.serve_forever, name="shop", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
