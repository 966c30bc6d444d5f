"""The web shop of a merchant, on an origin of its own, with shipments of the tracking site embedded in its page."""

from flask import Flask, render_template_string

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


def create_shop(site: str) -> Flask:
    """Return the shop of a merchant whose orders are tracked at the site at an address."""
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    def orders() -> str:
        return render_template_string(PAGE, site=site)

    return app
