"""The order of events: newest first, no two alike."""

from collections.abc import Iterable

from tracking_site.models.shipment import TrackingEvent, instant_of


def ordered(events: Iterable[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Newest first; of two at the same time the one told later comes first, those without a time come last.

    Two events are alike that tell the same at the same time; the one that tells most of where is kept, whichever
    comes first.
    """
    distinct: dict[object, TrackingEvent] = {}
    for event in events:
        alike = (event.time, event.status, event.description, event.milestone)
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
