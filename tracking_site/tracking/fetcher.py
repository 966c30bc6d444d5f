"""Fetches one shipment: from the refresher's stored answer, else from its carrier, with the recorded history."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import structlog

from tracking_site.carriers.client import CarrierClient
from tracking_site.domain.errors import (
    CarrierFailure,
    CarrierUnreadable,
    StoreUnavailable,
    TrackingError,
    UnknownShipment,
)
from tracking_site.domain.recorded_history import RecordedHistory
from tracking_site.domain.references import ShipmentRef
from tracking_site.domain.shipment import Shipment, Status, TrackingResult
from tracking_site.tracking.recorded_history import apply_history, from_history
from tracking_site.tracking.stored_answers import StoredShipment
from tracking_site.tracking.stores import HistoryStore, StoredAnswers

MAX_LOGGED_WORDS = 1000

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ShipmentFetcher:
    """Fetches shipments; without the stores where they are left out or away."""

    clients: Mapping[str, CarrierClient]
    history: HistoryStore | None = None
    stored_answers: StoredAnswers | None = None
    _logged_words: set[tuple[str, str | None]] = field(default_factory=set)

    def fetch(self, ref: ShipmentRef) -> TrackingResult | UnknownShipment | CarrierFailure:
        """Return the shipment, or the error in place of it."""
        stored = self._stored(ref)
        if stored is not None and stored.is_usable(time.time()):
            return self._with_history(ref, stored.shipment, datetime.fromtimestamp(stored.current_at, UTC))
        try:
            shipment = self.clients[ref.account].track(ref.reference)
        except UnknownShipment as error:
            # Cached and raised for other viewers: without the frames, which hold the request.
            return error.with_traceback(None)
        except CarrierFailure as error:
            return error.with_traceback(None)
        except Exception as error:  # noqa: BLE001 - a fault in one carrier's module must not take the others' answers away
            log.error("carrier_module_failed", account=ref.account, type=type(error).__name__)  # noqa: TRY400 - its text may hold anything
            return CarrierUnreadable(ref.account, f"the carrier's module failed: {type(error).__name__}")
        if shipment.status is Status.UNKNOWN:
            self._log_unknown_word(shipment.carrier, shipment.carrier_status)
        return self._with_history(ref, shipment, datetime.now(UTC))

    def stored(self, ref: ShipmentRef) -> TrackingResult | None:
        """Return the refresher's last answer, however old, for a carrier that fails."""
        stored = self._stored(ref)
        if stored is None:
            return None
        return self._with_history(ref, stored.shipment, datetime.fromtimestamp(stored.current_at, UTC))

    def recorded(self, ref: ShipmentRef, *, stale: bool) -> TrackingResult | None:
        """Return the shipment from its webhooks only, or None where there were no webhooks."""
        history = self._history_of(ref)
        if not history.is_known:
            return None
        adapter, now = self.clients[ref.account].adapter, datetime.now(UTC)
        shipment = from_history(adapter.account, ref.reference, history, now, adapter.step_meaning)
        return TrackingResult(replace(shipment, stages=adapter.stages[ref.reference.kind]), now, stale)

    def _with_history(self, ref: ShipmentRef, shipment: Shipment, as_of: datetime) -> TrackingResult:
        """Record the fetch, and add what was recorded before."""
        adapter, now = self.clients[ref.account].adapter, datetime.now(UTC)
        normalised = replace(ref, reference=adapter.normalise(ref.reference, shipment))
        if self.history is not None:
            with suppress(StoreUnavailable):
                self.history.record_fetch(normalised, shipment, now.timestamp())
        complete = apply_history(shipment, self._history_of(normalised), now, adapter.step_meaning)
        return TrackingResult(replace(complete, stages=adapter.stages[ref.reference.kind]), as_of)

    def _history_of(self, ref: ShipmentRef) -> RecordedHistory:
        if self.history is not None:
            with suppress(StoreUnavailable):
                return self.history.history_of(ref)
        return RecordedHistory()

    def _stored(self, ref: ShipmentRef) -> StoredShipment | None:
        """Return the refresher's answer, where there is one that can be parsed."""
        feed = self.clients[ref.account].adapter.change_feed
        if self.stored_answers is None or feed is None:
            return None
        with suppress(StoreUnavailable, TrackingError):
            stored = self.stored_answers.stored_answer(ref)
            if stored is not None:
                shipment = feed.parse_stored(ref.reference, stored.answer)
                return StoredShipment(shipment, stored.answered_at, stored.current_at)
        return None

    def _log_unknown_word(self, carrier: str, word: str | None) -> None:
        """Log a status word that no table has, once."""
        if (carrier, word) not in self._logged_words and len(self._logged_words) < MAX_LOGGED_WORDS:
            self._logged_words.add((carrier, word))
            log.warning("unknown_carrier_status", carrier=carrier, word=word)
