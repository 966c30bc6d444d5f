"""The stages of a shipment's way: which are behind it, where it is, which are ahead, and where a way ended that led nowhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tracking_site.domain.shipment import Shipment, Status
from tracking_site.web.branding.icons import CHECK, STATUS_ICONS
from tracking_site.web.i18n.labels import STATUSES


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage of this shipment's way: `done`, `current`, `ended` or `ahead`; `tone` is the status that it goes by."""

    label: str
    state: str
    tone: str
    icon: str | None

    @property
    def here(self) -> bool:
        """Whether this is as far as the shipment has got."""
        return self.state in ("current", "ended")


# In the order in which a shipment passes them.
_ORDER = (Status.INFO_RECEIVED, Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.DELIVERED)

# Where on the way a shipment stands whose status is no stage of its own; the stage then goes by that status.
_STANDS_AT = {
    Status.PENDING: Status.INFO_RECEIVED,
    Status.EXCEPTION: Status.IN_TRANSIT,
    Status.ATTEMPT_FAILED: Status.OUT_FOR_DELIVERY,
    Status.PARTIALLY_DELIVERED: Status.DELIVERED,
}


def stages_of(shipment: Shipment, say: Callable[[str], str]) -> tuple[StageView, ...]:
    """The stages of a shipment; `say` puts their names into the reader's language."""
    way = _way(shipment)
    if not way:
        return ()
    drawn = _drawn(shipment, way)
    return tuple(StageView(say(STATUSES[status]), state, status.value, _icon(status, state)) for status, state in drawn)


def _way(shipment: Shipment) -> Sequence[Status]:
    """The stages of a shipment's way; those of all its legs where it is a journey."""
    passed = {stage for leg in shipment.legs or (shipment,) for stage in leg.stages}
    return [stage for stage in _ORDER if stage in passed]


def _icon(status: Status, state: str) -> str | None:
    return {"done": CHECK, "ahead": None}.get(state, STATUS_ICONS[status])


def _drawn(shipment: Shipment, way: Sequence[Status]) -> Iterator[tuple[Status, str]]:
    status = shipment.status
    stands_at = _STANDS_AT.get(status, status)
    if stands_at not in _ORDER:
        yield from _broken_off(shipment, way)
        return
    here = _ORDER.index(stands_at)
    yield from ((stage, "done") for stage in way if _ORDER.index(stage) < here)
    yield status, "done" if status.final else "current"
    yield from ((stage, "ahead") for stage in way if _ORDER.index(stage) > here)


def _broken_off(shipment: Shipment, way: Sequence[Status]) -> Iterator[tuple[Status, str]]:
    """As far as the history shows, and then what became of it; what lies ahead of such a way nobody knows."""
    been = [
        _ORDER.index(at) for event in shipment.events if (at := _STANDS_AT.get(event.status, event.status)) in _ORDER
    ]
    furthest = max(been, default=0)
    # A shipment that went back or was called off has not been delivered, whatever an event of its way back is called.
    yield from ((stage, "done") for stage in way[:-1] if _ORDER.index(stage) <= furthest)
    yield shipment.status, "ended" if shipment.status.final else "current"
