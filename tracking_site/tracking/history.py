"""The order of events: newest first, no two alike, and the same thing told by two sources once."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from tracking_site.domain.shipment import TrackingEvent, instant_of

SAME = timedelta(minutes=5)
"""How far apart two sources may say that the same thing happened."""


def merged(carriers: Iterable[TrackingEvent], told: Collection[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """The carrier's events with what webhooks told besides; neither the order nor repetitions make a difference.

    What the carrier says itself is not told twice: it has the same status and step within a few minutes.
    """
    kept = list(carriers)
    for event in sorted(told, key=_for_certain):
        if not event.observed and not any(_the_same(event, other) for other in kept):
            kept.append(event)
    # What was only observed says nothing new where somebody tells of the same status.
    told_of = {event.status for event in kept}
    return ordered((*kept, *(event for event in told if event.observed and event.status not in told_of)))


def _the_same(one: TrackingEvent, other: TrackingEvent) -> bool:
    if one.status is not other.status or (one.milestone and other.milestone and one.milestone is not other.milestone):
        return False
    if one.time is None or other.time is None:
        return one.time is other.time
    return abs(instant_of(one.time) - instant_of(other.time)) <= SAME


def _for_certain(event: TrackingEvent) -> tuple[str, str]:
    return (instant_of(event.time).isoformat() if event.time else "", repr(event))


def ordered(events: Iterable[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Newest first; of two at the same time the one told later comes first, those without a time come last.

    Two events are alike that tell the same at the same time; the one that tells most of where is kept, whichever
    comes first.
    """
    distinct: dict[object, TrackingEvent] = {}
    for event in events:
        alike = (event.time, event.status, event.description, event.milestone, event.carrier_name)
        kept = distinct.setdefault(alike, event)
        if _told_of_where(event) > _told_of_where(kept):
            distinct[alike] = event
    told = list(distinct.values())
    timed = [(instant_of(event.time), place, event) for place, event in enumerate(told) if event.time]
    newest_first = [event for _, _, event in sorted(timed, key=lambda entry: entry[:2], reverse=True)]
    return (*newest_first, *(event for event in told if not event.time))


def _told_of_where(event: TrackingEvent) -> tuple[int, str]:
    """How much an event tells of where it was; of two that tell as much, any as long as it is always the same."""
    where = event.location
    if where is None:
        return 0, ""
    return 1 + sum(part is not None for part in (where.name, where.position, where.time, where.address)), repr(where)
