"""Proving to be the recipient by the delivery's postcode: in constant time, and not by trying them all."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from tracking_site.domain.errors import InvalidAction, NotOffered, VerificationLocked, WrongPostcode
from tracking_site.domain.references import ShipmentRef
from tracking_site.tracking.lookup import BrandScope, Lookup
from tracking_site.tracking.query import Query
from tracking_site.tracking.stores import Counters

TRIES, TRIES_OF_ALL = 5, 30
LOCK_SECONDS = 15 * 60
LONGEST_POSTCODE = 40


class Verification:
    """Checks postcodes; five wrong ones of a visitor lock a shipment for him, thirty of anybody lock it for all."""

    def __init__(self, desk: Lookup, counters: Counters) -> None:
        self._desk = desk
        self._counters = counters

    def verify(self, visitors: BrandScope, query: Query, postcode: str, visitor: str) -> ShipmentRef:
        """The shipment whose postcode it is; `WrongPostcode`, `VerificationLocked`, or `NotOffered` where none is known."""
        if not normal(postcode) or len(postcode) > LONGEST_POSTCODE:
            raise InvalidAction("postcode")
        known = self._desk.postcodes(visitors, query)
        if not known:
            raise NotOffered("the carrier tells no postcode")
        tries = [_Tries(self._counters, ref, visitor) for ref in known]
        for each in tries:
            each.admit()
        right = _matching(known, postcode)
        if right is None:
            for each in tries:
                each.missed()
            raise WrongPostcode("not the delivery's postcode")
        for each in tries:
            each.hit()
        return right


def normal(postcode: str) -> str:
    """A postcode without blanks, hyphens and case."""
    return "".join(letter for letter in postcode.casefold() if letter.isalnum())


def _matching(known: Mapping[ShipmentRef, str], postcode: str) -> ShipmentRef | None:
    """The shipment with this postcode; all are compared, by hashes of one length, so that the time taken tells nothing."""
    given = sha256(normal(postcode).encode()).digest()
    matches = [ref for ref, told in known.items() if hmac.compare_digest(sha256(normal(told).encode()).digest(), given)]
    return matches[0] if matches else None


class _Tries:
    """What was tried at one shipment: by this visitor, and by all."""

    def __init__(self, counters: Counters, ref: ShipmentRef, visitor: str) -> None:
        self._counters = counters
        by_visitor = sha256(f"{ref.key}\x00{visitor}".encode()).hexdigest()
        self._keys = ((f"tries:{by_visitor}", TRIES), (f"tries:{ref.key}", TRIES_OF_ALL))
        self._made = dict.fromkeys((key for key, _ in self._keys), 0)

    def admit(self) -> None:
        """Counts a try before it is compared, so that many at the same time are not more than one after another."""
        for key, _ in self._keys:
            locked, left = self._counters.counted(f"locked:{key}")
            if locked:
                raise VerificationLocked(left)
        for key, most in self._keys:
            self._made[key] = self._counters.count(key, LOCK_SECONDS)
            if self._made[key] > most:
                raise VerificationLocked(self._lock(key))

    def missed(self) -> None:
        """Notes that the try was wrong."""
        for key, most in self._keys:
            if self._made[key] >= most:
                self._lock(key)

    def hit(self) -> None:
        """Notes that the try was right: it does not count."""
        for key, _ in self._keys:
            self._counters.take_back(key)

    def _lock(self, key: str) -> float:
        self._counters.count(f"locked:{key}", LOCK_SECONDS)
        return self._counters.counted(f"locked:{key}")[1]
