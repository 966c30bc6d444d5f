"""Sealed links that merchants create for a number of theirs and revoke, one or all at once."""

from dataclasses import dataclass
from typing import Protocol

from tracking_site.domain.announcement import NOTHING_ANNOUNCED, Announcement
from tracking_site.domain.errors import CarrierFailure, UnclearAccount, UnknownShipment
from tracking_site.domain.references import Reference, ShipmentRef
from tracking_site.tracking.lookup import BrandScope, Lookup, candidates
from tracking_site.tracking.query import NumberQuery
from tracking_site.tracking.sealed_links import LinkSealer


class RevocationStore(Protocol):
    """A store of revoked links."""

    def revoke(self, brand: str, name: str, expires: int) -> None:
        """Revoke the link of a name, until it expires anyway (Unix seconds)."""
        ...

    def revoke_all(self, brand: str) -> None:
        """Revoke every link that a brand has created so far."""
        ...


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """A link to create; `account` is needed where several of the brand's accounts could know the number.

    `alternatives` are further spellings that the number may have at its carrier.
    """

    reference: Reference
    account: str | None
    days: int
    for_recipient: bool
    announcement: Announcement = NOTHING_ANNOUNCED
    alternatives: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class CreatedLink:
    """A new link: the id that revokes it, its token, and its expiry (Unix seconds)."""

    id: str
    token: str
    expires: int


class MerchantLinks:
    """Creates and revokes links; links are not stored, since a token contains all of its link."""

    def __init__(self, lookup: Lookup, sealer: LinkSealer, revocations: RevocationStore) -> None:
        self._lookup = lookup
        self._sealer = sealer
        self._revocations = revocations

    def create(self, scope: BrandScope, wanted: LinkRequest) -> CreatedLink:
        """Create a link; `UnclearAccount` where not exactly one account of the brand knows the number.

        `InvalidAction("merchant")` where the merchant's name makes the token too long.

        Carriers are called only if several accounts could know the number and the request names none, or if the number
        may have several spellings.
        """
        ref = self._ref(scope, wanted)
        token = self._sealer.seal(
            scope.brand,
            ref,
            for_recipient=wanted.for_recipient,
            days=wanted.days,
            announcement=wanted.announcement,
        )
        link = self._sealer.open(scope.brand, token, scope.accounts)
        return CreatedLink(self._sealer.id_of(scope.brand, link), token, link.expires)

    def revoke(self, scope: BrandScope, link_id: str) -> None:
        """Revoke the link of an id; `BrokenLink` if the id is not this brand's."""
        name, expires = self._sealer.parse_id(scope.brand, link_id)
        self._revocations.revoke(scope.brand, name, expires)

    def revoke_all(self, scope: BrandScope) -> None:
        """Revoke every link that the brand has created so far."""
        self._revocations.revoke_all(scope.brand)

    def _ref(self, scope: BrandScope, wanted: LinkRequest) -> ShipmentRef:
        possible = candidates((wanted.reference,), scope.accounts, wanted.account)
        if len(possible) == 1:
            return self._in_carriers_spelling(scope, possible[0], wanted)
        if not possible:
            raise UnclearAccount("no account of the brand knows such numbers")
        try:
            refs, unavailable = self._lookup.refs_of(
                scope, NumberQuery((wanted.reference,), alternatives=wanted.alternatives)
            )
        except UnknownShipment:
            raise UnclearAccount("several accounts could know the number, and none of them does yet") from None
        if len(refs) > 1 or unavailable:
            raise UnclearAccount("several accounts could know the number")
        return refs[0]

    def _in_carriers_spelling(self, scope: BrandScope, ref: ShipmentRef, wanted: LinkRequest) -> ShipmentRef:
        """Return a shipment with its number as the carrier knows it; the likeliest spelling where it knows none yet."""
        if not wanted.alternatives:
            return ref
        query = NumberQuery((wanted.reference,), account=ref.account, alternatives=wanted.alternatives)
        try:
            refs, _ = self._lookup.refs_of(scope, query)
        except (UnknownShipment, CarrierFailure):
            return ref
        return refs[0]
