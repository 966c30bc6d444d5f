"""The history of a shipment: newest first, no duplicates, and the same step from two sources once."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from tracking_site.domain.shipment import TrackingEvent, instant_of

SAME_STEP = timedelta(minutes=5)
"""Two sources that report a status within this time mean the same step."""


def merged(carrier: Iterable[TrackingEvent], recorded: Collection[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Merge the carrier's events with recorded ones, whatever their order and however often they repeat.

    A recorded event with the status and step of a carrier's event within a few minutes is a duplicate of it.
    """
    events = list(carrier)
    for event in sorted(recorded, key=_sort_key):
        if not event.observed and not any(_same_step(event, other) for other in events):
            events.append(event)
    # An observed change adds nothing where a source reports the same status.
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
    """Return the events newest first; at the same time the later in the list comes first, those without a time last.

    Of two events that say the same at the same time, the one with more about its location is kept.
    """
    distinct: dict[object, TrackingEvent] = {}
    for event in events:
        content = (event.time, event.status, event.description, event.milestone, event.carrier_name)
        kept = distinct.setdefault(content, event)
        if _location_detail(event) > _location_detail(kept):
            distinct[content] = event
    every = list(distinct.values())
    timed = [(instant_of(event.time), index, event) for index, event in enumerate(every) if event.time]
    newest_first = [event for _, _, event in sorted(timed, key=lambda entry: entry[:2], reverse=True)]
    return (*newest_first, *(event for event in every if not event.time))


def _location_detail(event: TrackingEvent) -> tuple[int, str]:
    """Rank how much an event says of its location; `repr` makes the choice between equals deterministic."""
    location = event.location
    if location is None:
        return 0, ""
    parts = (location.name, location.position, location.time, location.address)
    return 1 + sum(part is not None for part in parts), repr(location)
