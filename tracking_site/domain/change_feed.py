"""The state of a carrier's change feed, and the answers that were fetched because of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FeedCursor:
    """The time up to which a feed was read (Unix seconds), and the changed numbers that are still to be fetched."""

    since: float
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A carrier's answer, when it was fetched, and up to when the feed has no newer change (Unix seconds)."""

    answer: bytes = field(repr=False)
    answered_at: float
    current_at: float
