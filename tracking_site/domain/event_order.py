"""The order of a shipment's events: newest first, and at the same time the later step above the earlier one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType

from tracking_site.domain.shipment import Milestone, Status, TrackingEvent

_STEPS: tuple[tuple[Milestone | Status, ...], ...] = (
    (Status.PENDING,),
    (Milestone.PLACED, Status.INFO_RECEIVED),
    (Milestone.SCHEDULED,),
    (Milestone.DRIVER_ASSIGNED,),
    (Milestone.COLLECTION_STARTED,),
    (Milestone.COLLECTION_ARRIVED,),
    (Milestone.NOT_COLLECTED,),
    (Milestone.COLLECTED, Status.PICKED_UP),
    (Milestone.LOADED,),
    (Milestone.STARTED,),
    # Most texts without a known meaning are scans on the way.
    (Milestone.REACHED_HUB, Status.IN_TRANSIT, Status.UNKNOWN),
    (Milestone.HANDED_OVER,),
    (Milestone.OUT_FOR_DELIVERY, Status.OUT_FOR_DELIVERY),
    (Milestone.ARRIVED,),
    (Milestone.LEFT,),
    (Status.EXCEPTION,),
    (Milestone.NOT_DELIVERED, Status.ATTEMPT_FAILED),
    (Milestone.READY_FOR_COLLECTION,),
    # Below the delivery: what is cancelled after a delivery is the way back.
    (Milestone.CANCELLED, Status.CANCELLED),
    (Milestone.PARTIALLY_DELIVERED, Status.PARTIALLY_DELIVERED),
    (Milestone.DELIVERED, Status.DELIVERED),
    (Milestone.RETURN_STARTED,),
    (Milestone.RETURNED, Status.RETURNED),
)

MILESTONE_RANK: Mapping[Milestone, int] = MappingProxyType(
    {step: rank for rank, steps in enumerate(_STEPS) for step in steps if isinstance(step, Milestone)}
)
STATUS_RANK: Mapping[Status, int] = MappingProxyType(
    {step: rank for rank, steps in enumerate(_STEPS) for step in steps if isinstance(step, Status)}
)


def step_rank(event: TrackingEvent) -> int:
    """Return the position of an event's step in a delivery: of its milestone, or else of its status."""
    return MILESTONE_RANK[event.milestone] if event.milestone else STATUS_RANK[event.status]


def newest_first(events: Iterable[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Return events newest first, and those without a time last.

    At the same time the later step comes first, then the greater running number, then the later in the list. An event
    with only a date takes its place by its step among the events of that day: above the newest one of an earlier step.
    """
    listed = tuple(events)
    timed = [event for event in listed if isinstance(event.time, datetime)]
    placed = [_Placed(at, event, told) for told, event in enumerate(listed) if (at := _instant(event, timed))]
    in_order = sorted(placed, key=_Placed.sort_key, reverse=True)
    return (*(each.event for each in in_order), *(event for event in listed if not event.time))


@dataclass(frozen=True, slots=True)
class _Placed:
    """An event, the instant that it is ordered by, and its position in the list."""

    at: datetime
    event: TrackingEvent
    told: int

    def sort_key(self) -> tuple[datetime, int, int, bool, int]:
        has_time = isinstance(self.event.time, datetime)
        return (self.at, *_step(self.event), has_time, self.told)


def _step(event: TrackingEvent) -> tuple[int, int]:
    return step_rank(event), -1 if event.sequence is None else event.sequence


def _instant(event: TrackingEvent, timed: Sequence[TrackingEvent]) -> datetime | None:
    """Return the instant that an event is ordered by: for a date, that of the newest earlier step of the day."""
    if event.time is None or isinstance(event.time, datetime):
        return event.time
    start, end = _day(event.time, event.zone or UTC)
    before = (other.time for other in timed if _step(other) < _step(event))
    return max((at for at in before if isinstance(at, datetime) and start <= at < end), default=start)


def _day(day: date, zone: tzinfo) -> Iterator[datetime]:
    """Yield the beginning of a day in a zone, and that of the next day, in UTC."""
    for each in (day, day + timedelta(days=1)):
        yield datetime.combine(each, time(), zone).astimezone(UTC)
