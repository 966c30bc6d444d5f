"""How often one visitor may do what: views, and more strictly look-ups that find nothing."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter

from tracking_site.settings import Site
from tracking_site.web.context import brand
from tracking_site.web.context import site as site_context

REDIS_SECONDS = 0.1
MISSES = frozenset({404, 410})


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


def _is_miss(response: Response) -> bool:
    return response.status_code in MISSES


def make_limiter(app: Flask, site: Site) -> Limiter:
    """The limiter of an application; counted in Redis where one is configured, and in the process while it is away."""
    redis = site.redis_url.get_secret_value() if site.redis_url else None
    timeouts: dict[str, Any] = (
        {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS} if redis else {}
    )
    return Limiter(
        visitor,
        app=app,
        storage_uri=redis or "memory://",
        storage_options=timeouts,
        in_memory_fallback_enabled=redis is not None,
        key_prefix="tracking-site",
        strategy="sliding-window-counter",
    )


def _opens() -> bool:
    """Whether a sealed link is asked for that opens: it cannot be guessed, so nobody's misses keep others from it."""
    token = (request.view_args or {}).get("token") or request.args.get("token")
    return token is not None and site_context().desk.opens(site_context().visitors(brand()), token)


def limit_look_ups(limiter: Limiter, site: Site, *blueprints: Blueprint) -> None:
    """Puts the limits of look-ups on blueprints: every view counts, and one that finds nothing counts as a miss too."""
    for blueprint in blueprints:
        limiter.shared_limit(str(site.limits.views), scope="views")(blueprint)
        limiter.shared_limit(str(site.limits.misses), scope="misses", deduct_when=_is_miss, exempt_when=_opens)(
            blueprint
        )
