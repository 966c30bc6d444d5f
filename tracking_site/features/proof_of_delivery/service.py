"""Proof of delivery: images that only the recipient can request and see."""

import time
from collections.abc import Mapping

from tracking_site.carriers.client import CarrierClient
from tracking_site.domain.errors import NotOffered, StoreUnavailable, UnknownShipment
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import ProofOfDelivery, ProofState
from tracking_site.features.proof_of_delivery.fetcher import ProofFetcher
from tracking_site.features.proof_of_delivery.store import ProofStore
from tracking_site.tracking.lookup import BrandScope, Lookup, LookupResult, require_recipient
from tracking_site.tracking.once import RunOnce
from tracking_site.tracking.sealed_links import SealedLink

REQUEST_SECONDS = 600.0
"""After how long images that a carrier has not delivered can be requested again."""


class ProofsOfDelivery:
    """Requests images from carriers, and returns them to recipients."""

    def __init__(
        self, lookup: Lookup, clients: Mapping[str, CarrierClient], fetcher: ProofFetcher, store: ProofStore
    ) -> None:
        self._lookup = lookup
        self._clients = clients
        self._fetcher = fetcher
        self._store = store
        self._once = RunOnce()

    def state(self, result: LookupResult) -> ProofState | None:
        """Return what there is to show; None where this viewer is offered no proof, or the store is away."""
        if _proof_of(result) is None:
            return None
        try:
            count, requested_at = self._store.status(result.ref)
        except StoreUnavailable:
            return None
        return ProofState(count, waiting=not count and _is_recent(requested_at))

    def request(self, scope: BrandScope, link: SealedLink) -> None:
        """Fetch the images of a link's shipment, or have its carrier deliver them; once for repeated presses.

        `NotVerified`, `NotOffered`, `CarrierFailure`, `StoreUnavailable`.
        """
        result = self._lookup.recipient_shipment(scope, link)
        proof = _proof_of(result)
        if proof is None:
            raise NotOffered("no proof of delivery")
        self._once.run(result.ref, None, lambda: self._request(result.ref, proof))

    def image(self, link: SealedLink, number: int) -> bytes | None:
        """Return an image of a link's shipment, for its recipient only; `NotVerified`. Calls no carrier."""
        require_recipient(link)
        return self._store.image(link.ref, number)

    def _request(self, ref: ShipmentRef, proof: ProofOfDelivery) -> None:
        count, requested_at = self._store.status(ref)
        if count:
            return
        if proof.address is not None:
            self._fetcher.fetch_image(ref, proof.address)
        elif not _is_recent(requested_at):
            self._request_from_carrier(ref)

    def _request_from_carrier(self, ref: ShipmentRef) -> None:
        client = self._clients.get(ref.account)
        proof = client.adapter.proof if client else None
        if client is None or proof is None or proof.request is None:
            raise NotOffered("the carrier has no proof of delivery")
        try:
            request = client.execute(proof.request(ref.reference))
        except UnknownShipment as error:
            raise NotOffered(error.detail) from error
        self._store.record_request(ref, request, time.time())


def _proof_of(result: LookupResult) -> ProofOfDelivery | None:
    return result.tracking.shipment.proof if result.verified else None


def _is_recent(requested_at: float | None) -> bool:
    return requested_at is not None and time.time() - requested_at < REQUEST_SECONDS
