"""Answers a brand's visitors: what they asked for, where it was found, and no more of it than they may see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracking_site.models.errors import CarrierFailure, TrackingError, UnknownShipment
from tracking_site.models.reference import AccountReference, Reference, ReferenceKind
from tracking_site.models.shipment import Tracked
from tracking_site.tracking.links import DAYS, LinkSealer
from tracking_site.tracking.ports import Tracking
from tracking_site.tracking.privacy import public
from tracking_site.tracking.query import Query
from tracking_site.tracking.resolver import candidates


@dataclass(frozen=True, slots=True)
class Visitors:
    """Whose visitors are answered: a brand, and the accounts that it has, with the kinds of number each knows."""

    brand: str
    accounts: Mapping[str, frozenset[ReferenceKind]]


@dataclass(frozen=True, slots=True)
class Found:
    """A shipment as this viewer may see it; `verified` where the viewer has shown to be the recipient."""

    asked: AccountReference
    tracked: Tracked
    verified: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What a question came to: at least one shipment, and the accounts that could not be asked for more."""

    found: tuple[Found, ...]
    unasked: tuple[str, ...] = ()


class Desk:
    """Where the pages and the API ask; joins links, resolver, tracker and privacy."""

    def __init__(self, tracker: Tracking, sealer: LinkSealer) -> None:
        self._tracker = tracker
        self._sealer = sealer

    def look_up(self, visitors: Visitors, query: Query) -> Findings:
        """Every shipment that a query may mean, or a `TrackingError` where there is none."""
        if query.token is not None:
            return Findings((self.open(visitors, query.token),))
        failures: dict[str, CarrierFailure] = {}
        for references in _rounds(query.references):
            asked = candidates(references, visitors.accounts, query.account)
            outcomes = self._tracker.track_all(asked)
            failures |= {outcome.account: outcome for outcome in outcomes if isinstance(outcome, CarrierFailure)}
            found = _distinct(
                _seen(each, outcome, proven=outcome.shipment.verifies)
                for each, outcome in zip(asked, outcomes, strict=True)
                if isinstance(outcome, Tracked)
            )
            if found:
                return Findings(found, tuple(failures))
        raise _worst(failures.values())

    def opens(self, visitors: Visitors, token: str) -> bool:
        """Whether a sealed link opens for this brand; asks no carrier."""
        try:
            self._sealer.open(visitors.brand, token, visitors.accounts)
        except TrackingError:
            return False
        return True

    def open(self, visitors: Visitors, token: str) -> Found:
        """The shipment of a sealed link."""
        link = self._sealer.open(visitors.brand, token, visitors.accounts)
        outcome = self._tracker.track(link.asked)
        return _seen(link.asked, outcome, proven=link.proven)

    def seal(self, brand: str, asked: AccountReference, *, days: int = DAYS) -> str:
        """A sealed link's token to a shipment."""
        return self._sealer.seal(brand, asked, days=days)


def _rounds(references: Sequence[Reference]) -> Iterator[tuple[Reference, ...]]:
    """What is asked for first, and what is asked for only where that finds nothing: the same number in capitals."""
    capitals = {(each.kind, each.value.upper()) for each in references if each.value != each.value.upper()}
    first = tuple(each for each in references if (each.kind, each.value) not in capitals)
    yield first
    if len(first) < len(references):
        yield tuple(each for each in references if each not in first)


def _seen(asked: AccountReference, tracked: Tracked, *, proven: bool) -> Found:
    return Found(asked, tracked if proven else public(tracked), verified=proven)


def _distinct(found: Iterable[Found]) -> tuple[Found, ...]:
    """One of each: what was typed can mean the same shipment in more than one spelling."""
    return tuple({(each.asked.account, each.tracked.shipment.references): each for each in found}.values())


def _worst(failures: Iterable[CarrierFailure]) -> CarrierFailure | UnknownShipment:
    """Unknown only where everybody said so; else the failure that asks for the longest wait."""
    longest = max(failures, key=lambda failure: failure.retry_after or 0, default=None)
    return longest if longest is not None else UnknownShipment("nobody who was asked knows it")
