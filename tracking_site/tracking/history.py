"""The history of a shipment: newest first, without duplicates from one or several sources."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from tracking_site.domain.event_order import newest_first
from tracking_site.domain.shipment import TrackingEvent, instant_of

SAME_STEP = timedelta(minutes=5)
"""The same status from two sources within this time is the same step."""


def merged(carrier: Iterable[TrackingEvent], recorded: Collection[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Merge the carrier's events with recorded ones; their order and repetitions do not matter.

    A recorded event with the status and step of a carrier's event within a few minutes is a duplicate of it.
    """
    events = list(carrier)
    for event in sorted(recorded, key=_sort_key):
        if not event.observed and not any(_same_step(event, other) for other in events):
            events.append(event)
    # An observed change of status is left out where a source reports that status.
    reported = {event.status for event in events}
    return ordered((*events, *(event for event in recorded if event.observed and event.status not in reported)))


def _same_step(one: TrackingEvent, other: TrackingEvent) -> bool:
    if one.status is not other.status or (one.milestone and other.milestone and one.milestone is not other.milestone):
        return False
    if one.time is None or other.time is None:
        return one.time is other.time
    return abs(instant_of(one.time) - instant_of(other.time)) <= SAME_STEP


def _sort_key(event: TrackingEvent) -> tuple[str, str]:
    return (instant_of(event.time).isoformat() if event.time else "", repr(event))


def ordered(events: Iterable[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Return the events in the order of `newest_first`, each once.

    Of two events with the same content, only the one with the more detailed location is returned.
    """
    distinct: dict[object, TrackingEvent] = {}
    for event in events:
        content = (event.time, event.status, event.description, event.milestone, event.carrier_name)
        first = distinct.setdefault(content, event)
        if _detail(event) > _detail(first):
            distinct[content] = event
    return newest_first(distinct.values())


def _detail(event: TrackingEvent) -> tuple[int, str, int, str]:
    """Return how detailed an event's location is, then what makes the choice between equals deterministic."""
    location, sequence = event.location, -1 if event.sequence is None else event.sequence
    parts = (location.name, location.position, location.time, location.address) if location else ()
    known = sum(part is not None for part in parts)
    return known + (location is not None), repr(location), sequence, repr(event)
