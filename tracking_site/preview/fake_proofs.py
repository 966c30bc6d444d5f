"""Pictures that prove the deliveries of a preview: painted, kept nowhere."""

import time
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import ProofOfDelivery, TrackingResult
from tracking_site.preview.fake_tracker import SampleOutcome

AWAITED, SHOWN = ProofOfDelivery("awaited"), ProofOfDelivery("shown")
DOORS = ("#3f6f5f", "#7a4b2b", "#4a5a7d")


class FakeProofs:
    """Has pictures of the samples whose proof is `SHOWN`, and has asked for those of which it is `AWAITED`."""

    def __init__(self, answers: Mapping[ShipmentRef, SampleOutcome]) -> None:
        self._answers = answers

    def note_request(self, ref: ShipmentRef, request: str, now: float) -> None:
        """Nothing is kept."""

    def requested_at(self, ref: ShipmentRef) -> float | None:
        return time.time() if self._proof(ref) == AWAITED else None

    def requested(self, account: str, request: str) -> ShipmentRef | None:  # noqa: ARG002 - the protocol's names
        return None

    def keep(self, ref: ShipmentRef, media_type: str, pictures: Sequence[bytes], now: float) -> None:
        """Nothing is kept."""

    def count(self, ref: ShipmentRef) -> int:
        return len(DOORS) if self._proof(ref) == SHOWN else 0

    def picture(self, ref: ShipmentRef, place: int) -> bytes | None:
        return _picture(DOORS[place - 1]) if place <= self.count(ref) else None

    def _proof(self, ref: ShipmentRef) -> ProofOfDelivery | None:
        answer = self._answers.get(ref)
        return answer.shipment.proof if isinstance(answer, TrackingResult) else None


@cache
def _picture(door: str) -> bytes:
    image, written = Image.new("RGB", (800, 600), "#d8d4cc"), BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 480, 800, 600), fill="#9a948a")
    draw.rectangle((270, 50, 530, 500), fill=door)
    draw.rectangle((330, 390, 480, 520), fill="#c49a6c")
    image.save(written, "JPEG", quality=80)
    return written.getvalue()
