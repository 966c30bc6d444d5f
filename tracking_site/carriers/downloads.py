"""Downloads of images that prove a delivery, from a carrier's own hosts only."""

from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from tracking_site.carriers.adapter import Request

MAX_URL_LENGTH = 2_000
_PORTS = {"https": 443, "http": 80}


def download_request(address: str, base_url: str, hosts: Collection[str] = ()) -> Request | None:
    """Return the request for an address, or None unless its host is among `hosts` (default: that of `base_url`).

    The request carries no secret. It goes without TLS only where the account's own address does, as in development.
    """
    base, target = urlsplit(base_url), _parts(address)
    if target is None or target.scheme not in {"https", base.scheme}:
        return None
    if _host(target) not in (hosts or (_host(base),)):
        return None
    return Request("GET", target._replace(fragment="").geturl(), {"Accept": "image/*, application/zip"})


def _parts(address: str) -> SplitResult | None:
    if len(address) > MAX_URL_LENGTH or not address.isascii() or any(letter <= " " for letter in address):
        return None
    try:
        parts = urlsplit(address)
        usable = parts.port != 0 and parts.scheme in _PORTS and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    # A backslash ends the host for some parsers and not for others.
    return parts if usable and "\\" not in address else None


def _host(parts: SplitResult) -> str:
    """Return the host in lower case, with its port where that is not the scheme's default."""
    name = parts.hostname or ""
    return name if parts.port in (None, _PORTS[parts.scheme]) else f"{name}:{parts.port}"
