"""Downloads images that prove a delivery, from their carrier's own hosts only."""

import time
from collections.abc import Mapping
from enum import Enum

import structlog

from tracking_site.carriers.adapter import Adapter, ProofDownload
from tracking_site.carriers.transport import Sender
from tracking_site.domain.errors import CarrierFailure, CarrierUnreadable
from tracking_site.domain.references import ShipmentRef
from tracking_site.features.proof_of_delivery.images import MEDIA_TYPE, image_from, images_in
from tracking_site.features.proof_of_delivery.store import ProofStore

DOWNLOAD_SECONDS = 3_600.0
"""For how long the URL in a webhook is valid."""

log = structlog.get_logger()


class FetchOutcome(Enum):
    """The outcome of a download that a webhook announced."""

    STORED = "stored"
    NOT_REQUESTED = "not requested"
    """Not by this site, or not yet: the webhook can arrive before the request was recorded."""
    FAILED = "failed"


class ProofFetcher:
    """Downloads images without the account's session, so that no credential goes along."""

    def __init__(self, adapters: Mapping[str, Adapter], senders: Mapping[str, Sender], store: ProofStore) -> None:
        """`adapters` and `senders` by account."""
        self._adapters = adapters
        self._senders = senders
        self._store = store

    def fetch_image(self, ref: ShipmentRef, address: str) -> None:
        """Download and store the one image at a URL; a `CarrierFailure` where it is not an image."""
        image = image_from(self._download(ref.account, address))
        if image is None:
            raise CarrierUnreadable(ref.account, "the proof of delivery is no image")
        self._store.add_images(ref, MEDIA_TYPE, (image,), time.time())

    def fetch_announced(self, account: str, announced: ProofDownload, received_at: float) -> FetchOutcome:
        """Download and store what a webhook announced, if this site requested it."""
        ref = self._store.request_ref(account, announced.request)
        if ref is None:
            return FetchOutcome.NOT_REQUESTED
        failure = "over"
        if time.time() < received_at + DOWNLOAD_SECONDS:
            try:
                images = images_in(self._download(account, announced.url))
            except CarrierFailure as error:
                failure = error.code
            else:
                self._store.add_images(ref, MEDIA_TYPE, images, time.time())
                log.info("proof_kept", account=account, pictures=len(images))
                return FetchOutcome.STORED
        log.warning("proof_not_fetched", account=account, error=failure)
        return FetchOutcome.FAILED

    def _download(self, account: str, address: str) -> bytes:
        adapter = self._adapters.get(account)
        request = adapter.proof.download(address) if adapter and adapter.proof else None
        if request is None:
            raise CarrierUnreadable(account, "the proof of delivery is at a strange address")
        response = self._senders[account].send(request, {})
        if response.status != 200:
            raise CarrierUnreadable(account, f"answered {response.status} for a proof of delivery")
        return response.body
