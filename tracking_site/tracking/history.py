"""The order of events: newest first, no two alike."""

from collections.abc import Iterable

from tracking_site.models.shipment import TrackingEvent, instant_of


def ordered(events: Iterable[TrackingEvent]) -> tuple[TrackingEvent, ...]:
    """Newest first; of two at the same time the one told later comes first, those without a time come last.

    Two events are alike that tell the same at the same time; the one that also tells where is kept.
    """
    distinct: dict[object, TrackingEvent] = {}
    for event in events:
        alike = (event.time, event.status, event.description, event.milestone)
        kept = distinct.get(alike)
        if kept is None or (kept.location is None and event.location is not None):
            distinct[alike] = event
    told = list(distinct.values())
    timed = [(instant_of(event.time), place, event) for place, event in enumerate(told) if event.time]
    newest_first = [event for _, _, event in sorted(timed, key=lambda entry: entry[:2], reverse=True)]
    return (*newest_first, *(event for event in told if not event.time))
