"""The three carriers' stand-ins under one port, each below an address of its own."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from tracking_site_sandbox import control
from tracking_site_sandbox.leaps import routes as leaps
from tracking_site_sandbox.loginext import proof_of_delivery
from tracking_site_sandbox.loginext import routes as loginext
from tracking_site_sandbox.logis import routes as logis
from tracking_site_sandbox.state import EXTENSION, State


class PlainJson(DefaultJSONProvider):
    """JSON as the carriers write it: UTF-8, the fields in their documented order."""

    ensure_ascii = False
    sort_keys = False


def create_sandbox(now: Callable[[], datetime] | None = None) -> Flask:
    """A sandbox of its own, with the sample shipments as they stand at this moment."""
    app = Flask(__name__, static_folder=None)
    app.json = PlainJson(app)
    app.extensions[EXTENSION] = State(now or (lambda: datetime.now(UTC)))
    app.before_request(control.count_and_disturb)
    for blueprint in (
        control.blueprint,
        logis.blueprint,
        leaps.blueprint,
        loginext.blueprint,
        proof_of_delivery.blueprint,
    ):
        app.register_blueprint(blueprint)
    return app
