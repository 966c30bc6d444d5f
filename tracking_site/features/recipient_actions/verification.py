"""Verification by the delivery's postcode: compared in constant time, with limits against guessing."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from tracking_site.domain.errors import InvalidAction, NotOffered, VerificationLocked, WrongPostcode
from tracking_site.domain.normalisation import normal_form
from tracking_site.domain.postcodes import Postcode, read_postcode
from tracking_site.domain.references import ShipmentRef
from tracking_site.tracking.lookup import BrandScope, Lookup
from tracking_site.tracking.query import NumberQuery
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.tracking.stores import Counters

TRIES_PER_VISITOR, TRIES_OF_ALL = 5, 30
LOCK_SECONDS = 15 * 60
MAX_POSTCODE_LENGTH = 40


class Verification:
    """Checks postcodes; five wrong ones lock a shipment for their visitor, thirty of all visitors lock it for all."""

    def __init__(self, lookup: Lookup, counters: Counters) -> None:
        self._lookup = lookup
        self._counters = counters

    def verify(self, scope: BrandScope, target: SealedLink | NumberQuery, postcode: str, visitor: str) -> ShipmentRef:
        """Return the shipment with this postcode; `WrongPostcode`, `VerificationLocked`, or `NotOffered`."""
        if len(postcode) > MAX_POSTCODE_LENGTH or not any(map(str.isalnum, normal_form(postcode))):
            raise InvalidAction("postcode")
        postcodes = self._lookup.postcodes(scope, target)
        if not postcodes:
            raise NotOffered("the carrier gives no postcode")
        tries = [_Tries(self._counters, ref, visitor) for ref in postcodes]
        for each in tries:
            each.admit()
        ref = _matching(postcodes, postcode)
        if ref is None:
            left = [each.record_miss() for each in tries]
            locked = max((each.seconds_locked() for each in tries), default=0.0)
            raise WrongPostcode("not the delivery's postcode", min(left), locked or None)
        for each in tries:
            each.record_hit()
        return ref


def _matching(postcodes: Mapping[ShipmentRef, str], given: str) -> ShipmentRef | None:
    """Return the shipment with this postcode; all are compared by hashes, so that the time taken reveals nothing."""
    postcode = read_postcode(given)
    matches = [ref for ref, own in postcodes.items() if _is_same(read_postcode(own), postcode)]
    return matches[0] if matches else None


def _is_same(own: Postcode | None, given: Postcode | None) -> bool:
    """Tell whether two postcodes are the same; the extension counts where both have one, and a placeholder is none."""
    (code, extension), (given_code, given_extension) = _digests(own), _digests(given)
    same_code = hmac.compare_digest(code, given_code)
    same_extension = hmac.compare_digest(extension, given_extension)
    if own is None or given is None:
        return False
    return same_code and (same_extension or own.extension is None or given.extension is None)


def _digests(postcode: Postcode | None) -> tuple[bytes, bytes]:
    code, extension = (postcode.code, postcode.extension) if postcode else ("", None)
    return sha256(code.encode()).digest(), sha256((extension or "").encode()).digest()


class _Tries:
    """The tries at one shipment: of this visitor, and of all."""

    def __init__(self, counters: Counters, ref: ShipmentRef, visitor: str) -> None:
        self._counters = counters
        by_visitor = sha256(f"{ref.key}\x00{visitor}".encode()).hexdigest()
        self._limits = ((f"tries:{by_visitor}", TRIES_PER_VISITOR), (f"tries:{ref.key}", TRIES_OF_ALL))
        self._made = dict.fromkeys((key for key, _ in self._limits), 0)

    def admit(self) -> None:
        """Count a try before the comparison, so that parallel tries are limited like sequential ones."""
        for key, _ in self._limits:
            locked, left = self._counters.count(f"locked:{key}")
            if locked:
                raise VerificationLocked(left)
        for key, most in self._limits:
            self._made[key] = self._counters.increment(key, LOCK_SECONDS)
            if self._made[key] > most:
                raise VerificationLocked(self._lock(key))

    def record_miss(self) -> int:
        """Lock the shipment where this wrong try was the last one allowed; return how many are left."""
        for key, most in self._limits:
            if self._made[key] >= most:
                self._lock(key)
        return max(0, min(most - self._made[key] for key, most in self._limits))

    def seconds_locked(self) -> float:
        """Return for how long the shipment is locked."""
        return max(self._counters.count(f"locked:{key}")[1] for key, _ in self._limits)

    def record_hit(self) -> None:
        """Take the try back: a right postcode does not count."""
        for key, _ in self._limits:
            self._counters.decrement(key)

    def _lock(self, key: str) -> float:
        self._counters.increment(f"locked:{key}", LOCK_SECONDS)
        return self._counters.count(f"locked:{key}")[1]
