"""Actions of recipients: switch SMS notifications, fetch the delivery code, submit a review."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from tracking_site.carriers.adapter import ActionCalls, Conversation
from tracking_site.carriers.client import CarrierClient
from tracking_site.domain.errors import NotOffered
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Action, Review, Shipment, SmsNotifications, SmsTarget
from tracking_site.tracking.lookup import BrandScope, Lookup, LookupResult, require_recipient
from tracking_site.tracking.once import RunOnce
from tracking_site.tracking.query import NumberQuery
from tracking_site.tracking.sealed_links import SealedLink
from tracking_site.tracking.stores import ShipmentTracker

T = TypeVar("T")


class RecipientActions:
    """Executes an action once, and only for a viewer whose link or review key proves that they are the recipient.

    Other viewers, and actions that the shipment does not offer, are refused before the carrier is called.
    """

    def __init__(self, lookup: Lookup, tracker: ShipmentTracker, clients: Mapping[str, CarrierClient]) -> None:
        self._lookup = lookup
        self._tracker = tracker
        self._clients = clients
        self._once = RunOnce()

    def set_sms_notifications(
        self, scope: BrandScope, proof: SealedLink | NumberQuery, target: SmsTarget, *, enabled: bool
    ) -> SmsNotifications:
        """Switch SMS notifications and return their state by the carrier's response."""
        result = self._authorise(scope, proof)
        ref = result.ref

        def act() -> bool:
            calls = self._offered(result, Action.SMS_NOTIFICATIONS)
            if calls.set_sms_notifications is None:
                raise _not_offered(Action.SMS_NOTIFICATIONS)
            now = self._execute(ref, calls.set_sms_notifications(ref.reference, target, enabled))
            self._tracker.amend(ref, lambda shipment: _with_sms(shipment, target, enabled=now))
            return now

        now = self._once.run((ref, target), enabled, act)
        before = result.tracking.shipment.sms_notifications or SmsNotifications(job=now, client=now)
        return replace(before, **{target.value: now})

    def delivery_code(self, scope: BrandScope, proof: SealedLink | NumberQuery) -> str:
        """Fetch the delivery code; the carrier records that it was fetched."""
        result = self._authorise(scope, proof)
        ref = result.ref

        def act() -> str:
            calls = self._offered(result, Action.DELIVERY_CODE)
            if calls.delivery_code is None:
                raise _not_offered(Action.DELIVERY_CODE)
            return self._execute(ref, calls.delivery_code(ref.reference))

        return self._once.run((ref, Action.DELIVERY_CODE), None, act)

    def review(self, scope: BrandScope, proof: SealedLink | NumberQuery, given: Review) -> Review:
        """Submit a review and return it as the carrier stored it."""
        result = self._authorise(scope, proof)
        ref = result.ref

        def act() -> Review:
            calls = self._offered(result, Action.REVIEW)
            if calls.review is None:
                raise _not_offered(Action.REVIEW)
            stored = self._execute(ref, calls.review(ref.reference, given))
            self._tracker.amend(ref, lambda shipment: replace(shipment, review=stored))
            return stored

        return self._once.run((ref, Action.REVIEW), given, act)

    def _authorise(self, scope: BrandScope, proof: SealedLink | NumberQuery) -> LookupResult:
        """Return the shipment of a proven recipient; calls no carrier that has no actions anyway."""
        if isinstance(proof, SealedLink):
            require_recipient(proof)
        if not any(self._calls(ref.account) for ref in self._lookup.candidates(scope, proof)):
            raise NotOffered("the carrier has no actions")
        return self._lookup.recipient_shipment(scope, proof)

    def _offered(self, result: LookupResult, action: Action) -> ActionCalls:
        calls = self._calls(result.ref.account)
        if calls is None or action not in result.actions:
            raise _not_offered(action)
        return calls

    def _execute(self, ref: ShipmentRef, conversation: Conversation[T]) -> T:
        return self._clients[ref.account].execute(conversation)

    def _calls(self, account: str) -> ActionCalls | None:
        client = self._clients.get(account)
        return client.adapter.actions if client else None


def _not_offered(action: Action) -> NotOffered:
    return NotOffered(f"no {action} for this shipment now")


def _with_sms(shipment: Shipment, target: SmsTarget, *, enabled: bool) -> Shipment:
    now = shipment.sms_notifications
    return replace(shipment, sms_notifications=now and replace(now, **{target.value: enabled}))
