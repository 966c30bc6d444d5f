"""Pictures that prove a delivery: fetched when its recipient asks for them, and shown to nobody else."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import structlog

from tracking_site.carriers.adapter import Request
from tracking_site.carriers.client import CarrierClient
from tracking_site.carriers.loginext.webhooks import ProofReady
from tracking_site.carriers.transport import Sender
from tracking_site.domain.errors import CarrierFailure, CarrierUnreadable, NotOffered, StoreUnavailable, UnknownShipment
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import ProofOfDelivery
from tracking_site.features.proof_of_delivery.images import MEDIA_TYPE, picture_of, pictures_in
from tracking_site.tracking.lookup import BrandScope, Lookup, LookupResult
from tracking_site.tracking.once import RunOnce
from tracking_site.tracking.query import Query

WAITED_FOR = 600.0
"""Seconds after which pictures that a carrier was asked for and did not bring can be asked for again."""
GOOD_FOR = 3_600.0
"""Seconds for which LogiNext keeps what its webhook names."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ProofState:
    """How many pictures are there to be shown; `waiting` where the carrier was asked and has not brought them yet."""

    pictures: int = 0
    waiting: bool = False


class Fetched(Enum):
    """What came of fetching what a webhook names."""

    KEPT = "kept"
    NOT_ASKED_FOR = "not asked for"
    """By nobody here, or not yet: the webhook can be quicker than the note of the request."""
    FAILED = "failed"


class ProofStorePort(Protocol):
    """Where pictures are kept, and who was asked for them."""

    def note_request(self, ref: ShipmentRef, request: str, now: float) -> None:
        """Notes under which id a carrier was asked for the pictures of an order."""
        ...

    def requested_at(self, ref: ShipmentRef) -> float | None:
        """When that was last."""
        ...

    def requested(self, account: str, request: str) -> ShipmentRef | None:
        """The order that a request is about."""
        ...

    def keep(self, ref: ShipmentRef, media_type: str, pictures: Sequence[bytes], now: float) -> None:
        """Keeps the pictures of a shipment, each once."""
        ...

    def count(self, ref: ShipmentRef) -> int:
        """How many pictures of a shipment are kept."""
        ...

    def picture(self, ref: ShipmentRef, place: int) -> bytes | None:
        """A picture of a shipment by its place, from 1."""
        ...


class ProofFetcher:
    """Fetches pictures from where a carrier says that they are, if that is the carrier's own."""

    def __init__(
        self,
        requests: Mapping[str, Callable[[str], Request | None]],
        senders: Mapping[str, Sender],
        album: ProofStorePort,
    ) -> None:
        """By account: `requests` make one of an address, `senders` carry it, without the account's session."""
        self._requests = requests
        self._senders = senders
        self._album = album

    def fetch_picture(self, ref: ShipmentRef, address: str) -> None:
        """Fetches and keeps the one picture at an address; a failure of the carrier's where it is none."""
        picture = picture_of(self._fetch(ref.account, address))
        if picture is None:
            raise CarrierUnreadable(ref.account, "the proof of delivery is no picture")
        self._album.keep(ref, MEDIA_TYPE, (picture,), time.time())

    def take_in(self, account: str, told: ProofReady, received_at: float) -> Fetched:
        """Fetches and keeps what a webhook names. What nobody here asked for is left alone."""
        ref = self._album.requested(account, told.request)
        if ref is None:
            return Fetched.NOT_ASKED_FOR
        failure = "over"
        if time.time() < received_at + GOOD_FOR:
            try:
                pictures = pictures_in(self._fetch(account, told.address))
            except CarrierFailure as error:
                failure = error.code
            else:
                self._album.keep(ref, MEDIA_TYPE, pictures, time.time())
                log.info("proof_kept", account=account, pictures=len(pictures))
                return Fetched.KEPT
        log.warning("proof_not_fetched", account=account, error=failure)
        return Fetched.FAILED

    def _fetch(self, account: str, address: str) -> bytes:
        request_for = self._requests.get(account)
        request = request_for(address) if request_for else None
        if request is None:
            raise CarrierUnreadable(account, "the proof of delivery is at a strange address")
        reply = self._senders[account].send(request, {})
        if reply.status != 200:
            raise CarrierUnreadable(account, f"answered {reply.status} for a proof of delivery")
        return reply.body


class Proofs:
    """Has pictures fetched, and hands them out."""

    def __init__(
        self, desk: Lookup, lines: Mapping[str, CarrierClient], fetcher: ProofFetcher, album: ProofStorePort
    ) -> None:
        self._desk = desk
        self._lines = lines
        self._fetcher = fetcher
        self._album = album
        self._presses = RunOnce()

    def state(self, found: LookupResult) -> ProofState | None:
        """What there is to show of a shipment; None where its viewer is offered no proof, or the store is away."""
        if _proof_of(found) is None:
            return None
        try:
            pictures = self._album.count(found.ref)
            asked_at = None if pictures else self._album.requested_at(found.ref)
        except StoreUnavailable:
            return None
        return ProofState(pictures, asked_at is not None and time.time() - asked_at < WAITED_FOR)

    def ask(self, visitors: BrandScope, token: str) -> None:
        """Fetches the pictures of a sealed link's shipment, or has its carrier bring them; once for all presses.

        `NotVerified`, `NotOffered`, a failure of the carrier's, `StoreUnavailable`.
        """
        self._desk.recipient_of(visitors, token)
        found = self._desk.look_up(visitors, Query(token=token)).found[0]
        proof = _proof_of(found)
        if proof is None:
            raise NotOffered("no proof of delivery")
        self._presses.once(found.ref, None, lambda: self._ask(found.ref, proof))

    def picture(self, visitors: BrandScope, token: str, place: int) -> bytes | None:
        """A picture of a sealed link's shipment, for its recipient alone; `NotVerified`. Asks no carrier."""
        return self._album.picture(self._desk.recipient_of(visitors, token), place)

    def _ask(self, ref: ShipmentRef, proof: ProofOfDelivery) -> None:
        if self._album.count(ref):
            return
        if proof.address is not None:
            self._fetcher.fetch_picture(ref, proof.address)
        else:
            self._have_brought(ref)

    def _have_brought(self, ref: ShipmentRef) -> None:
        line = self._lines.get(ref.account)
        ask_for = line.adapter.ask_for_proof if line else None
        if line is None or ask_for is None:
            raise NotOffered("the carrier has no proof of delivery")
        before = self._album.requested_at(ref)
        if before is not None and time.time() - before < WAITED_FOR:
            return
        try:
            request = line.perform(ask_for(ref.reference))
        except UnknownShipment as error:
            raise NotOffered(error.detail) from error
        self._album.note_request(ref, request, time.time())


def _proof_of(found: LookupResult) -> ProofOfDelivery | None:
    return found.tracked.shipment.proof if found.verified else None
