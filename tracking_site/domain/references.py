"""What a recipient asks for: a number of some kind."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256


class ReferenceKind(StrEnum):
    """The kinds of number that the carriers know shipments by."""

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
    """A reference at the one carrier account that is to be asked for it."""

    account: str
    reference: Reference

    @property
    def key(self) -> str:
        """A key that tells nothing: the same for a number at an account, whatever the review key that comes with it."""
        return sha256(f"{self.account}\x00{self.reference.kind}\x00{self.reference.value}".encode()).hexdigest()
