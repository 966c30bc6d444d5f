"""Finds shipments for the viewers of a brand, and removes what a viewer may not see."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from tracking_site.carriers.adapter import LiveMap
from tracking_site.config import Brand
from tracking_site.domain.errors import (
    CarrierFailure,
    NotVerified,
    RevokedLink,
    StoreUnavailable,
    UnknownShipment,
)
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import Action, PersonalData, ProofState, TrackingResult
from tracking_site.tracking.announced import AnnouncedShipments, with_merchant
from tracking_site.tracking.available_actions import available_actions, verifiable_by_postcode
from tracking_site.tracking.journeys import JourneyLeg, Journeys, current_leg, found_legs, merge_legs, same_journey
from tracking_site.tracking.privacy import public_result, without_others
from tracking_site.tracking.query import NumberQuery
from tracking_site.tracking.sealed_links import DEFAULT_DAYS, LinkSealer, SealedLink
from tracking_site.tracking.stores import Deadlines, LinkRevocations, ShipmentTracker


@dataclass(frozen=True, slots=True)
class BrandScope:
    """A brand, and its carrier accounts with the kinds of number that each knows."""

    brand: str
    accounts: Mapping[str, frozenset[ReferenceKind]]


@dataclass(frozen=True, slots=True)
class BrandScopes:
    """The scope of every brand, by the kinds of number that each account knows."""

    reference_kinds: Mapping[str, frozenset[ReferenceKind]]

    def of(self, brand: Brand) -> BrandScope:
        """Return the scope of a brand."""
        return BrandScope(brand.id, {account: self.reference_kinds[account] for account in brand.accounts})


@dataclass(frozen=True, slots=True)
class AccountFeatures:
    """What an account adds to its shipments: a live map, and the texts that everybody may read (`phrases`)."""

    live_map: LiveMap | None = None
    phrases: Collection[str] = ()


NO_FEATURES = AccountFeatures()


@dataclass(frozen=True, slots=True)
class LiveMapOffer:
    """A live map that this viewer may open: its shipment, possibly another leg of the journey, and its provider."""

    ref: ShipmentRef
    provider: str


@dataclass(frozen=True, slots=True)
class LookupResult:
    """A shipment as this viewer may see it; `verified` where the viewer has proven to be the recipient."""

    ref: ShipmentRef
    tracking: TrackingResult
    verified: bool
    actions: tuple[Action, ...] = ()
    live_map: LiveMapOffer | None = None
    announced: bool = False
    """Whether a sealed link announces the shipment, and its carrier does not know it yet."""


@dataclass(frozen=True, slots=True)
class LookupResults:
    """At least one shipment, and the accounts whose carriers failed and could know more."""

    shipments: tuple[LookupResult, ...]
    unavailable: tuple[str, ...] = ()


class ProofStates(Protocol):
    """The part of the proof of delivery that pages and the API need."""

    def state(self, result: LookupResult) -> ProofState | None:
        """Return the state of a shipment's proof, or None where its viewer may not see one."""
        ...


