"""The services of a process: one instance of each, made here, found by type, closed in reverse order.

`create_app` registers them with svcs; a test or the preview passes replacements instead of reaching into them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

import svcs

from tracking_site.carriers.adapter import Adapter, LiveMap, Webhooks
from tracking_site.carriers.client import CarrierClient
from tracking_site.carriers.registry import adapter_of
from tracking_site.carriers.transport import Transport
from tracking_site.config import Settings
from tracking_site.domain.clock import Clock
from tracking_site.domain.errors import StoreUnavailable
from tracking_site.features.change_feed.refresher import Refresher
from tracking_site.features.live_map.service import LiveMaps
from tracking_site.features.merchant_links.service import MerchantLinks, RevocationStore
from tracking_site.features.proof_of_delivery.fetcher import ProofFetcher
from tracking_site.features.proof_of_delivery.images import MAX_BYTES
from tracking_site.features.proof_of_delivery.service import ProofsOfDelivery
from tracking_site.features.proof_of_delivery.store import ProofStore as ProofStorePort
from tracking_site.features.recipient_actions.service import RecipientActions
from tracking_site.features.recipient_actions.verification import Verification
from tracking_site.features.webhooks.processing import WebhookProcessor
from tracking_site.features.webhooks.receiver import WebhookReceiver
from tracking_site.features.webhooks.worker import DelayedTasks
from tracking_site.storage.answer_store import AnswerStore
from tracking_site.storage.counters import ExpiringCounters
from tracking_site.storage.database import Database
from tracking_site.storage.encryption import AtRestCipher
from tracking_site.storage.event_store import EventStore
from tracking_site.storage.journey_index import JourneyIndex
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.storage.proof_store import ProofStore
from tracking_site.storage.revocations import Revocations
from tracking_site.storage.webhook_store import WebhookStore
from tracking_site.tracking.announced import AnnouncedShipments
from tracking_site.tracking.fetcher import ShipmentFetcher
from tracking_site.tracking.journeys import Journeys
from tracking_site.tracking.lookup import AccountFeatures, BrandScopes, Lookup, ProofStates
from tracking_site.tracking.sealed_links import LinkSealer
from tracking_site.tracking.stores import CachedResult, LinkRevocations, ShipmentTracker
from tracking_site.tracking.stores import JourneyIndex as JourneyIndexPort
from tracking_site.tracking.tracker import Tracker
from tracking_site.version import USER_AGENT
from tracking_site.web.http.form_state import FormStates
from tracking_site.web.http.metrics import observe_call
from tracking_site.web.http.probes import Dependency, Readiness
from tracking_site.web.http.rate_limits import redis_options

FETCH_THREADS = 256
PARALLEL_REQUEST_THREADS = 64
DOWNLOAD_THREADS = 2
DOWNLOAD_SECONDS = 20.0
"""The time limit of an image download: images are larger than answers, and pages do not wait for them."""


class RevocationPort(LinkRevocations, RevocationStore, Protocol):
    """Revocations as look-ups and merchants' links need them."""


@dataclass(frozen=True, slots=True)
class Replacements:
    """Replacements for services, in the preview and in tests."""

    tracker: ShipmentTracker | None = None
    journey_index: JourneyIndexPort | None = None
    revocations: RevocationPort | None = None
    proof_store: ProofStorePort | None = None
    clock: Clock | None = None
    offline: bool = False
    """No action calls a carrier."""


@dataclass(frozen=True, slots=True)
class CarrierClients:
    """The clients of all configured accounts, and what they opened."""

    by_account: Mapping[str, CarrierClient]
    transports: Sequence[Transport] = field(repr=False)
    executor: Executor = field(repr=False)

    def close(self) -> None:
        """Close the connections and stop the threads."""
        self.executor.shutdown()
        for transport in self.transports:
            transport.close()


def register_services(registry: svcs.Registry, settings: Settings, replaced: Replacements) -> None:
    """Make every service of the site and register it under its type."""
    clients = open_clients(settings, PARALLEL_REQUEST_THREADS)
    registry.register_value(Settings, settings)
    registry.register_value(Clock, replaced.clock or Clock())
    registry.register_value(CarrierClients, clients, on_registry_close=clients.close)
    registry.register_value(
        BrandScopes,
        BrandScopes({name: client.adapter.reference_kinds for name, client in clients.by_account.items()}),
    )
    database = open_database(settings)
    registry.register_value(Database, database, on_registry_close=database.close)
    _register_tracking(registry, settings, clients, database, replaced)
    registry.register_value(Readiness, Readiness(lambda: _dependencies(clients, database)))


