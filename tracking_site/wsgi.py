"""The entry point for a WSGI server: the site of the configuration that the environment names."""

import os
from functools import partial
from multiprocessing.util import Finalize

import svcs
from flask import Flask
from prometheus_client import start_http_server

from tracking_site.app import create_app
from tracking_site.environment import read_settings
from tracking_site.features.webhooks.receiver import WebhookReceiver
from tracking_site.logs import configure_logs

METRICS_ADDRESS = "TRACKING_SITE_METRICS"
"""The variable with the address of the metrics, `host:port`; set by `tracking-site serve --metrics-port`."""


def create() -> Flask:
    """Return the application of one worker process; its services are closed when the process ends."""
    configure_logs()
    app = create_app(read_settings(os.environ))
    # A worker of the server ends without `atexit`, but runs the finalizers of multiprocessing.
    Finalize(None, partial(svcs.flask.close_registry, app), exitpriority=0)
    with app.app_context():
        svcs.flask.get(WebhookReceiver).resume()
    if address := os.environ.get(METRICS_ADDRESS):
        host, _, port = address.rpartition(":")
        start_http_server(int(port), host)
    return app
