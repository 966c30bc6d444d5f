"""The only place where the concrete parts meet."""

from collections.abc import Callable, Mapping, MutableMapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from tracking_site import assets
from tracking_site.carriers.client import CarrierClient
from tracking_site.carriers.registry import adapter_of
from tracking_site.carriers.transport import Transport
from tracking_site.config import ConfigurationError, LoginextAccount, Settings
from tracking_site.features.change_feed.refresher import Refresher
from tracking_site.features.live_map.routes import live_map
from tracking_site.features.live_map.service import LiveMaps
from tracking_site.features.merchant_links.api import link_api
from tracking_site.features.merchant_links.service import MerchantLinks
from tracking_site.features.proof_of_delivery.images import MOST_BYTES
from tracking_site.features.proof_of_delivery.service import ProofFetcher, Proofs
from tracking_site.features.recipient_actions.api import action_api
from tracking_site.features.recipient_actions.forms import make_code_form, make_forms
from tracking_site.features.recipient_actions.service import Actions
from tracking_site.features.recipient_actions.verification import Verification
from tracking_site.features.webhooks.receiver import Readers, WebhookReceiver
from tracking_site.features.webhooks.routes import webhooks
from tracking_site.features.webhooks.worker import DelayedTasks
from tracking_site.storage.answer_store import AnswerStore
from tracking_site.storage.counters import ExpiringCounters
from tracking_site.storage.database import Database
from tracking_site.storage.encryption import AtRestCipher
from tracking_site.storage.event_store import EventStore
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.storage.proof_store import ProofStore
from tracking_site.storage.revocations import Revocations
from tracking_site.storage.webhook_store import WebhookStore
from tracking_site.tracking.journeys import Journeys
from tracking_site.tracking.lookup import Lookup
from tracking_site.tracking.sealed_links import LinkSealer
from tracking_site.tracking.tracker import Tracker
from tracking_site.version import USER_AGENT
from tracking_site.web.api.routes import api
from tracking_site.web.branding import scripts
from tracking_site.web.branding.views import looks_problems
from tracking_site.web.http import context
from tracking_site.web.http.compression import Compression
from tracking_site.web.http.errors import register_errors
from tracking_site.web.http.metrics import measure, observe_call
from tracking_site.web.http.probes import make_probes
from tracking_site.web.http.rate_limits import limit_actions, limit_look_ups, make_limiter, redis_options
from tracking_site.web.http.request import SiteRequest
from tracking_site.web.http.security_headers import COMMON, NOTHING, strict_by_default
from tracking_site.web.i18n.languages import LANGUAGES
from tracking_site.web.pages import embed, shipment_responses, template_context
from tracking_site.web.pages import routes as pages

if TYPE_CHECKING:
    from tracking_site.tracking.stores import Kept

FLIGHTS = 256
BESIDE = 64
ERRANDS = 2
PICTURES_WITHIN = 20.0
"""Seconds that fetching pictures may take: they are larger than answers, and nobody waits for most of them."""
MOST_BODY_BYTES = 64_000
MOST_FIELDS = 100
A_YEAR = 31_536_000


def create_app(settings: Settings) -> Flask:
    """The site of a configuration, as a Flask application; raises `ConfigurationError` for what only it can know."""
    check_configuration(settings)
    lines = open_lines(settings, ThreadPoolExecutor(BESIDE, "beside"))
    app = Flask("tracking_site", static_folder=None, template_folder=str(assets.TEMPLATES))
    app.config.update(MAX_CONTENT_LENGTH=MOST_BODY_BYTES, MAX_FORM_PARTS=MOST_FIELDS, PREFERRED_URL_SCHEME="https")
    app.request_class = SiteRequest
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    database = Database(settings.site.database_url.get_secret_value())
    app.extensions[context.EXTENSION] = _context(settings, lines, database)
    _register(app, settings, lines, database)
    return app


def open_lines(settings: Settings, beside: Executor) -> dict[str, CarrierClient]:
    """A line to every configured account."""
    exchange = settings.site.exchange
    return {
        name: CarrierClient(
            adapter_of(account),
            Transport(
                name,
                seconds=exchange.deadline,
                connections=exchange.calls_in_flight,
                user_agent=account.user_agent or USER_AGENT,
            ),
            exchange,
            beside,
            observe_call,
        )
        for name, account in settings.accounts.items()
    }


def open_inbox(settings: Settings, database: Database, news: Callable[[str], object]) -> WebhookReceiver:
    """What takes LogiNext's webhooks in; `news` is told the keys of the shipments that something was told of."""
    accounts = {name: each for name, each in settings.accounts.items() if isinstance(each, LoginextAccount)}
    readers = Readers(ThreadPoolExecutor(1, "webhooks"), DelayedTasks("errands", ERRANDS))
    proofs = open_proof_fetcher(settings, database)
    return WebhookReceiver(accounts, WebhookStore(database), EventStore(database), news, proofs, readers)


def open_proof_fetcher(settings: Settings, database: Database) -> ProofFetcher:
    """What fetches the pictures that prove deliveries."""
    requests = {name: adapter_of(account).proof_request for name, account in settings.accounts.items()}
    senders = {
        name: Transport(
            name,
            seconds=PICTURES_WITHIN,
            connections=ERRANDS,
            user_agent=account.user_agent or USER_AGENT,
            most_bytes=MOST_BYTES,
        )
        for name, account in settings.accounts.items()
    }
    return ProofFetcher(requests, senders, ProofStore(database))