def _register_tracking(
    registry: svcs.Registry, settings: Settings, clients: CarrierClients, database: Database, replaced: Replacements
) -> None:
    index, proof_store = JourneyIndex(database), ProofStore(database)
    events = EventStore(database, index)
    fetcher = ShipmentFetcher(clients.by_account, events, open_answer_store(settings, database))
    freshness = settings.site.freshness
    cache: MemoryCache[CachedResult] = MemoryCache(freshness.most_kept, max(freshness.kept, freshness.kept_final))
    own_tracker = Tracker(fetcher, cache, freshness, ThreadPoolExecutor(FETCH_THREADS, "fetch"))

    def invalidate(key: str) -> None:
        own_tracker.drop(key)
        proof_store.drop(key)
        index.clear()

    own_revocations = Revocations(database, invalidate)
    tracker = replaced.tracker or own_tracker
    revocations = replaced.revocations or own_revocations
    sealer = link_sealer(settings)
    announced = AnnouncedShipments(_adapters(clients), None if replaced.tracker else events)
    journeys = Journeys(tracker, replaced.journey_index or index)
    lookup = Lookup(tracker, sealer, revocations, journeys, _features(clients, offline=replaced.offline), announced)
    registry.register_value(MemoryCache, cache)
    registry.register_value(ShipmentTracker, tracker, on_registry_close=own_tracker.close)
    registry.register_value(Revocations, own_revocations, on_registry_close=own_revocations.close)
    registry.register_value(LinkSealer, sealer)
    registry.register_value(FormStates, FormStates([key.get_secret_value() for key in settings.site.secret_keys]))
    registry.register_value(Lookup, lookup)
    registry.register_value(MerchantLinks, MerchantLinks(lookup, sealer, revocations))
    called = {} if replaced.offline else clients.by_account
    registry.register_value(RecipientActions, RecipientActions(lookup, tracker, called))
    registry.register_value(LiveMaps, LiveMaps(called))
    redis = settings.site.redis_url.get_secret_value() if settings.site.redis_url else None
    registry.register_value(Verification, Verification(lookup, ExpiringCounters(redis, redis_options())))
    downloads = open_downloads(settings)
    proofs_fetcher = ProofFetcher(_adapters(clients), downloads, replaced.proof_store or proof_store)
    proofs = ProofsOfDelivery(lookup, called, proofs_fetcher, replaced.proof_store or proof_store)
    registry.register_value(ProofsOfDelivery, proofs, on_registry_close=lambda: _close_all(downloads.values()))
    registry.register_value(ProofStates, proofs)
    webhooks, webhook_store = _webhooks(clients), WebhookStore(database)
    processor = WebhookProcessor(webhooks, webhook_store, events, proofs_fetcher, invalidate)
    executor, delayed = ThreadPoolExecutor(1, "webhooks"), DelayedTasks("delayed", DOWNLOAD_THREADS)
    receiver = WebhookReceiver(webhooks, webhook_store, processor, executor, delayed)
    registry.register_value(WebhookStore, webhook_store, on_registry_close=webhook_store.close)
    registry.register_value(WebhookReceiver, receiver, on_registry_close=receiver.close)


def open_clients(settings: Settings, threads: int) -> CarrierClients:
    """Open a client for every configured account."""
    exchange = settings.site.exchange
    executor = ThreadPoolExecutor(threads, "request")
    transports = {
        name: Transport(
            name,
            seconds=exchange.deadline,
            connections=exchange.calls_in_flight,
            user_agent=account.user_agent or USER_AGENT,
        )
        for name, account in settings.accounts.items()
    }
    clients = {
        name: CarrierClient(adapter_of(account), transports[name], exchange, executor, observe_call)
        for name, account in settings.accounts.items()
    }
    return CarrierClients(clients, tuple(transports.values()), executor)


def open_database(settings: Settings) -> Database:
    """Open the configured database; it connects when it is first needed."""
    return Database(settings.site.database_url.get_secret_value())


def open_answer_store(settings: Settings, database: Database) -> AnswerStore:
    """Open the store of the refresher's answers, encrypted with the site's keys."""
    return AnswerStore(database, AtRestCipher([key.get_secret_value() for key in settings.site.secret_keys]))


def open_downloads(settings: Settings) -> dict[str, Transport]:
    """Open the connections for images that prove deliveries, by account."""
    return {
        name: Transport(
            name,
            seconds=DOWNLOAD_SECONDS,
            connections=DOWNLOAD_THREADS,
            user_agent=account.user_agent or USER_AGENT,
            most_bytes=MAX_BYTES,
        )
        for name, account in settings.accounts.items()
    }


def open_refresher(settings: Settings, clients: CarrierClients, database: Database, holder: str) -> Refresher:
    """Open what follows the change feeds of the configured accounts."""
    return Refresher(clients.by_account, open_answer_store(settings, database), holder)


def open_processor(
    settings: Settings, clients: CarrierClients, database: Database, on_update: Callable[[str], object]
) -> WebhookProcessor:
    """Open what processes stored webhooks; `on_update` is called with the keys of updated shipments."""
    fetcher = ProofFetcher(_adapters(clients), open_downloads(settings), ProofStore(database))
    events = EventStore(database, JourneyIndex(database))
    return WebhookProcessor(_webhooks(clients), WebhookStore(database), events, fetcher, on_update)


def link_sealer(settings: Settings) -> LinkSealer:
    """Return what seals and opens the links of a configuration."""
    return LinkSealer([key.get_secret_value() for key in settings.site.secret_keys])


def _adapters(clients: CarrierClients) -> dict[str, Adapter]:
    return {name: client.adapter for name, client in clients.by_account.items()}


def _webhooks(clients: CarrierClients) -> dict[str, Webhooks]:
    return {name: adapter.webhooks for name, adapter in _adapters(clients).items() if adapter.webhooks is not None}


def _features(clients: CarrierClients, *, offline: bool) -> dict[str, AccountFeatures]:
    """Return what each account adds to its shipments; offline, no live map."""
    live_maps = {} if offline else _live_maps(clients)
    return {
        account: AccountFeatures(live_maps.get(account), client.adapter.phrases)
        for account, client in clients.by_account.items()
    }


def _live_maps(clients: CarrierClients) -> dict[str, LiveMap]:
    return {name: adapter.live_map for name, adapter in _adapters(clients).items() if adapter.live_map is not None}


def _dependencies(clients: CarrierClients, database: Database) -> Sequence[Dependency]:
    accounts = [
        Dependency(name, client.adapter.account.carrier, client.state) for name, client in clients.by_account.items()
    ]
    return (*accounts, Dependency("database", database.dialect, _ping(database)))


def _ping(database: Database) -> str:
    try:
        database.ping()
    except StoreUnavailable:
        return "failing"
    return "ok"


def _close_all(transports: Iterable[Transport]) -> None:
    for transport in transports:
        transport.close()
