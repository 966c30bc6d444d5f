"""How each status looks: its tone, and its icon."""

from dataclasses import dataclass
from enum import StrEnum

from tracking_site.domain.shipment import Status
from tracking_site.web.branding.icons import STATUS_ICONS


class Tone(StrEnum):
    """A group of statuses that look alike; style sheets select by tone and know no status."""

    NEUTRAL = "neutral"
    """On its way: in the brand's own colour, for which no style sheet has a rule."""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNCLEAR = "unclear"


TONE: dict[Status, Tone] = {
    Status.PENDING: Tone.NEUTRAL,
    Status.INFO_RECEIVED: Tone.NEUTRAL,
    Status.PICKED_UP: Tone.NEUTRAL,
    Status.IN_TRANSIT: Tone.NEUTRAL,
    Status.OUT_FOR_DELIVERY: Tone.NEUTRAL,
    Status.DELIVERED: Tone.GOOD,
    Status.PARTIALLY_DELIVERED: Tone.GOOD,
    Status.ATTEMPT_FAILED: Tone.WARN,
    Status.EXCEPTION: Tone.WARN,
    Status.RETURNED: Tone.BAD,
    Status.CANCELLED: Tone.BAD,
    Status.UNKNOWN: Tone.UNCLEAR,
}

_DIRECTED = frozenset({Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class IconView:
    """The path of an icon; `directed` where it points along the text, and is mirrored where text runs from the right."""

    path: str
    directed: bool = False


def status_icon(status: Status) -> IconView:
    """Return the icon of a status."""
    return IconView(STATUS_ICONS[status], status in _DIRECTED)
