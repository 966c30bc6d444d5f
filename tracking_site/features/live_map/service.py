"""A carrier's live map, and the key with which it is opened."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tracking_site.carriers.adapter import LiveMap, MapKey
from tracking_site.carriers.client import CarrierClient
from tracking_site.domain.errors import NotOffered
from tracking_site.tracking.lookup import LookupResult

KEY_SECONDS = 6 * 3600.0
"""After how long a key is fetched again: less than the 24 hours that the shortest-lived one is valid."""


@dataclass(frozen=True, slots=True)
class OpenMap:
    """A map that a page can frame: its URL, which contains a key, its origin for the content policy, its provider."""

    address: str = field(repr=False)
    origin: str
    provider: str


class LiveMaps:
    """Opens maps with separate credentials, since a viewer of the map can read them and call the carrier with them."""

    def __init__(self, clients: Mapping[str, CarrierClient], clock: Callable[[], float] = time.monotonic) -> None:
        self._clients = clients
        self._clock = clock
        self._locks = {name: threading.Lock() for name in clients}
        self._keys: dict[str, tuple[float, MapKey]] = {}

    def open(self, result: LookupResult) -> OpenMap:
        """Return the live map of a shipment; `NotOffered` where this viewer may not open it, or a `CarrierFailure`."""
        offer = result.live_map
        client = self._clients.get(offer.ref.account) if offer else None
        live_map = client.adapter.live_map if client else None
        if offer is None or client is None or live_map is None:
            raise NotOffered("no live map for this viewer")
        address = live_map.address(offer.ref.reference, self._key(client, live_map))
        return OpenMap(address, live_map.origin, offer.provider)

    def _key(self, client: CarrierClient, live_map: LiveMap) -> MapKey:
        issued = live_map.issued_key()
        if issued is not None:
            return issued
        with self._locks[client.account]:
            cached = self._keys.get(client.account)
            if cached is not None and self._clock() - cached[0] < KEY_SECONDS:
                return cached[1]
            key = client.execute(live_map.authenticate())
            self._keys[client.account] = (self._clock(), key)
            return key
