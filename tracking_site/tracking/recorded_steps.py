"""Recorded steps of an order, read together with the legs that its carrier's answer and its webhooks name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracking_site.domain.order_legs import LegDirection, OrderLeg, distinct, in_order, leg_at
from tracking_site.domain.recorded_history import MeaningOf, RecordedStep
from tracking_site.domain.shipment import Status, TrackingEvent


@dataclass(frozen=True, slots=True)
class ReadSteps:
    """The events that recorded steps mean, each with its leg, and the legs of the order as they were when each ended."""

    events: Sequence[tuple[TrackingEvent, OrderLeg]] = ()
    legs: Sequence[OrderLeg] = ()

    def leg_at(self, time: datetime | None) -> OrderLeg:
        """Return the leg that was under way at a time."""
        return leg_at(time, OrderLeg(), self.legs)


def read_steps(steps: Iterable[RecordedStep], answered: Sequence[OrderLeg], meaning: MeaningOf | None) -> ReadSteps:
    """Return what recorded steps mean in the legs of their order; their order and repetitions do not matter.

    `answered` are the legs in the carrier's current answer, which win over those that webhooks name; one without a kind
    is the leg that a webhook names. What a webhook itself says of its leg wins over both.
    """
    by_time = sorted(set(steps), key=_sort_key)
    announced = _announced(by_time)
    known = [_named(leg, announced) for leg in answered if leg.is_known]
    legs = list(in_order(known) or announced)
    events: list[tuple[TrackingEvent, OrderLeg]] = []
    for step in by_time:
        leg = leg_at(step.recorded_at, step.leg, legs)
        meant = meaning(step.word, leg) if meaning and step.word else None
        if meant is not None:
            legs = [_after(each, step, begins=meant.begins_leg, ends=meant.ends_leg, own=leg) for each in legs]
        if step.event is None or (meant is not None and meant.milestone is None):
            continue
        event = replace(step.event, status=meant.status, milestone=meant.milestone) if meant else step.event
        events.append((event, leg))
    return ReadSteps(_without_cancelled_return(events, legs), legs)


def _sort_key(step: RecordedStep) -> tuple[datetime, str]:
    return step.recorded_at, repr(step)


def _announced(steps: Iterable[RecordedStep]) -> tuple[OrderLeg, ...]:
    """Return the legs that webhooks name, each since the first one that named it."""
    return distinct(replace(step.leg, announced=step.recorded_at) for step in steps if step.leg.is_known)


def _named(leg: OrderLeg, announced: Iterable[OrderLeg]) -> OrderLeg:
    named = (other for other in announced if leg.kind is None and other.kind is not None and leg.fits(other))
    return next((leg.completed_by(other) for other in named), leg)


def _after(each: OrderLeg, step: RecordedStep, *, begins: bool, ends: bool, own: OrderLeg) -> OrderLeg:
    """Return a leg of an order after one of its steps."""
    if not each.fits(own) or own.kind is not each.kind:
        return each
    begun = each.begun or (step.recorded_at if begins and step.leg.is_known else None)
    # The same end can be reported twice, a little later: the first one counts.
    ended = each.ended or (step.recorded_at if ends else None)
    return replace(each, begun=begun, ended=ended)


def _without_cancelled_return(
    events: Sequence[tuple[TrackingEvent, OrderLeg]], legs: Sequence[OrderLeg]
) -> Sequence[tuple[TrackingEvent, OrderLeg]]:
    """Leave out the cancellation of a way back, where the order has a way there, which it does not undo."""
    if all(leg.direction is LegDirection.BACK for leg in (*legs, *(leg for _, leg in events))):
        return events
    return [
        (event, leg)
        for event, leg in events
        if not (event.status is Status.CANCELLED and leg.direction is LegDirection.BACK)
    ]
