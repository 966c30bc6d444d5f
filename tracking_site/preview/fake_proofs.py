"""Pictures that prove the deliveries of a preview: painted, kept nowhere."""

import time
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from tracking_site.domain.references import AccountReference
from tracking_site.domain.shipment import ProofOfDelivery, Tracked
from tracking_site.preview.fake_tracker import Answer

AWAITED, SHOWN = ProofOfDelivery("awaited"), ProofOfDelivery("shown")
DOORS = ("#3f6f5f", "#7a4b2b", "#4a5a7d")


class SampleAlbum:
    """Has pictures of the samples whose proof is `SHOWN`, and has asked for those of which it is `AWAITED`."""

    def __init__(self, answers: Mapping[AccountReference, Answer]) -> None:
        self._answers = answers

    def note_request(self, asked: AccountReference, request: str, now: float) -> None:
        """Nothing is kept."""

    def requested_at(self, asked: AccountReference) -> float | None:
        return time.time() if self._proof(asked) == AWAITED else None

    def requested(self, account: str, request: str) -> AccountReference | None:  # noqa: ARG002 - the protocol's names
        return None

    def keep(self, asked: AccountReference, media_type: str, pictures: Sequence[bytes], now: float) -> None:
        """Nothing is kept."""

    def count(self, asked: AccountReference) -> int:
        return len(DOORS) if self._proof(asked) == SHOWN else 0

    def picture(self, asked: AccountReference, place: int) -> bytes | None:
        return _picture(DOORS[place - 1]) if place <= self.count(asked) else None

    def _proof(self, asked: AccountReference) -> ProofOfDelivery | None:
        answer = self._answers.get(asked)
        return answer.shipment.proof if isinstance(answer, Tracked) else None


@cache
def _picture(door: str) -> bytes:
    image, written = Image.new("RGB", (800, 600), "#d8d4cc"), BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 480, 800, 600), fill="#9a948a")
    draw.rectangle((270, 50, 530, 500), fill=door)
    draw.rectangle((330, 390, 480, 520), fill="#c49a6c")
    image.save(written, "JPEG", quality=80)
    return written.getvalue()
