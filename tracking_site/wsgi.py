"""The way in for a WSGI server: the site of the configuration that the environment names."""

import os

from flask import Flask
from prometheus_client import start_http_server

from tracking_site.app import create_app
from tracking_site.config.environment import configured
from tracking_site.logs import configure_logs
from tracking_site.web.http.context import EXTENSION

METRICS_ADDRESS = "TRACKING_SITE_METRICS"
"""Where metrics are served, as `host:port`; set by `tracking-site serve --metrics-port`."""


def create() -> Flask:
    """The application of one worker process."""
    configure_logs()
    app = create_app(configured(os.environ))
    app.extensions[EXTENSION].inbox.go_on()
    if address := os.environ.get(METRICS_ADDRESS):
        host, _, port = address.rpartition(":")
        start_http_server(int(port), host)
    return app
