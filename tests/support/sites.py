"""The site of the tests: several brands, all three carriers, and the samples that it is asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
import svcs
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from prometheus_client import generate_latest

from tests.support.canaries import canaries_in
from tests.support.configuration import EXAMPLE, SECRET, Table, configuration, load
from tests.support.visitor import Sandbox, Visitor
from tracking_site.app import create_app
from tracking_site.config import Settings
from tracking_site.domain.clock import Clock
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.services import Replacements, link_sealer
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.tracking.query import PARAMETERS
from tracking_site.tracking.sealed_links import DEFAULT_DAYS
from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.leaps import credentials as leaps_credentials
from tracking_site_sandbox.loginext import credentials as loginext_credentials
from tracking_site_sandbox.logis import credentials as logis_credentials
from tracking_site_sandbox.sample import Sample

T = TypeVar("T")

ISSUED = "4b41a94b-521b-4986-920d-6e4c1cf15fd0"
WEBHOOK_SECRET = "a-secret-in-the-address-of-webhooks"
API_KEY = "a-merchants-key-of-the-tests"
SECRETS = (
    *(SECRET, API_KEY, WEBHOOK_SECRET, logis_credentials.API_KEY),
    *(leaps_credentials.GEODIS_APIKEY, leaps_credentials.GEODIS_USER, leaps_credentials.GEODIS_PASSWORD),
    *(leaps_credentials.GLS_APIKEY, leaps_credentials.GLS_USER, leaps_credentials.GLS_PASSWORD),
    *(loginext_credentials.USER, loginext_credentials.PASSWORD, loginext_credentials.SECRET_KEY),
    *(loginext_credentials.LATER_USER, loginext_credentials.LATER_PASSWORD),
)
NORTHWIND, FJORD, QUIET = "track.northwind.example", "fjord.example", "quiet.example"
PLENTY = "1000000 per minute"


def site_configuration(
    sandbox: str,
    database: Path,
    *,
    any_host: bool = False,
    trusted_proxies: int = 0,
    views: str = PLENTY,
    misses: str = PLENTY,
    actions: str = PLENTY,
    brand_misses: str = PLENTY,
    deadline: float = 5.0,
    fresh: float = 600.0,
    unknown: float = 30.0,
    logo: str = "brands/northwind/logo.svg",
    languages: tuple[str, ...] = ("en", "fr"),
    time_zone: str = "America/Toronto",
    nord: Table | None = None,
    mile: Table | None = None,
) -> Table:
    """Return the configuration of the tests' site; `nord` and `mile` have further keys of these accounts."""
    issued = {"aid": ISSUED, "key": "$2a$08$issued/key+of=tests", "public": True}
    return configuration(
        sandbox,
        site={
            "public_url": f"https://{NORTHWIND}",
            "database_url": f"sqlite:///{database}",
            "any_host": any_host,
            "trusted_proxies": trusted_proxies,
            "limits": {
                "views": views,
                "misses": misses,
                "actions": actions,
                "shipment_actions": actions,
                "brand_misses": brand_misses,
            },
            "exchange": {"deadline": deadline},
            "freshness": {
                "fresh": fresh,
                "fresh_out_for_delivery": fresh,
                "fresh_final": fresh,
                "unknown": unknown,
            },
        },
        brands={
            "northwind": {
                "name": "Northwind Delivery",
                "hosts": [NORTHWIND],
                "accounts": ["nord", "geodis", "gls", "mile"],
                "languages": list(languages),
                "time_zone": time_zone,
                "api_keys": [API_KEY],
                "accent": "#0b6b4f",
                "logo": logo,
                "support": EXAMPLE["brands"]["northwind"]["support"],
            },
            "fjord": {
                "name": "Fjord Parts",
                "hosts": [FJORD],
                "accounts": ["geodis", "later"],
                "languages": ["fr", "en"],
                "time_zone": "Europe/Copenhagen",
                "logo": "brands/fjord/logo.svg",
            },
            "quiet": {"name": "Quiet & Sons", "hosts": [QUIET], "accounts": ["gls"], "languages": ["en"]},
        },
        accounts={
            "nord": nord or {},
            "geodis": {},
            "gls": {},
            "mile": {"webhook_path_secret": WEBHOOK_SECRET, **(mile or {})},
            "later": {"webhook_path_secret": None, "iframe": issued},
        },
    )


