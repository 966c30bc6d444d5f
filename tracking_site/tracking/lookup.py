"""Answers a brand's visitors: what they asked for, where it was found, and no more of it than they may see."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tracking_site.domain.errors import (
    CarrierFailure,
    NotVerified,
    RevokedLink,
    StoreUnavailable,
    TrackingError,
    UnknownShipment,
)
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import Action, PersonalData, TrackingResult
from tracking_site.tracking.available_actions import actions_of, provable
from tracking_site.tracking.candidates import candidates
from tracking_site.tracking.journeys import JourneyLeg, Journeys, are_one, current, found, joined
from tracking_site.tracking.privacy import public
from tracking_site.tracking.query import Query
from tracking_site.tracking.sealed_links import DAYS, LinkSealer, SealedLink
from tracking_site.tracking.stores import LinkRevocations, ShipmentTracker


@dataclass(frozen=True, slots=True)
class BrandScope:
    """Whose visitors are answered: a brand, and the accounts that it has, with the kinds of number each knows."""

    brand: str
    accounts: Mapping[str, frozenset[ReferenceKind]]


@dataclass(frozen=True, slots=True)
class LookupResult:
    """A shipment as this viewer may see it; `verified` where the viewer has shown to be the recipient."""

    ref: ShipmentRef
    tracked: TrackingResult
    verified: bool
    actions: tuple[Action, ...] = ()
    map_of: ShipmentRef | None = None
    """Whose live map is shown where there is one: another leg's, where the shipment is one of a journey's."""


@dataclass(frozen=True, slots=True)
class LookupResults:
    """What a question came to: at least one shipment, and the accounts that could not be asked for more."""

    found: tuple[LookupResult, ...]
    unasked: tuple[str, ...] = ()


class Lookup:
    """Where the pages and the API ask; joins links, resolver, tracker and privacy."""

    def __init__(
        self,
        tracker: ShipmentTracker,
        sealer: LinkSealer,
        notices: LinkRevocations,
        journeys: Journeys,
        maps: Mapping[str, bool] = MappingProxyType({}),
    ) -> None:
        """Of `maps` each account that has live maps says whether everybody may see them, or recipients alone."""
        self._journeys = journeys
        self._tracker = tracker
        self._sealer = sealer
        self._notices = notices
        self._maps = maps

    def look_up(self, visitors: BrandScope, query: Query) -> LookupResults:
        """Every shipment that a query may mean, or a `TrackingError` where there is none."""
        self._notices.renew()
        if query.token is not None:
            return self.open(visitors, query.token)
        failures: dict[str, CarrierFailure] = {}
        for ref in self._rounds(visitors, query):
            outcomes = self._tracker.track_all(ref)
            failures |= {outcome.account: outcome for outcome in outcomes if isinstance(outcome, CarrierFailure)}
            parts = _distinct(found(ref, outcomes))
            if len(parts) == 1 or (parts and are_one(parts)):
                whole = self._whole(visitors, current(parts), proven=None)
                return replace(whole, unasked=tuple(dict.fromkeys((*failures, *whole.unasked))))
            if parts:
                seen = tuple(self._seen(each, proven=each.tracked.shipment.verifies) for each in parts)
                return LookupResults(seen, tuple(failures))
        raise _worst(failures.values())

    def opens(self, visitors: BrandScope, token: str) -> bool:
        """Whether a sealed link opens for this brand; asks no carrier."""
        return self.ref_of(visitors, token) is not None

    def open(self, visitors: BrandScope, token: str) -> LookupResults:
        """The one shipment of a sealed link, and the accounts that could not be asked for other legs of its journey."""
        link = self._opened(visitors, token)
        return self._whole(visitors, JourneyLeg(link.ref, self._tracker.track(link.ref)), proven=link.proven)

    def ref_of(self, visitors: BrandScope, token: str) -> ShipmentRef | None:
        """What a sealed link is about; None where it does not open. Asks no carrier."""
        try:
            return self._opened(visitors, token).ref
        except TrackingError:
            return None

    def recipient_of(self, visitors: BrandScope, token: str) -> ShipmentRef:
        """What a sealed link is about, where it shows its holder to be the recipient; `NotVerified`. Asks no carrier."""
        link = self._opened(visitors, token)
        if not link.proven:
            raise NotVerified("the link shows what anybody may see")
        return link.ref

    def accounts_of(self, visitors: BrandScope, proof: Query) -> frozenset[str]:
        """The accounts that could know what a query names, without asking any of them; `NotVerified` for a public link."""
        if proof.token is not None:
            return frozenset({self.recipient_of(visitors, proof.token).account})
        return frozenset(each.account for each in self._named(visitors, proof))

    def postcodes(self, visitors: BrandScope, query: Query) -> Mapping[ShipmentRef, str]:
        """The postcodes by which a viewer can prove to be the recipient of what a query names; for comparing alone."""
        self._notices.renew()
        ref = self._named(visitors, query)
        outcomes = self._tracker.track_all(ref)
        failures = [outcome for outcome in outcomes if isinstance(outcome, CarrierFailure)]
        known = {
            each: outcome for each, outcome in zip(ref, outcomes, strict=True) if isinstance(outcome, TrackingResult)
        }
        if not known:
            raise _worst(failures)
        return {
            each: outcome.shipment.personal.postcode
            for each, outcome in known.items()
            if provable(outcome.shipment) and outcome.shipment.personal and outcome.shipment.personal.postcode
        }

    def _named(self, visitors: BrandScope, query: Query) -> tuple[ShipmentRef, ...]:
        if query.token is not None:
            return (self._opened(visitors, query.token).ref,)
        return (
            *candidates(query.references, visitors.accounts, query.account),
            *self._waybills(visitors, query),
        )

    def _rounds(self, visitors: BrandScope, query: Query) -> Iterator[tuple[ShipmentRef, ...]]:
        """Whom to ask first, and whom only where that finds nothing."""
        waybills = self._waybills(visitors, query)
        for references in _rounds(query.references):
            ref = candidates(references, visitors.accounts, query.account)
            yield tuple(dict.fromkeys((*ref, *waybills)))
            waybills = ()

    def _waybills(self, visitors: BrandScope, query: Query) -> Sequence[ShipmentRef]:
        """The shipments that have an air waybill number; what may be another number too is looked for without the store."""
        accounts = [account for account in visitors.accounts if query.account in (None, account)]
        try:
            return self._journeys.named(query.air_waybills, accounts)
        except StoreUnavailable:
            if not query.references:
                raise
            return ()

    def seal(self, brand: str, ref: ShipmentRef, *, proven: bool = True, days: int = DAYS) -> str:
        """A sealed link's token to a shipment."""
        return self._sealer.seal(brand, ref, proven=proven, days=days)

    def _whole(self, visitors: BrandScope, part: JourneyLeg, *, proven: bool | None) -> LookupResults:
        """A shipment with the other legs of its journey, where there are some.

        What proves one leg proves no other: of those nothing is shown but what anybody may see.
        """
        verified = part.tracked.shipment.verifies if proven is None else proven
        others, unasked = self._journeys.beside(part, visitors.accounts)
        if not others:
            return LookupResults((self._seen(part, proven=verified),), unasked)
        everybody = [each.tracked.shipment.personal for each in (part, *others)]
        told = [personal for personal in everybody if personal is not None]
        own = self._seen(part, proven=verified, beside=told)
        legs = [self._seen(each, proven=False, beside=told) for each in others]
        mapped = next((each for each in (own, *legs) if each.map_of), own)
        maps = (Action.LIVE_MAP,) if mapped.map_of else ()
        tracked = joined(JourneyLeg(own.ref, own.tracked), [JourneyLeg(each.ref, each.tracked) for each in legs])
        actions = tuple(dict.fromkeys((*maps, *own.actions)))
        return LookupResults((LookupResult(part.ref, tracked, verified, actions, mapped.map_of),), unasked)

    def _seen(self, part: JourneyLeg, *, proven: bool, beside: Collection[PersonalData] = ()) -> LookupResult:
        mapped = self._maps.get(part.ref.account)
        shipment = part.tracked.shipment
        actions = actions_of(shipment, verified=proven, has_map=mapped is not None and (mapped or proven))
        tracked = part.tracked if proven else public(part.tracked, beside)
        return LookupResult(part.ref, tracked, proven, actions, part.ref if Action.LIVE_MAP in actions else None)

    def _opened(self, visitors: BrandScope, token: str) -> SealedLink:
        link = self._sealer.open(visitors.brand, token, visitors.accounts)
        if self._notices.revoked(visitors.brand, link.name, link.issued):
            raise RevokedLink("the link was taken back")
        return link


def _rounds(references: Sequence[Reference]) -> Iterator[tuple[Reference, ...]]:
    """What is asked for first, and what is asked for only where that finds nothing: the same number in capitals."""
    capitals = {(each.kind, each.value.upper()) for each in references if each.value != each.value.upper()}
    first = tuple(each for each in references if (each.kind, each.value) not in capitals)
    yield first
    if len(first) < len(references):
        yield tuple(each for each in references if each not in first)


def _distinct(parts: Iterable[JourneyLeg]) -> tuple[JourneyLeg, ...]:
    """One of each: what was typed can mean the same shipment in more than one spelling."""
    return tuple({(each.ref.account, each.tracked.shipment.references): each for each in parts}.values())


def _worst(failures: Iterable[CarrierFailure]) -> CarrierFailure | UnknownShipment:
    """Unknown only where everybody said so; else the failure that asks for the longest wait."""
    longest = max(failures, key=lambda failure: failure.retry_after or 0, default=None)
    return longest if longest is not None else UnknownShipment("nobody who was asked knows it")