class Lookup:
    """The only way from a query or a link to a shipment; its results for unverified viewers are redacted."""

    def __init__(
        self,
        tracker: ShipmentTracker,
        sealer: LinkSealer,
        revocations: LinkRevocations,
        journeys: Journeys,
        features: Mapping[str, AccountFeatures] = MappingProxyType({}),
        announced: AnnouncedShipments | None = None,
    ) -> None:
        """`features` are those of each account; without `announced` an unknown shipment is never announced."""
        self._tracker = tracker
        self._sealer = sealer
        self._revocations = revocations
        self._journeys = journeys
        self._features = features
        self._announced = announced

    def open_link(self, scope: BrandScope, token: str) -> SealedLink:
        """Open a sealed link: `BrokenLink`, `ExpiredLink`, `RevokedLink`. Calls no carrier."""
        link = self._sealer.open(scope.brand, token, scope.accounts)
        if self._revocations.is_revoked(scope.brand, link.name, link.issued):
            raise RevokedLink("the link was revoked")
        return link

    def seal(self, brand: str, ref: ShipmentRef, *, for_recipient: bool = True, days: int = DEFAULT_DAYS) -> str:
        """Return the token of a new sealed link."""
        return self._sealer.seal(brand, ref, for_recipient=for_recipient, days=days)

    def by_link(self, scope: BrandScope, link: SealedLink) -> LookupResults:
        """Return the one shipment of a sealed link, with the other legs of its journey.

        A shipment that its carrier does not know yet is the one that the link announces (`LookupResult.announced`).
        """
        deadlines = self._tracker.deadlines((link.ref,))
        try:
            leg = self._linked_leg(link, deadlines)
        except UnknownShipment as error:
            return LookupResults((self._announced_result(link, error),))
        return self._with_journey(scope, leg, deadlines, verified=link.for_recipient)

    def by_number(self, scope: BrandScope, query: NumberQuery) -> LookupResults:
        """Return every shipment that a query may mean, or raise a `TrackingError` where there is no shipment."""
        rounds = tuple(self._rounds(scope, query))
        deadlines = self._tracker.deadlines([ref for refs in rounds for ref in refs])
        legs, unavailable = self._find(rounds, deadlines)
        if len(legs) == 1 or same_journey(legs):
            leg = current_leg(legs)
            journey = self._with_journey(scope, leg, deadlines, verified=leg.tracking.shipment.verifies)
            return replace(journey, unavailable=tuple(dict.fromkeys((*unavailable, *journey.unavailable))))
        results = tuple(self._for_viewer(leg, verified=leg.tracking.shipment.verifies) for leg in legs)
        return LookupResults(results, unavailable)

    def refs_of(self, scope: BrandScope, query: NumberQuery) -> tuple[tuple[ShipmentRef, ...], tuple[str, ...]]:
        """Return the shipments that a query means, without their journeys, and the accounts that failed."""
        legs, unavailable = self._find(self._rounds(scope, query))
        if same_journey(legs):
            return (current_leg(legs).ref,), unavailable
        return tuple(leg.ref for leg in legs), unavailable

    def recipient_shipment(self, scope: BrandScope, proof: SealedLink | NumberQuery) -> LookupResult:
        """Return the shipment of a viewer who proves to be its recipient; `NotVerified`. Fetches no journey."""
        if isinstance(proof, SealedLink):
            require_recipient(proof)
            try:
                return self._for_viewer(self._linked_leg(proof), verified=True)
            except UnknownShipment as error:
                return self._announced_result(proof, error)
        legs, _ = self._find(self._rounds(scope, proof))
        verified = next((leg for leg in legs if leg.tracking.shipment.verifies), None)
        if verified is None:
            raise NotVerified("neither a review key nor a link shows that this is the recipient")
        return self._for_viewer(verified, verified=True)

    def candidates(self, scope: BrandScope, target: SealedLink | NumberQuery) -> tuple[ShipmentRef, ...]:
        """Return the references that a link or a query may mean, without calling a carrier."""
        if isinstance(target, SealedLink):
            return (target.ref,)
        references = (*target.references, *target.alternatives)
        return (*candidates(references, scope.accounts, target.account), *self._by_air_waybill(scope, target))

    def postcodes(self, scope: BrandScope, target: SealedLink | NumberQuery) -> Mapping[ShipmentRef, str]:
        """Return the postcodes with which a viewer can prove to be the recipient; only for comparison."""
        self._revocations.refresh()
        refs = self.candidates(scope, target)
        outcomes = self._tracker.track_all(refs)
        failures = [outcome for outcome in outcomes if isinstance(outcome, CarrierFailure)]
        known = {ref: each for ref, each in zip(refs, outcomes, strict=True) if isinstance(each, TrackingResult)}
        if not known:
            error = _failure_to_report(failures)
            if isinstance(target, SealedLink) and isinstance(error, UnknownShipment):
                self._announced_result(target, error)
                return {}
            raise error
        return {
            ref: result.shipment.personal.postcode
            for ref, result in known.items()
            if verifiable_by_postcode(result.shipment)
            and result.shipment.personal
            and result.shipment.personal.postcode
        }

    def _linked_leg(self, link: SealedLink, deadlines: Deadlines | None = None) -> JourneyLeg:
        return JourneyLeg(link.ref, with_merchant(self._tracker.track(link.ref, deadlines), link.announcement))

    def _announced_result(self, link: SealedLink, error: UnknownShipment) -> LookupResult:
        """Return the announced shipment of a link, of which nothing can be done; else raise the error again."""
        if self._announced is None:
            raise error
        tracking = self._announced.in_place_of(error, link)
        shown = tracking if link.for_recipient else public_result(tracking)
        return LookupResult(link.ref, shown, link.for_recipient, announced=True)

    def _find(
        self, rounds: Iterable[tuple[ShipmentRef, ...]], deadlines: Deadlines | None = None
    ) -> tuple[tuple[JourneyLeg, ...], tuple[str, ...]]:
        """Return the shipments of the first round that finds any, and the accounts that failed; raises where none does.

        Without the deadlines of a view, every account is waited for.
        """
        self._revocations.refresh()
        failures: dict[str, CarrierFailure] = {}
        until = deadlines or Deadlines.of_view(time.monotonic(), warm=False)
        for refs in rounds:
            outcomes = self._tracker.track_all(refs, until)
            failures |= {outcome.account: outcome for outcome in outcomes if isinstance(outcome, CarrierFailure)}
            if legs := _distinct(found_legs(refs, outcomes)):
                return legs, tuple(failures)
        raise _failure_to_report(failures.values())

    def _rounds(self, scope: BrandScope, query: NumberQuery) -> Iterator[tuple[ShipmentRef, ...]]:
        """Yield the references to try first, then those to try only where the first find nothing."""
        air_waybills = self._by_air_waybill(scope, query)
        yield tuple(dict.fromkeys((*candidates(query.references, scope.accounts, query.account), *air_waybills)))
        if query.alternatives:
            yield candidates(query.alternatives, scope.accounts, query.account)

    def _by_air_waybill(self, scope: BrandScope, query: NumberQuery) -> Sequence[ShipmentRef]:
        """Return the shipments with an air waybill number; the store is optional where another number is meant, too."""
        accounts = [account for account in scope.accounts if query.account in (None, account)]
        try:
            return self._journeys.by_air_waybill(query.air_waybills, accounts)
        except StoreUnavailable:
            if not query.references:
                raise
            return ()

    def _with_journey(
        self, scope: BrandScope, leg: JourneyLeg, deadlines: Deadlines, *, verified: bool
    ) -> LookupResults:
        """Join a shipment with the other legs of its journey.

        Proof for one leg is no proof for another: the others are shown as anybody may see them.
        """
        others, unavailable = self._journeys.other_legs(leg, scope.accounts, deadlines)
        if not others:
            return LookupResults((self._for_viewer(leg, verified=verified),), unavailable)
        others_data = [data for each in others if (data := each.tracking.shipment.personal)]
        own_data = leg.tracking.shipment.personal
        redacted = [*([own_data] if own_data else ()), *others_data]
        own = self._for_viewer(leg, verified=verified, also_redact=others_data)
        legs = [self._for_viewer(each, verified=False, also_redact=redacted) for each in others]
        live_map = next((each.live_map for each in (own, *legs) if each.live_map), None)
        map_action = (Action.LIVE_MAP,) if live_map else ()
        merged = merge_legs(JourneyLeg(own.ref, own.tracking), [JourneyLeg(each.ref, each.tracking) for each in legs])
        actions = tuple(dict.fromkeys((*map_action, *own.actions)))
        return LookupResults((LookupResult(leg.ref, merged, verified, actions, live_map),), unavailable)

    def _for_viewer(
        self, leg: JourneyLeg, *, verified: bool, also_redact: Collection[PersonalData] = ()
    ) -> LookupResult:
        """Return a shipment with the actions of its viewer: redacted, or for a verified viewer without others' names."""
        features = self._features.get(leg.ref.account, NO_FEATURES)
        live_map = features.live_map
        has_map = live_map is not None and (live_map.public or verified)
        actions = available_actions(leg.tracking.shipment, verified=verified, has_map=has_map)
        if verified:
            tracking = without_others(leg.tracking, also_redact) if also_redact else leg.tracking
        else:
            tracking = public_result(leg.tracking, also_redact, features.phrases)
        offer = LiveMapOffer(leg.ref, live_map.provider) if live_map and Action.LIVE_MAP in actions else None
        return LookupResult(leg.ref, tracking, verified, actions, offer)


