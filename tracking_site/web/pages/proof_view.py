"""The pictures that prove a delivery, as a page shows them."""

from dataclasses import dataclass

from tracking_site.domain.shipment import ProofState
from tracking_site.web.i18n.labels import N_
from tracking_site.web.i18n.languages import Language

PICTURE = N_("Picture %(number)s of %(count)s that proves the delivery")


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture that proves the delivery: where it is, and what it is called."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class ProofView:
    """The pictures that prove the delivery; where there are none, whether they are on their way."""

    pictures: tuple[PictureView, ...]
    waiting: bool


def proof_view(state: ProofState | None, token: str | None, language: Language) -> ProofView | None:
    """What a page shows of them; nothing where there is no sealed link that they could be asked for by."""
    if state is None or token is None:
        return None
    words, count = language.words.gettext(PICTURE), state.images
    pictures = (
        PictureView(f"/t/{token}/proof/{place}", words % {"number": place, "count": count})
        for place in range(1, count + 1)
    )
    return ProofView(tuple(pictures), state.waiting)
