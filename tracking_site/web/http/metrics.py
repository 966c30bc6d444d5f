"""Metrics and logs of requests and carrier calls: routes, codes and seconds, never a number or a token."""

import time

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

REQUESTS = Histogram(
    "tracking_site_request_seconds", "Time to answer a request", ["route", "method", "status", "brand"]
)
CALLS = Histogram("tracking_site_carrier_seconds", "Time of a call to a carrier", ["account", "outcome"])
LOOK_UPS = Counter("tracking_site_look_ups_total", "Look-ups by how they ended", ["brand", "status"])
_LOOK_UP_ENDPOINTS = ("pages.track", "pages.sealed", "pages.calendar", "embed.track", "embed.sealed", "api.shipment")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})

log = structlog.get_logger()


def observe_call(account: str, outcome: str, seconds: float) -> None:
    """Count a call to a carrier."""
    CALLS.labels(account, outcome).observe(seconds)


def measure(app: Flask) -> None:
    """Count and log every request of an application by its route."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.pop("began", time.perf_counter())
        route = str(request.url_rule) if request.url_rule else "none"
        brand = g.brand.id if "brand" in g else "none"
        # Clients may invent methods, and each would become a time series.
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(route, method, response.status_code, brand).observe(seconds)
        if request.endpoint in _LOOK_UP_ENDPOINTS:
            LOOK_UPS.labels(brand, response.status_code).inc()
        log.info(
            "request",
            method=method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            brand=brand,
        )
        return response