def require_recipient(link: SealedLink) -> None:
    """Raise `NotVerified` for a link that shows only what anybody may see."""
    if not link.for_recipient:
        raise NotVerified("the link shows what anybody may see")


def candidates(
    references: Sequence[Reference], accounts: Mapping[str, frozenset[ReferenceKind]], only: str | None = None
) -> tuple[ShipmentRef, ...]:
    """Return each reference at each account that knows its kind, in the brand's order; `only` limits it to one account.

    A job without a review key is never looked up, so that a missing key looks the same as a wrong one.
    """
    return tuple(
        ShipmentRef(account, reference)
        for account, kinds in accounts.items()
        if only in (None, account)
        for reference in references
        if reference.kind in kinds and not (reference.kind is ReferenceKind.JOB_ID and reference.review_key is None)
    )


def _distinct(legs: Iterable[JourneyLeg]) -> tuple[JourneyLeg, ...]:
    """Return each shipment once: several spellings can mean the same one."""
    return tuple({(each.ref.account, each.tracking.shipment.references): each for each in legs}.values())


def _failure_to_report(failures: Iterable[CarrierFailure]) -> CarrierFailure | UnknownShipment:
    """Return `UnknownShipment` where no account failed, else the failure with the longest wait."""
    longest = max(failures, key=lambda failure: failure.retry_after or 0, default=None)
    return longest if longest is not None else UnknownShipment("no account knows it")
