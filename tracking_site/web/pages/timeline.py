"""The history of a shipment as a page shows it: by days, the newest of which are unfolded."""

from dataclasses import dataclass

FEWEST_FOLDED = 4
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class TimeText:
    """A moment as it is read, and as a machine reads it (`datetime` of the element `time`)."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of the timeline: the site's words as its title, or the carrier's where it alone has some.

    `carrier` is whose event it is, where several carry. `carriers_words` says that the last of title and detail is as the carrier wrote it, in a language that nobody names.
    """

    title: str
    time: TimeText | None
    detail: str | None
    place: str | None
    carrier: str | None
    carriers_words: bool
    tone: str


@dataclass(frozen=True, slots=True)
class DayView:
    """The events of one day where the brand is."""

    title: str
    events: tuple[EventView, ...]


def days_shown(days: tuple[DayView, ...]) -> int:
    """How many days are shown unfolded: up to about eight events, and all of them where few would be left."""
    counted = 0
    for place, day in enumerate(days):
        left = sum(len(later.events) for later in days[place:])
        if place and counted + len(day.events) > MOST_SHOWN and left >= FEWEST_FOLDED:
            return place
        counted += len(day.events)
    return len(days)
