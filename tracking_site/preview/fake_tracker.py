"""A tracker with samples in place of carriers, and revocations that store nothing."""

from collections.abc import Callable, Collection, Mapping, Sequence

from tracking_site.domain.air_waybill import air_waybill_key
from tracking_site.domain.errors import TrackingError, UnknownShipment
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Shipment, TrackingResult
from tracking_site.tracking.stores import MAX_WAIT_SECONDS

SampleOutcome = TrackingResult | Exception


class FakeTracker:
    """Answers where the site asks its tracker; asks nobody."""

    def __init__(self, answers: Mapping[ShipmentRef, SampleOutcome]) -> None:
        self._answers = answers

    def track(self, ref: ShipmentRef) -> TrackingResult:
        (outcome,) = self.track_all((ref,))
        if isinstance(outcome, TrackingError):
            raise outcome
        return outcome

    def track_all(
        self,
        refs: Sequence[ShipmentRef],
        max_wait: float = MAX_WAIT_SECONDS,  # noqa: ARG002 - the protocol's name
    ) -> tuple[TrackingResult | TrackingError, ...]:
        return tuple(self._answer(each) for each in refs)

    def by_air_waybill(self, keys: Collection[str], accounts: Collection[str], limit: int) -> Sequence[ShipmentRef]:
        """The samples that have one of these air waybill numbers."""
        found = (
            ref
            for ref, answer in self._answers.items()
            if isinstance(answer, TrackingResult) and air_waybill_key(answer.shipment.references.awb_number) in keys
        )
        return [ref for ref in found if ref.account in accounts][:limit]

    def amend(self, ref: ShipmentRef, change: Callable[[Shipment], Shipment]) -> None:
        """Samples stay as they are."""

    def _answer(self, ref: ShipmentRef) -> TrackingResult | TrackingError:
        answer = self._answers.get(ref)
        if answer is None:
            return UnknownShipment("the preview has no such number")
        if isinstance(answer, TrackingResult | TrackingError):
            return answer
        raise answer


class FakeRevocations:
    """The links of a preview end with it."""

    def refresh(self) -> None:
        """There are no other processes."""

    def is_revoked(self, brand: str, name: str, issued: int) -> bool:  # noqa: ARG002 - the protocol's names
        return False

    def revoke(self, brand: str, name: str, expires: int) -> None:
        """Nothing is kept."""

    def revoke_all(self, brand: str) -> None:
        """Nothing is kept."""