def open_refresher(settings: Settings, database: Database, holder: str) -> Refresher:
    """What follows the changes at Leaps' installations."""
    lines = open_lines(settings, ThreadPoolExecutor(1, "beside"))
    return Refresher(lines, open_renewals(settings, database), holder)


def open_renewals(settings: Settings, database: Database) -> AnswerStore:
    """What the refresher brings, closed with the site's own keys."""
    return AnswerStore(database, AtRestCipher([key.get_secret_value() for key in settings.site.secret_keys]))


def sealer(settings: Settings) -> LinkSealer:
    """What seals and opens the links of a configuration."""
    return LinkSealer([key.get_secret_value() for key in settings.site.secret_keys])


def _context(settings: Settings, lines: Mapping[str, CarrierClient], database: Database) -> context.SiteContext:
    chronicle = EventStore(database, open_renewals(settings, database))
    tracker, seals = _tracker(settings, lines, chronicle), sealer(settings)
    notices = Revocations(database, tracker.drop)
    maps = {
        name: account.iframe.public
        for name, account in settings.accounts.items()
        if isinstance(account, LoginextAccount) and account.iframe is not None
    }
    desk = Lookup(tracker, seals, notices, Journeys(tracker, chronicle), maps)
    redis = settings.site.redis_url.get_secret_value() if settings.site.redis_url else None
    return context.SiteContext(
        settings=settings,
        desk=desk,
        kinds={name: line.adapter.kinds for name, line in lines.items()},
        actions=Actions(desk, tracker, lines),
        verification=Verification(desk, ExpiringCounters(redis, redis_options())),
        links=MerchantLinks(desk, seals, notices),
        inbox=open_inbox(settings, database, tracker.drop),
        live_maps=LiveMaps(lines),
        proofs=Proofs(desk, lines, open_proof_fetcher(settings, database), ProofStore(database)),
    )


def _tracker(settings: Settings, lines: Mapping[str, CarrierClient], chronicle: EventStore) -> Tracker:
    freshness = settings.site.freshness
    cache: MemoryCache[Kept] = MemoryCache(freshness.most_kept, max(freshness.kept, freshness.kept_final))
    return Tracker(lines, cache, freshness, ThreadPoolExecutor(FLIGHTS, "flight"), chronicle)


def _register(app: Flask, settings: Settings, lines: Mapping[str, CarrierClient], database: Database) -> None:
    def readiness() -> list[dict[str, Any]]:
        accounts = [(name, line.adapter.account.carrier, line.state) for name, line in lines.items()]
        rows = (*accounts, ("database", database.dialect, database.state))
        return [{"name": name, "kind": kind, "state": state} for name, kind, state in rows]

    app.after_request(strict_by_default)
    measure(app)
    app.before_request(context.find_brand)
    register_errors(app)
    limiter = make_limiter(app, settings.site)
    limit_look_ups(limiter, settings.site, pages.pages, embed.embed, api, live_map)
    app.register_blueprint(pages.pages)
    app.register_blueprint(embed.embed)
    app.register_blueprint(api)
    app.register_blueprint(live_map)
    acting = (
        make_forms(shipment_responses.PAGES, pages.page_headers),
        make_forms(shipment_responses.EMBED, embed.embed_headers),
        make_code_form(pages.page_headers),
        action_api,
    )
    limit_actions(limiter, settings.site, *acting)
    limit_look_ups(limiter, settings.site, link_api)
    for blueprint in (*acting, link_api, webhooks):
        app.register_blueprint(blueprint)
    app.register_blueprint(make_probes(readiness))
    template_context.prepare(app, settings)
    static = WhiteNoise(
        app.wsgi_app,
        root=str(assets.STATIC),
        prefix="static/",
        max_age=A_YEAR,
        charset="utf-8",
        allow_all_origins=False,
        add_headers_function=_static_headers,
    )
    static.add_files(str(scripts.FOLDER), prefix=scripts.script_prefix())
    packed = Compression(static)
    app.wsgi_app = ProxyFix(packed, *[settings.site.trusted_proxies] * 3) if settings.site.trusted_proxies else packed  # type: ignore[method-assign]


def _static_headers(headers: MutableMapping[str, str], _path: str, _address: str) -> None:
    """Static files are as closed to other sites as pages are."""
    for name, value in {**COMMON, "Content-Security-Policy": NOTHING}.items():
        headers[name] = value


def check_configuration(settings: Settings) -> None:
    """What the settings cannot know by themselves: the languages, the pictures and the fonts that are there."""
    problems = []
    for brand in settings.brands.values():
        for place, tag in enumerate(brand.languages or ()):
            if tag not in LANGUAGES:
                problems.append(f"brands.{brand.id}.languages.{place}: the site has {', '.join(LANGUAGES)}")
        problems.extend(f"brands.{brand.id}.{key}: {what}" for key, what in looks_problems(brand, LANGUAGES))
    if problems:
        raise ConfigurationError(tuple(problems))
