"""Answers a brand's visitors: what they asked for, where it was found, and no more of it than they may see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tracking_site.models.errors import CarrierFailure, NotVerified, RevokedLink, TrackingError, UnknownShipment
from tracking_site.models.reference import AccountReference, Reference, ReferenceKind
from tracking_site.models.shipment import Action, Tracked
from tracking_site.tracking.links import DAYS, LinkSealer, SealedLink
from tracking_site.tracking.permissions import actions_of, provable
from tracking_site.tracking.ports import Revocations, Tracking
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
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What a question came to: at least one shipment, and the accounts that could not be asked for more."""

    found: tuple[Found, ...]
    unasked: tuple[str, ...] = ()


class Desk:
    """Where the pages and the API ask; joins links, resolver, tracker and privacy."""

    def __init__(
        self,
        tracker: Tracking,
        sealer: LinkSealer,
        revocations: Revocations,
        maps: Mapping[str, bool] = MappingProxyType({}),
    ) -> None:
        """Of `maps` each account that has live maps says whether everybody may see them, or recipients alone."""
        self._tracker = tracker
        self._sealer = sealer
        self._revocations = revocations
        self._maps = maps

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
                self._seen(each, outcome, proven=outcome.shipment.verifies)
                for each, outcome in zip(asked, outcomes, strict=True)
                if isinstance(outcome, Tracked)
            )
            if found:
                return Findings(found, tuple(failures))
        raise _worst(failures.values())

    def opens(self, visitors: Visitors, token: str) -> bool:
        """Whether a sealed link opens for this brand; asks no carrier."""
        return self.asked_of(visitors, token) is not None

    def open(self, visitors: Visitors, token: str) -> Found:
        """The shipment of a sealed link."""
        link = self._opened(visitors, token)
        outcome = self._tracker.track(link.asked)
        return self._seen(link.asked, outcome, proven=link.proven)

    def asked_of(self, visitors: Visitors, token: str) -> AccountReference | None:
        """What a sealed link is about; None where it does not open. Asks no carrier."""
        try:
            return self._opened(visitors, token).asked
        except TrackingError:
            return None

    def accounts_of(self, visitors: Visitors, proof: Query) -> frozenset[str]:
        """The accounts that could know what a query names, without asking any of them; `NotVerified` for a public link."""
        if proof.token is not None and not self._opened(visitors, proof.token).proven:
            raise NotVerified("the link shows what anybody may see")
        return frozenset(each.account for each in self._named(visitors, proof))

    def postcodes(self, visitors: Visitors, query: Query) -> Mapping[AccountReference, str]:
        """The postcodes by which a viewer can prove to be the recipient of what a query names; for comparing alone."""
        asked = self._named(visitors, query)
        outcomes = self._tracker.track_all(asked)
        failures = [outcome for outcome in outcomes if isinstance(outcome, CarrierFailure)]
        known = {each: outcome for each, outcome in zip(asked, outcomes, strict=True) if isinstance(outcome, Tracked)}
        if not known:
            raise _worst(failures)
        return {
            each: outcome.shipment.personal.postcode
            for each, outcome in known.items()
            if provable(outcome.shipment) and outcome.shipment.personal and outcome.shipment.personal.postcode
        }

    def _named(self, visitors: Visitors, query: Query) -> tuple[AccountReference, ...]:
        if query.token is not None:
            return (self._opened(visitors, query.token).asked,)
        return candidates(query.references, visitors.accounts, query.account)

    def seal(self, brand: str, asked: AccountReference, *, proven: bool = True, days: int = DAYS) -> str:
        """A sealed link's token to a shipment."""
        return self._sealer.seal(brand, asked, proven=proven, days=days)

    def _seen(self, asked: AccountReference, tracked: Tracked, *, proven: bool) -> Found:
        mapped = self._maps.get(asked.account)
        actions = actions_of(tracked.shipment, verified=proven, has_map=mapped is not None and (mapped or proven))
        return Found(asked, tracked if proven else public(tracked), proven, actions)

    def _opened(self, visitors: Visitors, token: str) -> SealedLink:
        link = self._sealer.open(visitors.brand, token, visitors.accounts)
        if self._revocations.revoked(visitors.brand, link.name, link.issued):
            raise RevokedLink("the link was taken back")
        return link


def _rounds(references: Sequence[Reference]) -> Iterator[tuple[Reference, ...]]:
    """What is asked for first, and what is asked for only where that finds nothing: the same number in capitals."""
    capitals = {(each.kind, each.value.upper()) for each in references if each.value != each.value.upper()}
    first = tuple(each for each in references if (each.kind, each.value) not in capitals)
    yield first
    if len(first) < len(references):
        yield tuple(each for each in references if each not in first)


def _distinct(found: Iterable[Found]) -> tuple[Found, ...]:
    """One of each: what was typed can mean the same shipment in more than one spelling."""
    return tuple({(each.asked.account, each.tracked.shipment.references): each for each in found}.values())


def _worst(failures: Iterable[CarrierFailure]) -> CarrierFailure | UnknownShipment:
    """Unknown only where everybody said so; else the failure that asks for the longest wait."""
    longest = max(failures, key=lambda failure: failure.retry_after or 0, default=None)
    return longest if longest is not None else UnknownShipment("nobody who was asked knows it")
