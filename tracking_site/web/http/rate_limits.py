"""Rate limits: for views, for look-ups that find nothing, and for requests that change something."""

import math
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter
from limits.strategies import SlidingWindowCounterRateLimiter

from tracking_site.config import Site
from tracking_site.domain.errors import InvalidAction, TrackingError
from tracking_site.domain.normalisation import normal_form
from tracking_site.limit_storage import ThreadSafeMemoryStorage
from tracking_site.tracking.query import MAX_TEXT_LENGTH, PARAMETERS
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.web.http.context import brand, open_link
from tracking_site.web.http.csrf import CHANGING_METHODS
from tracking_site.web.http.request import json_body

REDIS_TIMEOUT_SECONDS = 0.1
MISS_STATUSES = frozenset({401, 404, 410})
IN_MEMORY = f"{ThreadSafeMemoryStorage.STORAGE_SCHEME[0]}://"


class SiteLimiter(Limiter):
    """A limiter that is safe with several threads while it counts in memory because Redis is away."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        if self._in_memory_fallback_enabled:
            self._fallback_storage = ThreadSafeMemoryStorage()
            self._fallback_limiter = SlidingWindowCounterRateLimiter(self._fallback_storage)


def visitor() -> str:
    """Return the visitor's address; for IPv6 the /64 network, which one household or phone has to itself."""
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
    """Return the options of a connection to Redis: short timeouts, because every request waits for it."""
    return {"socket_timeout": REDIS_TIMEOUT_SECONDS, "socket_connect_timeout": REDIS_TIMEOUT_SECONDS}


def make_limiter(app: Flask, site: Site) -> Limiter:
    """Return the limiter of an application, which counts in Redis if configured, and in memory while Redis is away."""
    redis = site.redis_url.get_secret_value() if site.redis_url else None
    limiter = SiteLimiter(
        visitor,
        app=app,
        storage_uri=redis or IN_MEMORY,
        storage_options=redis_options() if redis else {},
        in_memory_fallback_enabled=redis is not None,
        key_prefix="tracking-site",
        strategy="sliding-window-counter",
    )

    @app.after_request
    def set_limit_headers(response: Response) -> Response:
        # The library's own headers would put `Retry-After` on every response.
        limit = limiter.current_limit
        if limit is not None:
            response.headers["X-RateLimit-Limit"] = str(limit.limit.amount)
            response.headers["X-RateLimit-Remaining"] = str(max(0, limit.remaining))
            response.headers["X-RateLimit-Reset"] = str(math.ceil(limit.reset_at))
        return response

    return limiter


def limit_look_ups(limiter: Limiter, site: Site, *blueprints: Blueprint) -> None:
    """Limit the views of blueprints: every view counts, and a view that finds nothing counts as a miss too."""
    for blueprint in blueprints:
        limiter.shared_limit(str(site.limits.views), scope="views")(blueprint)
        _limit_misses(limiter, site, blueprint)


def limit_actions(limiter: Limiter, site: Site, *blueprints: Blueprint) -> None:
    """Limit requests that change something: per visitor, per shipment, and per brand."""
    limits, methods = site.limits, sorted(CHANGING_METHODS)
    for blueprint in blueprints:
        limiter.shared_limit(str(limits.actions), scope="actions", methods=methods)(blueprint)
        limiter.shared_limit(
            str(limits.shipment_actions), scope="shipment-actions", key_func=_shipment_key, methods=methods
        )(blueprint)
        limiter.shared_limit(str(limits.brand_actions), scope="brand-actions", key_func=_brand_key, methods=methods)(
            blueprint
        )
        _limit_misses(limiter, site, blueprint)


def _limit_misses(limiter: Limiter, site: Site, blueprint: Blueprint) -> None:
    """Limit misses per visitor and, against many visitors who guess together, per brand."""
    limits = site.limits
    limiter.shared_limit(str(limits.misses), scope="misses", deduct_when=_is_miss, exempt_when=_request_opens_link)(
        blueprint
    )
    limiter.shared_limit(
        str(limits.brand_misses),
        scope="brand-misses",
        key_func=_brand_key,
        deduct_when=_is_miss,
        exempt_when=_request_opens_link,
    )(blueprint)


def _is_miss(response: Response) -> bool:
    return response.status_code in MISS_STATUSES


def _request_opens_link() -> bool:
    """Tell whether the request has a valid sealed link: it cannot be guessed, so other visitors' misses must not block it."""
    token = (request.view_args or {}).get("token") or request.args.get("token")
    return token is not None and _open_or_none(token) is not None


def _open_or_none(token: str) -> SealedLink | None:
    try:
        return open_link(token)
    except TrackingError:
        return None


def _brand_key() -> str:
    return brand().id


def _shipment_key() -> str:
    """Return the key of the shipment that the request is about: the link's, or a hash of what the request names."""
    name = (request.view_args or {}).get("token") or _reference_in_body()
    link = _open_or_none(name)
    # Hashed, because anybody who reads Redis sees the keys.
    return link.ref.key if link else sha256(name.encode("utf-8", "replace")).hexdigest()


def _reference_in_body() -> str:
    if not request.is_json:
        return "\x00".join(_spelling_key(request.form.get(name, "")) for name in PARAMETERS)
    try:
        body = json_body()
    except InvalidAction:
        return ""
    if isinstance(token := body.get("token"), str):
        return token
    return next((_spelling_key(body[name]) for name in PARAMETERS if isinstance(body.get(name), str)), "")


def _spelling_key(number: str) -> str:
    """Return what all spellings of a number have in common, so that another spelling is not another shipment."""
    return "".join(character for character in normal_form(number[:MAX_TEXT_LENGTH]).casefold() if character.isalnum())
