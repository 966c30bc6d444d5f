"""How often one visitor may do what: views, and more strictly look-ups that find nothing."""

import math
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter

from tracking_site.config import Site
from tracking_site.domain.errors import InvalidAction, TrackingError
from tracking_site.tracking.query import PARAMETERS
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.web.http.context import brand, open_link
from tracking_site.web.http.request import json_body

REDIS_SECONDS = 0.1
MISSES = frozenset({401, 404, 410})
CHANGING = ["POST", "PUT", "DELETE"]


def visitor() -> str:
    """Who asks: the address, or for IPv6 the /64 that a household or phone has to itself."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address)


def redis_options() -> dict[str, Any]:
    """How long Redis is waited for."""
    return {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}


def _is_miss(response: Response) -> bool:
    return response.status_code in MISSES


def make_limiter(app: Flask, site: Site) -> Limiter:
    """The limiter of an application; counted in Redis where one is configured, and in the process while it is away."""
    redis = site.redis_url.get_secret_value() if site.redis_url else None
    limiter = Limiter(
        visitor,
        app=app,
        storage_uri=redis or "memory://",
        storage_options=redis_options() if redis else {},
        in_memory_fallback_enabled=redis is not None,
        key_prefix="tracking-site",
        strategy="sliding-window-counter",
    )

    @app.after_request
    def tell(response: Response) -> Response:
        """Says how much of the tightest limit is left; the library's own headers have a `Retry-After` on every answer."""
        limit = limiter.current_limit
        if limit is not None:
            response.headers["X-RateLimit-Limit"] = str(limit.limit.amount)
            response.headers["X-RateLimit-Remaining"] = str(max(0, limit.remaining))
            response.headers["X-RateLimit-Reset"] = str(math.ceil(limit.reset_at))
        return response

    return limiter


def _opens() -> bool:
    """Tell whether the request has a valid sealed link: it cannot be guessed, so that other visitors' misses must not block it."""
    token = (request.view_args or {}).get("token") or request.args.get("token")
    return token is not None and _opened(token) is not None


def _opened(token: str) -> SealedLink | None:
    try:
        return open_link(token)
    except TrackingError:
        return None


def _brand() -> str:
    return brand().id


def _shipment() -> str:
    """Which shipment something is to be done about: by its link, or by what the body names; hashed, as all keys are."""
    named = (request.view_args or {}).get("token") or _in_body()
    link = _opened(named)
    return link.ref.key if link else sha256(named.encode("utf-8", "replace")).hexdigest()


def _in_body() -> str:
    if not request.is_json:
        return "\x00".join(request.form.get(name, "") for name in PARAMETERS)
    try:
        body = json_body()
    except InvalidAction:
        return ""
    named = [body.get(name) for name in ("token", *PARAMETERS)]
    return next((name for name in named if isinstance(name, str)), "")


def limit_look_ups(limiter: Limiter, site: Site, *blueprints: Blueprint) -> None:
    """Puts the limits of look-ups on blueprints: every view counts, and one that finds nothing counts as a miss too."""
    for blueprint in blueprints:
        limiter.shared_limit(str(site.limits.views), scope="views")(blueprint)
        _limit_misses(limiter, site, blueprint)


def limit_actions(limiter: Limiter, site: Site, *blueprints: Blueprint) -> None:
    """Puts the limits of what changes something on blueprints: per visitor, per shipment, and per brand."""
    limits = site.limits
    for blueprint in blueprints:
        limiter.shared_limit(str(limits.actions), scope="actions", methods=CHANGING)(blueprint)
        limiter.shared_limit(
            str(limits.shipment_actions), scope="shipment-actions", key_func=_shipment, methods=CHANGING
        )(blueprint)
        limiter.shared_limit(str(limits.brand_actions), scope="brand-actions", key_func=_brand, methods=CHANGING)(
            blueprint
        )
        _limit_misses(limiter, site, blueprint)


def _limit_misses(limiter: Limiter, site: Site, blueprint: Blueprint) -> None:
    """Misses are counted per visitor and, against many who try together, per brand; a link that opens is never kept out."""
    limits = site.limits
    limiter.shared_limit(str(limits.misses), scope="misses", deduct_when=_is_miss, exempt_when=_opens)(blueprint)
    limiter.shared_limit(
        str(limits.brand_misses), scope="brand-misses", key_func=_brand, deduct_when=_is_miss, exempt_when=_opens
    )(blueprint)
