"""Postcodes that are the same verify a recipient; others do not, whatever they have in common."""

from collections.abc import Mapping
from typing import Any, cast

import pytest

from tracking_site.domain.errors import InvalidAction, WrongPostcode
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.features.recipient_actions.verification import Verification
from tracking_site.storage.counters import ExpiringCounters
from tracking_site.tracking.lookup import BrandScope, Lookup
from tracking_site.tracking.query import NumberQuery

REF = ShipmentRef("geodis", Reference(ReferenceKind.SLI_NUMBER, "10482203"))
SCOPE = BrandScope("northwind", {"geodis": frozenset({ReferenceKind.SLI_NUMBER})})


class Postcodes:
    """A look-up whose one shipment has a postcode."""

    def __init__(self, postcode: str) -> None:
        self.postcode = postcode

    def postcodes(self, *_: object) -> Mapping[ShipmentRef, str]:
        return {REF: self.postcode}


def verify(own: str, given: str) -> ShipmentRef:
    verification = Verification(cast("Lookup", Postcodes(own)), cast("Any", ExpiringCounters(None, {})))
    return verification.verify(SCOPE, NumberQuery((REF.reference,)), given, "192.0.2.7")


SAME = [
    ("2139", "02139"),
    ("10035-1234", "10035"),
    ("DK-1058", "1058"),
    ("1058", "DK 1058"),
    ("1058", "DK1058"),
    ("10035", "١٠٠٣٥"),
    ("1012 AB", "1012ab"),
    ("SW1A 1AA", "sw1a1aa"),
    ("K1A 0B1", "k1a0b1"),
    ("10035-1234", "100351234"),
]
OTHERS = [
    ("1058", "11058"),
    ("10035-1234", "10035-9999"),
    ("10035-1234", "10036"),
    ("K1A 0B1", "101"),
    ("00000", "00000"),
    ("N/A", "N/A"),
    ("-", "00000"),
    ("1012 AB", "1012"),
    ("1058", "0"),
]


@pytest.mark.parametrize(("own", "given"), [*SAME, *((given, own) for own, given in SAME)])
def test_the_same_postcode_in_another_spelling_is_right(own: str, given: str) -> None:
    assert verify(own, given) == REF


@pytest.mark.parametrize(("own", "given"), [*OTHERS, *((given, own) for own, given in OTHERS)])
def test_another_postcode_and_a_placeholder_are_wrong(own: str, given: str) -> None:
    with pytest.raises((WrongPostcode, InvalidAction)):
        verify(own, given)
