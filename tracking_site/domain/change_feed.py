"""How far changes at a carrier have been followed, and what was answered on the way."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FeedCursor:
    """Up to when changes were asked for (seconds since 1970), and the numbers that are still to be renewed."""

    since: float
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a carrier answered, when, and until when no newer change was heard of (seconds since 1970)."""

    answer: bytes = field(repr=False)
    answered_at: float
    current_at: float
