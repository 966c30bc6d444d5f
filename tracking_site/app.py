"""The Flask application of a configuration: its services, its routes, and the middleware around them."""

from collections.abc import MutableMapping

import svcs
from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from tracking_site import assets
from tracking_site.config import Settings
from tracking_site.routing import register_routes
from tracking_site.services import Replacements, register_services
from tracking_site.web.branding import scripts
from tracking_site.web.branding.checks import check_brands
from tracking_site.web.http.compression import Compression
from tracking_site.web.http.context import find_brand
from tracking_site.web.http.errors import register_errors
from tracking_site.web.http.metrics import measure
from tracking_site.web.http.request import SiteRequest
from tracking_site.web.http.security_headers import COMMON_HEADERS, STRICT_POLICY, strict_by_default
from tracking_site.web.pages import template_context

MAX_BODY_BYTES = 64_000
MAX_FORM_FIELDS = 100
ONE_YEAR = 31_536_000


def create_app(settings: Settings, replaced: Replacements | None = None) -> Flask:
    """Return the site of a configuration; `ConfigurationError` for what only the site can check.

    `svcs.flask.close_registry` closes what it opens.
    """
    check_brands(settings)
    app = Flask("tracking_site", static_folder=None, template_folder=str(assets.TEMPLATES))
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, MAX_FORM_PARTS=MAX_FORM_FIELDS, PREFERRED_URL_SCHEME="https")
    app.request_class = SiteRequest
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    svcs.flask.init_app(app)
    register_services(svcs.flask.get_registry(app), settings, replaced or Replacements())
    app.after_request(strict_by_default)
    measure(app)
    app.before_request(find_brand)
    register_errors(app)
    register_routes(app, settings)
    template_context.prepare(app, settings)
    _wrap(app, settings)
    return app


def _wrap(app: Flask, settings: Settings) -> None:
    """Put static files, compression and the trusted proxies' headers around the application."""
    static = WhiteNoise(
        app.wsgi_app,
        root=str(assets.STATIC),
        prefix="static/",
        max_age=ONE_YEAR,
        charset="utf-8",
        allow_all_origins=False,
        add_headers_function=_static_headers,
    )
    static.add_files(str(scripts.FOLDER), prefix=scripts.script_prefix())
    compressed = Compression(static)
    hops = settings.site.trusted_proxies
    app.wsgi_app = ProxyFix(compressed, *[hops] * 3) if hops else compressed  # type: ignore[method-assign]


def _static_headers(headers: MutableMapping[str, str], _path: str, _address: str) -> None:
    """Give static files the headers of pages."""
    for name, value in {**COMMON_HEADERS, "Content-Security-Policy": STRICT_POLICY}.items():
        headers[name] = value
