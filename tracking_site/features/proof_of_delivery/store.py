"""The store of images that this feature needs, as a protocol."""

from collections.abc import Sequence
from typing import Protocol

from tracking_site.domain.references import ShipmentRef


class ProofStore(Protocol):
    """Stores images, and the requests for them."""

    def record_request(self, ref: ShipmentRef, request: str, now: float) -> None:
        """Record the id under which the images of a shipment were requested from its carrier."""
        ...

    def request_ref(self, account: str, request: str) -> ShipmentRef | None:
        """Return the shipment whose images a request is for."""
        ...

    def status(self, ref: ShipmentRef) -> tuple[int, float | None]:
        """Return how many images are stored, and when they were last requested."""
        ...

    def add_images(self, ref: ShipmentRef, media_type: str, images: Sequence[bytes], now: float) -> None:
        """Store the images of a shipment, each once."""
        ...

    def image(self, ref: ShipmentRef, number: int) -> bytes | None:
        """Return an image of a shipment by its number, from 1."""
        ...
