"""The stages of a shipment: those that are done, the current one, and those ahead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracking_site.domain.shipment import Shipment, Status
from tracking_site.web.branding.icons import CHECK
from tracking_site.web.branding.tones import TONE, IconView, Tone, status_icon
from tracking_site.web.i18n.labels import STATUSES
from tracking_site.web.i18n.reader import Reader


class StageState(StrEnum):
    """Where a stage stands; `ENDED` is where a shipment ended that will not be delivered."""

    DONE = "done"
    CURRENT = "current"
    ENDED = "ended"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage; `status` is the status that it is named after."""

    label: str
    state: StageState
    status: Status
    tone: Tone
    icon: IconView | None

    @property
    def is_current(self) -> bool:
        """Whether this is as far as the shipment has got."""
        return self.state in (StageState.CURRENT, StageState.ENDED)


# In the order in which a shipment passes them.
_STAGES = (Status.INFO_RECEIVED, Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.DELIVERED)

# The stage of each status that is no stage itself; the stage is then named after that status.
_STAGE_OF = {
    Status.PENDING: Status.INFO_RECEIVED,
    Status.EXCEPTION: Status.IN_TRANSIT,
    Status.ATTEMPT_FAILED: Status.OUT_FOR_DELIVERY,
    Status.PARTIALLY_DELIVERED: Status.DELIVERED,
}


def stages_of(shipment: Shipment, reader: Reader) -> tuple[StageView, ...]:
    """Return the stages of a shipment, in their order; none where its carrier has no stages."""
    stages = _carrier_stages(shipment)
    if not stages:
        return ()
    return tuple(_stage_view(status, state, reader) for status, state in _stage_states(shipment, stages))


def _carrier_stages(shipment: Shipment) -> Sequence[Status]:
    """Return the stages of a shipment's carrier; in a journey, those of all its carriers."""
    passed = {stage for leg in shipment.legs or (shipment,) for stage in leg.stages}
    return [stage for stage in _STAGES if stage in passed]


def _stage_view(status: Status, state: StageState, reader: Reader) -> StageView:
    icon = {StageState.DONE: IconView(CHECK), StageState.AHEAD: None}.get(state, status_icon(status))
    return StageView(reader.gettext(STATUSES[status]), state, status, TONE[status], icon)


def _stage_states(shipment: Shipment, stages: Sequence[Status]) -> Iterator[tuple[Status, StageState]]:
    status = shipment.status
    stage_now = _STAGE_OF.get(status, status)
    if stage_now not in _STAGES:
        yield from _interrupted_states(shipment, stages)
        return
    now = _STAGES.index(stage_now)
    yield from ((stage, StageState.DONE) for stage in stages if _STAGES.index(stage) < now)
    yield status, StageState.DONE if status.final else StageState.CURRENT
    yield from ((stage, StageState.AHEAD) for stage in stages if _STAGES.index(stage) > now)


def _interrupted_states(shipment: Shipment, stages: Sequence[Status]) -> Iterator[tuple[Status, StageState]]:
    """Yield the stages that the history shows, and then the status; no stage is ahead, since the next one is not known."""
    passed = [
        _STAGES.index(stage)
        for event in shipment.events
        if (stage := _STAGE_OF.get(event.status, event.status)) in _STAGES
    ]
    furthest = max(passed, default=0)
    # The last stage is left out: "delivered" can be an event of the way back to the sender.
    yield from ((stage, StageState.DONE) for stage in stages[:-1] if _STAGES.index(stage) <= furthest)
    yield shipment.status, StageState.ENDED if shipment.status.final else StageState.CURRENT
