"""The application that serves the sandboxes of all carriers, each below a path of its own."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from tracking_site_sandbox import control
from tracking_site_sandbox.registry import SANDBOXES
from tracking_site_sandbox.state import EXTENSION, State


class CarrierJson(DefaultJSONProvider):
    """JSON as carriers write it: UTF-8, with the fields in their documented order."""

    ensure_ascii = False
    sort_keys = False


def create_sandbox(now: Callable[[], datetime] | None = None, site: str | None = None) -> Flask:
    """Return a sandbox whose sample shipments begin at the present time.

    `now` is its clock. `site` is the address of a tracking site that gets the carriers' webhooks.
    """
    app = Flask(__name__, static_folder=None)
    app.json = CarrierJson(app)
    state = State(now or (lambda: datetime.now(UTC)), [sandbox.state for sandbox in SANDBOXES])
    if site is not None:
        state.subscribe(site)
    app.extensions[EXTENSION] = state
    app.before_request(control.intercept)
    app.register_blueprint(control.blueprint)
    for sandbox in SANDBOXES:
        app.register_blueprint(sandbox.blueprint)
        if sandbox.control is not None:
            app.register_blueprint(sandbox.control, url_prefix=control.PREFIX)
    return app
