"""A proof store for previews: its pictures are painted, and nothing is stored."""

import time
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import ProofOfDelivery, TrackingResult
from tracking_site.preview.fake_tracker import SampleOutcome

AWAITED, SHOWN = ProofOfDelivery("awaited"), ProofOfDelivery("shown")
"""Proofs of delivery with which this store finds a request without pictures, and finds pictures."""
DOORS = ("#3f6f5f", "#7a4b2b", "#4a5a7d")
"""The colour of the front door on each picture."""


class FakeProofs:
    """A proof store that has pictures of samples with the proof `SHOWN`, and a request for those with `AWAITED`."""

    def __init__(self, outcomes: Mapping[ShipmentRef, SampleOutcome]) -> None:
        self._outcomes = outcomes

    def record_request(self, ref: ShipmentRef, request: str, now: float) -> None:
        """Store nothing."""

    def request_ref(self, account: str, request: str) -> ShipmentRef | None:  # noqa: ARG002 - the protocol's names
        return None

    def status(self, ref: ShipmentRef) -> tuple[int, float | None]:
        return self._count(ref), time.time() if self._proof(ref) == AWAITED else None

    def add_images(self, ref: ShipmentRef, media_type: str, images: Sequence[bytes], now: float) -> None:
        """Store nothing."""

    def image(self, ref: ShipmentRef, number: int) -> bytes | None:
        return _picture(DOORS[number - 1]) if number <= self._count(ref) else None

    def _count(self, ref: ShipmentRef) -> int:
        return len(DOORS) if self._proof(ref) == SHOWN else 0

    def _proof(self, ref: ShipmentRef) -> ProofOfDelivery | None:
        outcome = self._outcomes.get(ref)
        return outcome.shipment.proof if isinstance(outcome, TrackingResult) else None


@cache
def _picture(door: str) -> bytes:
    """Return a JPEG of 800 by 600 pixels: a parcel in front of a door of a colour."""
    image, file = Image.new("RGB", (800, 600), "#d8d4cc"), BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 480, 800, 600), fill="#9a948a")
    draw.rectangle((270, 50, 530, 500), fill=door)
    draw.rectangle((330, 390, 480, 520), fill="#c49a6c")
    image.save(file, "JPEG", quality=80)
    return file.getvalue()
