"""LogiNext's live maps: who is offered one, and the token that it is opened with."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tracking_site.carriers.client import CarrierClient
from tracking_site.carriers.loginext.live_map import MapKey, authenticate, issued_key, map_address, map_origin
from tracking_site.config import LoginextAccount
from tracking_site.domain.errors import NotOffered
from tracking_site.domain.shipment import Action
from tracking_site.tracking.lookup import LookupResult

LIFE = 6 * 3600.0
"""Seconds after which a token is asked for anew: less than the 24 hours that the shortest-lived one lives."""


@dataclass(frozen=True, slots=True)
class LiveMap:
    """A map that is ready to be opened: its address holds a token, its origin is what a page may frame."""

    address: str = field(repr=False)
    origin: str


class LiveMaps:
    """Opens maps with credentials of their own: whoever sees a map can read them, and ask LogiNext with them."""

    def __init__(self, lines: Mapping[str, CarrierClient], clock: Callable[[], float] = time.monotonic) -> None:
        self._lines = lines
        self._clock = clock
        self._locks = {name: threading.Lock() for name in lines}
        self._kept: dict[str, tuple[float, MapKey]] = {}

    def open(self, found: LookupResult) -> LiveMap:
        """The live map of a shipment; `NotOffered` where this viewer is not offered one, a failure of the carrier's."""
        ref = found.map_of or found.ref
        line = self._lines.get(ref.account)
        account = line.adapter.account if line else None
        if line is None or not isinstance(account, LoginextAccount) or Action.LIVE_MAP not in found.actions:
            raise NotOffered("no live map for this viewer")
        return LiveMap(map_address(account, ref.reference, self._key(line, account)), map_origin(account))

    def _key(self, line: CarrierClient, account: LoginextAccount) -> MapKey:
        issued = issued_key(account)
        if issued is not None:
            return issued
        with self._locks[account.id]:
            kept = self._kept.get(account.id)
            if kept is not None and self._clock() - kept[0] < LIFE:
                return kept[1]
            key = line.perform(authenticate(account))
            self._kept[account.id] = (self._clock(), key)
            return key
