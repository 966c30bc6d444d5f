"""A tracker that returns samples and calls no carrier, and revocations that store nothing."""

from collections.abc import Callable, Collection, Mapping, Sequence

from tracking_site.domain.air_waybill import air_waybill_key
from tracking_site.domain.errors import TrackingError, UnknownShipment
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Shipment, TrackingResult
from tracking_site.tracking.stores import Deadlines

SampleOutcome = TrackingResult | Exception
"""What the tracker returns or raises for a sample."""


class FakeTracker:
    """A tracker whose results are given; every other number is unknown."""

    def __init__(self, outcomes: Mapping[ShipmentRef, SampleOutcome]) -> None:
        self._outcomes = outcomes

    def deadlines(self, refs: Sequence[ShipmentRef]) -> Deadlines:  # noqa: ARG002 - the protocol's name
        return Deadlines.of_view(0.0, warm=True)

    def track(self, ref: ShipmentRef, deadlines: Deadlines | None = None) -> TrackingResult:
        (outcome,) = self.track_all((ref,), deadlines)
        if isinstance(outcome, TrackingError):
            raise outcome
        return outcome

    def track_all(
        self,
        refs: Sequence[ShipmentRef],
        deadlines: Deadlines | None = None,  # noqa: ARG002 - the protocol's name
    ) -> tuple[TrackingResult | TrackingError, ...]:
        return tuple(self._outcome(ref) for ref in refs)

    def by_air_waybill(self, keys: Collection[str], accounts: Collection[str], limit: int) -> Sequence[ShipmentRef]:
        """Return the samples that have one of these air waybill numbers."""
        refs = (
            ref
            for ref, outcome in self._outcomes.items()
            if isinstance(outcome, TrackingResult) and air_waybill_key(outcome.shipment.references.awb_number) in keys
        )
        return [ref for ref in refs if ref.account in accounts][:limit]

    def amend(self, ref: ShipmentRef, change: Callable[[Shipment], Shipment]) -> None:
        """Change nothing."""

    def _outcome(self, ref: ShipmentRef) -> TrackingResult | TrackingError:
        outcome = self._outcomes.get(ref)
        if outcome is None:
            return UnknownShipment("the preview has no such number")
        if isinstance(outcome, TrackingResult | TrackingError):
            return outcome
        raise outcome


class FakeRevocations:
    """Revocations that store nothing: the links of a preview end with the process."""

    def refresh(self) -> None:
        """Do nothing: there are no other processes."""

    def is_revoked(self, brand: str, name: str, issued: int) -> bool:  # noqa: ARG002 - the protocol's names
        return False

    def revoke(self, brand: str, name: str, expires: int) -> None:
        """Store nothing."""

    def revoke_all(self, brand: str) -> None:
        """Store nothing."""
