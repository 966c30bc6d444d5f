"""What recipients do: their SMS notifications, the code for the door, a review."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from tracking_site.carriers.adapter import ActionCalls, Conversation
from tracking_site.carriers.client import CarrierClient
from tracking_site.domain.errors import NotOffered, NotVerified
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Action, Review, Shipment, SmsNotifications, SmsTarget
from tracking_site.tracking.lookup import BrandScope, Lookup, LookupResult
from tracking_site.tracking.once import RunOnce
from tracking_site.tracking.query import Query
from tracking_site.tracking.stores import Amender

T = TypeVar("T")


class Actions:
    """Does what a recipient asks for, once, and only for whom the link shows to be the recipient.

    Who is not, and a shipment that has no such action, are refused before its carrier hears of it.
    """

    def __init__(self, desk: Lookup, tracker: Amender, lines: Mapping[str, CarrierClient]) -> None:
        self._desk = desk
        self._tracker = tracker
        self._lines = lines
        self._presses = RunOnce()

    def set_sms_notifications(
        self, visitors: BrandScope, proof: Query, target: SmsTarget, *, enabled: bool
    ) -> SmsNotifications:
        """Switches SMS notifications; returns how they are now, by what the carrier answered."""
        found = self._recipients(visitors, proof)
        ref = found.ref

        def act() -> bool:
            _require(found, Action.SMS_NOTIFICATIONS)
            told = self._perform(ref, lambda commands: commands.set_sms_notifications(ref.reference, target, enabled))
            self._tracker.amend(ref, lambda shipment: _switched(shipment, target, enabled=told))
            return told

        told = self._presses.once((ref, target), enabled, act)
        before = found.tracked.shipment.sms_notifications or SmsNotifications(job=told, client=told)
        return replace(before, **{target.value: told})

    def delivery_code(self, visitors: BrandScope, proof: Query) -> str:
        """The code for the door; its carrier records that it was fetched."""
        found = self._recipients(visitors, proof)
        ref = found.ref

        def act() -> str:
            _require(found, Action.DELIVERY_CODE)
            return self._perform(ref, lambda commands: commands.delivery_code(ref.reference))

        return self._presses.once((ref, Action.DELIVERY_CODE), None, act)

    def review(self, visitors: BrandScope, proof: Query, given: Review) -> Review:
        """Hands a review in; returns it as the carrier keeps it."""
        found = self._recipients(visitors, proof)
        ref = found.ref

        def act() -> Review:
            _require(found, Action.REVIEW)
            kept = self._perform(ref, lambda commands: commands.review(ref.reference, given))
            self._tracker.amend(ref, lambda shipment: replace(shipment, review=kept))
            return kept

        return self._presses.once((ref, Action.REVIEW), given, act)

    def _recipients(self, visitors: BrandScope, proof: Query) -> LookupResult:
        """The shipment of whoever proves to be its recipient; asks no carrier that could not do anything anyway."""
        named = self._desk.accounts_of(visitors, proof)
        if not any(self._commanded(account) for account in named):
            raise NotOffered("the carrier takes no commands")
        found = next((each for each in self._desk.look_up(visitors, proof).found if each.verified), None)
        if found is None:
            raise NotVerified("neither a review key nor a link shows that this is the recipient")
        return found

    def _perform(self, ref: ShipmentRef, command: Callable[[ActionCalls], Conversation[T]]) -> T:
        commands = self._commanded(ref.account)
        if commands is None:
            raise NotOffered("the carrier takes no commands")
        return self._lines[ref.account].perform(command(commands))

    def _commanded(self, account: str) -> ActionCalls | None:
        line = self._lines.get(account)
        return line.adapter.commands if line else None


def _require(found: LookupResult, action: Action) -> None:
    if action not in found.actions:
        raise NotOffered(f"no {action} for this shipment now")


def _switched(shipment: Shipment, target: SmsTarget, *, enabled: bool) -> Shipment:
    now = shipment.sms_notifications
    return replace(shipment, sms_notifications=now and replace(now, **{target.value: enabled}))
