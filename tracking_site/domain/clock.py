"""The time at which a page is made: another one in previews and tests."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that shows the present, or always `fixed_at`."""

    fixed_at: datetime | None = None

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC) if self.fixed_at is None else self.fixed_at.astimezone(UTC)