class Compiled(BytecodeCache):
    """Templates as the first site of the tests has compiled them: the others need not."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass(frozen=True)
class Site:
    """The site of a test, and the sandbox that it asks."""

    app: Flask = field(repr=False)
    settings: Settings = field(repr=False)
    sandbox: Sandbox

    def service(self, kind: type[T]) -> T:
        return service(self.app, kind)

    @property
    def visitor(self) -> Visitor:
        return Visitor(self.app, NORTHWIND)

    def set_clock(self, moment: datetime) -> None:
        """Let pages be made at another time; carriers are asked in the present."""
        svcs.flask.get_registry(self.app).register_value(Clock, Clock(moment))

    def token(
        self,
        sample: Sample,
        *,
        brand: str = "northwind",
        account: str | None = None,
        for_recipient: bool = True,
        days: int = DEFAULT_DAYS,
    ) -> str:
        """A sealed link's token for a sample."""
        ref = ShipmentRef(account or account_of(sample), reference_of(sample))
        return link_sealer(self.settings).seal(brand, ref, for_recipient=for_recipient, days=days)


def reference_of(sample: Sample) -> Reference:
    """What the site asks the sample's carrier for."""
    kinds = {name: kind for name, kind in PARAMETERS.items() if name in sample.query}
    ((name, kind),) = kinds.items()
    return Reference(kind, sample.query[name], sample.query.get("review_key"))


ALL = samples()
JOBS = tuple(sample for sample in ALL if "job_id" in sample.query)
UNPROVEN_JOBS = tuple(sample for sample in JOBS if "no review key" in sample.title)
PROVEN_JOBS = tuple(sample for sample in JOBS if sample not in UNPROVEN_JOBS)
(SEVERAL,) = (sample for sample in ALL if "q" in sample.query)
SHIPMENTS = tuple(sample for sample in ALL if sample is not SEVERAL)
OPEN = tuple(sample for sample in SHIPMENTS if sample not in JOBS)
"""What anybody sees who knows its number."""


def title_of(sample: Sample) -> str:
    """How a sample is named in a list of tests."""
    return f"{sample.carrier}: {sample.title}"


def legs_of(sample: Sample) -> tuple[Sample, ...]:
    """The samples that are one journey with a sample, itself among them: which of them a site knows is up to what was asked."""
    return tuple(each for each in ALL if each is sample or (sample.awb and each.awb == sample.awb))


def account_of(sample: Sample) -> str:
    """The account of the first brand that knows a sample."""
    kind = reference_of(sample).kind
    if kind is ReferenceKind.SLI_NUMBER:
        return "gls" if sample.query["slino"].startswith("30") else "geodis"
    return "nord" if kind is ReferenceKind.JOB_ID else "mile"


def service(app: Flask, kind: type[T]) -> T:
    """A service of a site, by its type."""
    with app.app_context():
        return svcs.flask.get(kind)


def compiled_app(settings: Settings, replaced: Replacements | None = None) -> Flask:
    """An application whose templates are compiled once for all of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", COMPILED)
        return create_app(settings, replaced)


@contextmanager
def open_site(
    folder: Path,
    sandbox: Sandbox,
    *,
    database: Path | None = None,
    replaced: Replacements | None = None,
    **changes: Any,
) -> Iterator[Site]:
    """A site of the tests' configuration with changes; what it opened is closed behind it."""
    settings = load(folder, site_configuration(sandbox.address, database or folder / "tracking-site.db", **changes))
    app = compiled_app(settings, replaced)
    try:
        yield Site(app, settings, sandbox)
        assert not written_by(app, settings), "something that nobody may read was kept"
    finally:
        svcs.flask.close_registry(app)


def written_by(app: Flask, settings: Settings) -> set[str]:
    """The canaries in what a site keeps: the keys of its memory, its metrics, its database."""
    keys = "\n".join(service(app, MemoryCache).keys())
    path = Path(settings.site.database_url.get_secret_value().removeprefix("sqlite:///"))
    files = [file.read_bytes() for file in path.parent.glob(f"{path.name}*")] if path.parent.is_dir() else []
    written: list[str | bytes] = [keys, generate_latest(), *files]
    return set().union(*(canaries_in(each) for each in written))


Open = Callable[..., Site]
