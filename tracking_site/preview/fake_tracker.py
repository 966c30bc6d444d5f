"""What stands in the place of the carriers: an answer for each number that the preview shows, and none for any other."""

from collections.abc import Callable, Collection, Mapping, Sequence

from tracking_site.domain.air_waybill import air_waybill_key
from tracking_site.domain.errors import TrackingError, UnknownShipment
from tracking_site.domain.references import AccountReference
from tracking_site.domain.shipment import Shipment, Tracked
from tracking_site.tracking.stores import LONGEST_WAIT

Answer = Tracked | Exception


class SampleAnswers:
    """Answers where the site asks its tracker; asks nobody."""

    def __init__(self, answers: Mapping[AccountReference, Answer]) -> None:
        self._answers = answers

    def track(self, asked: AccountReference) -> Tracked:
        (outcome,) = self.track_all((asked,))
        if isinstance(outcome, TrackingError):
            raise outcome
        return outcome

    def track_all(
        self,
        asked: Sequence[AccountReference],
        longest: float = LONGEST_WAIT,  # noqa: ARG002 - the protocol's name
    ) -> tuple[Tracked | TrackingError, ...]:
        return tuple(self._answer(each) for each in asked)

    def sharing(self, keys: Collection[str], accounts: Collection[str], most: int) -> Sequence[AccountReference]:
        """The samples that have one of these air waybill numbers."""
        found = (
            asked
            for asked, answer in self._answers.items()
            if isinstance(answer, Tracked) and air_waybill_key(answer.shipment.references.awb_number) in keys
        )
        return [asked for asked in found if asked.account in accounts][:most]

    def amend(self, asked: AccountReference, change: Callable[[Shipment], Shipment]) -> None:
        """Samples stay as they are."""

    def _answer(self, asked: AccountReference) -> Tracked | TrackingError:
        answer = self._answers.get(asked)
        if answer is None:
            return UnknownShipment("the preview has no such number")
        if isinstance(answer, Tracked | TrackingError):
            return answer
        raise answer


class NoneRevoked:
    """The links of a preview end with it."""

    def renew(self) -> None:
        """There are no other processes."""

    def revoked(self, brand: str, name: str, issued: int) -> bool:  # noqa: ARG002 - the protocol's names
        return False

    def revoke(self, brand: str, name: str, expires: int) -> None:
        """Nothing is kept."""

    def revoke_all(self, brand: str) -> None:
        """Nothing is kept."""
