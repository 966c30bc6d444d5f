"""The legs of an order at one carrier: to a hub, from a hub to the door, and the same two on the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

GRACE = timedelta(minutes=5)
"""By how much the times of one step may differ between two sources."""
_BEGINNING_OF_TIME = datetime.min.replace(tzinfo=UTC)


class LegKind(StrEnum):
    """Whether a leg collects an order and ends at a hub, or delivers it from a hub."""

    COLLECTION = "collection"
    DELIVERY = "delivery"


class LegDirection(StrEnum):
    """Whether a leg is on the way to the recipient, or back to the sender."""

    FORWARD = "forward"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class OrderLeg:
    """A leg as far as it is known: None where no source says it.

    `announced` is since when it is known to exist, `begun` and `ended` are the times of its first step and of its end.
    `to_pickup_point`: it ends at a point where the recipient collects the goods.
    """

    kind: LegKind | None = None
    direction: LegDirection | None = None
    announced: datetime | None = None
    begun: datetime | None = None
    ended: datetime | None = None
    to_pickup_point: bool = False

    @property
    def is_known(self) -> bool:
        """Whether a source says which leg it is, or in which direction it goes."""
        return self.kind is not None or self.direction is not None

    @property
    def may_end_at_recipient(self) -> bool:
        """Whether nothing says that it ends elsewhere: at a hub, or at the sender."""
        return self.kind is not LegKind.COLLECTION and self.direction is not LegDirection.BACK

    @property
    def ends_at_recipient(self) -> bool:
        """Whether it is known to deliver to the recipient; a leg whose direction nothing says goes forward."""
        return self.kind is LegKind.DELIVERY and self.direction is not LegDirection.BACK

    def fits(self, other: "OrderLeg") -> bool:
        """Tell whether two descriptions can be of the same leg."""
        kinds, directions = {self.kind, other.kind} - {None}, {self.direction, other.direction} - {None}
        return len(kinds) < 2 and len(directions) < 2

    def says_no_more_than(self, other: "OrderLeg") -> bool:
        """Tell whether the other description has all that this one says of the leg."""
        return self.kind in (None, other.kind) and self.direction in (None, other.direction)

    def completed_by(self, other: "OrderLeg") -> "OrderLeg":
        """Return the leg with what only the other description says."""
        return replace(
            self,
            kind=self.kind or other.kind,
            direction=self.direction or other.direction,
            to_pickup_point=self.to_pickup_point or other.to_pickup_point,
        )


def in_order(legs: Iterable[OrderLeg]) -> tuple[OrderLeg, ...]:
    """Return legs in the order in which a parcel passes them: the way back last, and a collection first."""
    return tuple(sorted(legs, key=_rank))


def _rank(leg: OrderLeg) -> tuple[bool, bool]:
    return leg.direction is LegDirection.BACK, leg.kind is not LegKind.COLLECTION


def distinct(legs: Iterable[OrderLeg]) -> tuple[OrderLeg, ...]:
    """Merge the descriptions of each leg, in the order of the legs.

    A description is merged into one that says all that it says: two that say different things may be of two legs.
    """
    found: list[OrderLeg] = []
    for leg in sorted(legs, key=_knowledge, reverse=True):
        index = next((index for index, other in enumerate(found) if leg.says_no_more_than(other)), None)
        if index is None:
            found.append(leg)
        else:
            found[index] = _merged(found[index], leg)
    return in_order(found)


def _knowledge(leg: OrderLeg) -> tuple[int, str, str, str]:
    """Return a key that sorts the best known legs first, whatever their order was."""
    known = (leg.kind is not None) + (leg.direction is not None)
    return known, leg.kind or "", leg.direction or "", str(leg.announced)


def _merged(one: OrderLeg, other: OrderLeg) -> OrderLeg:
    announced = (
        None if None in (one.announced, other.announced) else min(filter(None, (one.announced, other.announced)))
    )
    begun = min(filter(None, (one.begun, other.begun)), default=None)
    ended = max(filter(None, (one.ended, other.ended)), default=None)
    return replace(one.completed_by(other), announced=announced, begun=begun, ended=ended)


def leg_at(time: datetime | None, described: OrderLeg, legs: Sequence[OrderLeg]) -> OrderLeg:
    """Return the leg in which something happened: what is said of it, completed by the order's known legs.

    Of several, it is the last one that had begun, or whose predecessor had ended before.
    """
    fitting = in_order(leg for leg in legs if leg.fits(described))
    moment = time or _BEGINNING_OF_TIME
    existing = [leg for leg in fitting if leg.announced is None or leg.announced - GRACE <= moment] or fitting[:1]
    if not existing:
        return described
    index = 0
    for turn, (before, leg) in enumerate(pairwise(existing), start=1):
        passed_before = before.ended is None or before.ended < moment
        has_begun = leg.begun is not None and leg.begun - GRACE <= moment and passed_before
        follows = index == turn - 1 and before.ended is not None and before.ended + GRACE < moment
        if has_begun or follows:
            index = turn
    return described.completed_by(existing[index])
