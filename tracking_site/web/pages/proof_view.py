"""The images that prove a delivery, as a page shows them."""

from dataclasses import dataclass

from tracking_site.domain.shipment import ProofState
from tracking_site.web.i18n.labels import N_
from tracking_site.web.i18n.languages import Language

ALT_TEXT = N_("Picture %(number)s of %(count)s that proves the delivery")


@dataclass(frozen=True, slots=True)
class ProofImage:
    """An image: its address, and its text alternative."""

    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class ProofView:
    """The images; where there are none, `waiting` says whether the carrier was asked for them."""

    images: tuple[ProofImage, ...]
    waiting: bool


def proof_view(state: ProofState | None, token: str | None, language: Language) -> ProofView | None:
    """Return the images of a proof; None without a proof, or without a sealed link to fetch them by."""
    if state is None or token is None:
        return None
    alt, count = language.words.gettext(ALT_TEXT), state.images
    images = (
        ProofImage(f"/t/{token}/proof/{number}", alt % {"number": number, "count": count})
        for number in range(1, count + 1)
    )
    return ProofView(tuple(images), state.waiting)
