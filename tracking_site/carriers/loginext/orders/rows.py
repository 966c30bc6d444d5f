"""The rows of an order in Get Order: which leg each is, which attempt counts, and which leg is the current one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tracking_site.carriers.loginext.legs import ENDING, NOT_BEGUN, Part, Word, leg_of, meaning, part_of, status_word
from tracking_site.carriers.parsing import Fields
from tracking_site.domain.order_legs import GRACE, LegDirection, OrderLeg
from tracking_site.domain.shipment import Status

_TIMES = (
    *("actualStartDt", "pickupCheckInTime", "pickupCheckOutTime"),
    *("deliverCheckInTime", "deliverCheckOutTime", "actualEndDt"),
)
_ENDS = ("deliverCheckOutTime", "actualEndDt", "deliverCheckInTime")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row of Get Order: one attempt at one leg of the order."""

    fields: Fields

    @property
    def leg(self) -> OrderLeg:
        """The leg that the row names."""
        return leg_of(self.fields)

    @property
    def part(self) -> Part:
        """The part of the way that the leg is."""
        return part_of(self.leg)

    @property
    def word(self) -> Word:
        """The word of its status."""
        return status_word(self.fields)

    @property
    def status(self) -> Status:
        """What its status means in its leg."""
        return meaning(self.word, self.leg).status

    @property
    def has_begun(self) -> bool:
        """Whether the driver has done anything for it; also true for a status that nobody documented."""
        return self.fields.text("status") is not None and self.word not in NOT_BEGUN

    @property
    def is_cancelled_return(self) -> bool:
        """Whether it is a way back that does not take place."""
        return self.word is Word.CANCELLED and self.leg.direction is LegDirection.BACK

    @property
    def times(self) -> tuple[datetime, ...]:
        """The times at which the driver did something."""
        return tuple(filter(None, map(self.fields.instant, _TIMES)))

    @property
    def ended_at(self) -> datetime | None:
        """When the leg ended, where its status says that it has."""
        ends = (self.fields.instant(name) for name in _ENDS) if self.word in ENDING else ()
        return next(filter(None, ends), None)

    @property
    def age(self) -> tuple[datetime, datetime, int, str]:
        """A key that is greater for a later attempt: by its times, or those that were planned for it."""
        placed = self.fields.instant("shipmentOrderDt") or _LONG_AGO
        planned = self.fields.instant("startTimeWindow") or _LONG_AGO
        attempts = self.fields.integer("noOfAttempts", 0, 100) or 0
        return max((*self.times, planned)), placed, attempts, self.fields.text("referenceId") or ""


@dataclass(frozen=True, slots=True)
class OrderRows:
    """All rows of one order, in whatever order they came."""

    rows: Sequence[OrderRow]

    @classmethod
    def of(cls, rows: Iterable[Fields]) -> "OrderRows":
        """Return the rows in the order of the way, and the attempts of each leg in the order of their times."""
        parts = list(Part)
        return cls(sorted(map(OrderRow, rows), key=lambda row: (parts.index(_lasting(row.part)), row.age)))

    @property
    def current(self) -> OrderRow:
        """The newest attempt at the last leg that has begun, or else at the first one.

        A cancelled way back undoes nothing, and after a completed one the order can be delivered once more.
        """
        rows = [row for row in self.rows if not row.is_cancelled_return] or self.rows
        begun = [row for row in rows if row.has_begun]
        if not begun:
            first = [row for row in rows if row.part is rows[0].part]
            return first[-1]
        last = begun[-1]
        again = [row for row in begun if row.part is Part.TO_RECIPIENT and _is_after(row, last)]
        return again[-1] if again and last.leg.direction is LegDirection.BACK else last

    @property
    def delivery(self) -> OrderRow | None:
        """The newest attempt at the leg that ends at the recipient; None where the order has no such leg."""
        return next((row for row in reversed(self.rows) if row.leg.ends_at_recipient), None)

    @property
    def legs(self) -> tuple[OrderLeg, ...]:
        """The legs of the order, each with the time of its first step and of its end."""
        return tuple(self._leg(part) for part in dict.fromkeys(row.part for row in self.rows))

    def is_undone(self, row: OrderRow) -> bool:
        """Tell whether a row is a way back that was cancelled, beside the way there."""
        return row.is_cancelled_return and any(each.leg.direction is not LegDirection.BACK for each in self.rows)

    def _leg(self, part: Part) -> OrderLeg:
        rows = [row for row in self.rows if row.part is part]
        begun = min((time for row in rows if row.has_begun for time in row.times), default=None)
        newest = rows[-1].leg
        return OrderLeg(newest.kind, newest.direction, None, begun, rows[-1].ended_at, newest.to_pickup_point)


def _lasting(part: Part) -> Part:
    """Return the part beside which a leg without a type stands in the order of the way."""
    return {Part.FORWARD: Part.TO_RECIPIENT, Part.BACK: Part.TO_SENDER}.get(part, part)


def _is_after(row: OrderRow, other: OrderRow) -> bool:
    """Tell whether a row began after another one had ended."""
    return other.ended_at is not None and bool(row.times) and min(row.times) > other.ended_at + GRACE
