"""Merchants' sealed links: made for any number of theirs, taken back one by one or all at once."""

from dataclasses import dataclass
from typing import Protocol

from tracking_site.domain.errors import UnclearAccount, UnknownShipment
from tracking_site.domain.references import Reference, ShipmentRef
from tracking_site.tracking.candidates import candidates
from tracking_site.tracking.lookup import BrandScope, Lookup
from tracking_site.tracking.query import Query
from tracking_site.tracking.sealed_links import LinkSealer


class RevocationStore(Protocol):
    """Where links are taken back."""

    def revoke(self, brand: str, name: str, expires: int) -> None:
        """Takes one link back."""
        ...

    def revoke_all(self, brand: str) -> None:
        """Takes every link of a brand back that was made up to now."""
        ...


@dataclass(frozen=True, slots=True)
class WantedLink:
    """A link as a merchant wants it; `account` where several could know the number, `proven` where it shows everything."""

    reference: Reference
    account: str | None
    days: int
    proven: bool


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link that was made: what it opens with, what it is taken back by, until when it opens (Unix seconds)."""

    id: str
    token: str
    expires: int


class MerchantLinks:
    """Makes links and takes them back; what it made is kept nowhere but in the links themselves."""

    def __init__(self, desk: Lookup, sealer: LinkSealer, revoking: RevocationStore) -> None:
        self._desk = desk
        self._sealer = sealer
        self._revoking = revoking

    def make(self, visitors: BrandScope, wanted: WantedLink) -> MadeLink:
        """A link; carriers are asked only where several accounts could know the number and none is named."""
        ref = self._account_of(visitors, wanted)
        token = self._sealer.seal(visitors.brand, ref, proven=wanted.proven, days=wanted.days)
        link = self._sealer.open(visitors.brand, token, visitors.accounts)
        return MadeLink(self._sealer.id_of(visitors.brand, link), token, link.expires)

    def take_back(self, visitors: BrandScope, link_id: str) -> None:
        """Takes the link of an id back; `BrokenLink` where the id is none of this brand's."""
        name, expires = self._sealer.named_by(visitors.brand, link_id)
        self._revoking.revoke(visitors.brand, name, expires)

    def take_all_back(self, visitors: BrandScope) -> None:
        """Takes every link of the brand back that was made so far."""
        self._revoking.revoke_all(visitors.brand)

    def _account_of(self, visitors: BrandScope, wanted: WantedLink) -> ShipmentRef:
        fitting = candidates((wanted.reference,), visitors.accounts, wanted.account)
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise UnclearAccount("no account of the brand knows such numbers")
        try:
            found = self._desk.look_up(visitors, Query((wanted.reference,)))
        except UnknownShipment:
            raise UnclearAccount("several accounts could know the number, and none of them does yet") from None
        if len(found.found) > 1 or found.unasked:
            raise UnclearAccount("several accounts could know the number")
        return found.found[0].ref
