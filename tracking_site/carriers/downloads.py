"""From where pictures that prove a delivery may be fetched: of a carrier's own hosts alone (security.md, requests)."""

from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from tracking_site.carriers.adapter import Request

LONGEST_ADDRESS = 2_000
_PORTS = {"https": 443, "http": 80}


def proof_request(address: str, base_url: str, hosts: Collection[str] = ()) -> Request | None:
    """What fetches an address: None unless it is on one of the hosts, or where none is named on that of `base_url`.

    Nothing secret goes along. Without TLS only where the account's own address is without it, as in development.
    """
    base, asked = urlsplit(base_url), _parts(address)
    if asked is None or asked.scheme not in {"https", base.scheme}:
        return None
    if _host(asked) not in (hosts or (_host(base),)):
        return None
    return Request("GET", asked._replace(fragment="").geturl(), {"Accept": "image/*, application/zip"})


def _parts(address: str) -> SplitResult | None:
    if len(address) > LONGEST_ADDRESS or not address.isascii() or any(letter <= " " for letter in address):
        return None
    try:
        parts = urlsplit(address)
        known = parts.port != 0 and parts.scheme in _PORTS and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    # What some read as the end of the host, others do not.
    return parts if known and "\\" not in address else None


def _host(parts: SplitResult) -> str:
    """The host in lower case, with its port where that is not the scheme's own."""
    name = parts.hostname or ""
    return name if parts.port in (None, _PORTS[parts.scheme]) else f"{name}:{parts.port}"
