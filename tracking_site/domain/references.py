"""References: the numbers by which shipments are looked up."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256


class ReferenceKind(StrEnum):
    """The kinds of number by which carriers identify shipments."""

    JOB_ID = "job_id"
    SLI_NUMBER = "sli_number"
    ORDER_NUMBER = "order_number"
    TRIP_NAME = "trip_name"


@dataclass(frozen=True, slots=True)
class Reference:
    """A number and its kind; a job may have the review key of its link, which `repr` hides."""

    kind: ReferenceKind
    value: str
    review_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ShipmentRef:
    """A reference at one carrier account: the identity of a shipment in this site."""

    account: str
    reference: Reference

    @property
    def key(self) -> str:
        """A hash of the account and the number that does not reveal them; the review key is not part of it."""
        return sha256(f"{self.account}\x00{self.reference.kind}\x00{self.reference.value}".encode()).hexdigest()
