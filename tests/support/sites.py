"""The site of the tests: several brands, all three carriers, and the samples that it is asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
import svcs
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from prometheus_client import generate_latest

from tests.support.canaries import told_in
from tests.support.visitor import Sandbox, Visitor
from tracking_site.app import create_app
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import Settings, load_settings
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.services import link_sealer
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.tracking.query import PARAMETERS
from tracking_site.tracking.sealed_links import DEFAULT_DAYS
from tracking_site_sandbox import credentials as known
from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.sample import Sample

T = TypeVar("T")

SECRET = "a-secret-of-the-tests-that-seals-links"
ISSUED = "4b41a94b-521b-4986-920d-6e4c1cf15fd0"
WEBHOOK_SECRET = "a-secret-in-the-address-of-webhooks"
API_KEY = "a-merchants-key-of-the-tests"
SECRETS = (
    *(
        SECRET,
        API_KEY,
        WEBHOOK_SECRET,
        known.LOGIS_API_KEY,
        known.GEODIS_APIKEY,
        known.GEODIS_USER,
        known.GEODIS_PASSWORD,
    ),
    *(known.GLS_APIKEY, known.GLS_USER, known.GLS_PASSWORD, known.LOGINEXT_USER, known.LOGINEXT_PASSWORD),
    *(known.LOGINEXT_SECRET_KEY, known.LOGINEXT_LATER_USER, known.LOGINEXT_LATER_PASSWORD),
)
NORTHWIND, FJORD, QUIET = "track.northwind.example", "fjord.example", "quiet.example"
PLENTY = "1000000 per minute"

CONFIGURATION = f"""
[site]
secret_keys = ["{SECRET}"]
public_url = "https://{NORTHWIND}"
database_url = "sqlite:///{{database}}"
any_host = {{any_host}}
trusted_proxies = {{trusted_proxies}}

[site.limits]
views = "{{views}}"
misses = "{{misses}}"
actions = "{{actions}}"
shipment_actions = "{{actions}}"
brand_misses = "{{brand_misses}}"

[site.exchange]
deadline = {{deadline}}

[site.freshness]
fresh = {{fresh}}
fresh_out_for_delivery = {{fresh}}
fresh_final = {{fresh}}

[brands.northwind]
name = "Northwind Delivery"
hosts = ["{NORTHWIND}"]
accounts = ["nord", "geodis", "gls", "mile"]
languages = ["en", "fr"]
time_zone = "America/Toronto"
api_keys = ["{API_KEY}"]
accent = "#0b6b4f"
logo = "{{logo}}"
support = {{{{ email = "help@northwind.example", phone = "+1 514 555 0100", url = "https://northwind.example/help" }}}}

[brands.fjord]
name = "Fjord Parts"
hosts = ["{FJORD}"]
accounts = ["geodis", "later"]
languages = ["fr", "en"]
time_zone = "Europe/Copenhagen"
logo = "brands/fjord/logo.svg"

[brands.quiet]
name = "Quiet & Sons"
hosts = ["{QUIET}"]
accounts = ["gls"]
languages = ["en"]

[accounts.nord]
carrier = "logis"
name = "Nord Livraison"
base_url = "{{sandbox}}/logis"
api_key = "{{logis_key}}"

[accounts.geodis]
carrier = "leaps"
name = "GEODIS"
endpoint = "{{sandbox}}/leaps/geodis/api/endpoint.php"
apikey = "{known.GEODIS_APIKEY}"
username = "{known.GEODIS_USER}"
password = "{known.GEODIS_PASSWORD}"
portal = "{known.GEODIS_PORTAL}"
time_zone = "{known.LEAPS_TIME_ZONE}"

[accounts.gls]
carrier = "leaps"
name = "GLS"
endpoint = "{{sandbox}}/leaps/gls/api/endpoint.php"
apikey = "{known.GLS_APIKEY}"
username = "{known.GLS_USER}"
password = "{known.GLS_PASSWORD}"
contract = {known.GLS_CONTRACT}
time_zone = "{known.LEAPS_TIME_ZONE}"

[accounts.mile]
carrier = "loginext"
name = "LogiNext"
base_url = "{{sandbox}}/loginext"
username = "{known.LOGINEXT_USER}"
password = "{known.LOGINEXT_PASSWORD}"
webhook_path_secret = "{WEBHOOK_SECRET}"
iframe = {{{{ username = "{known.LOGINEXT_IFRAME_USER}", password = "{known.LOGINEXT_IFRAME_PASSWORD}" }}}}
{{webhook_signature}}

[accounts.later]
carrier = "loginext"
name = "LogiNext"
base_url = "{{sandbox}}/loginext"
username = "{known.LOGINEXT_LATER_USER}"
password = "{known.LOGINEXT_LATER_PASSWORD}"
iframe = {{{{ aid = "{ISSUED}", key = "$2a$08$issued/key+of=tests", public = true }}}}
"""
USUAL: dict[str, object] = {
    "any_host": "false",
    "trusted_proxies": 0,
    "views": PLENTY,
    "misses": PLENTY,
    "actions": PLENTY,
    "brand_misses": PLENTY,
    "deadline": 5.0,
    "webhook_signature": "",
    "fresh": 600.0,
    "logo": "brands/northwind/logo.svg",
    "logis_key": known.LOGIS_API_KEY,
}


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


@contextmanager
def open_site(folder: Path, sandbox: Sandbox, **changes: object) -> Iterator[Site]:
    """A site of the tests' configuration; what it opened is closed behind it."""
    file = folder / "tracking-site.toml"
    usual = {**USUAL, "database": folder / "tracking-site.db"}
    file.write_text(CONFIGURATION.format(sandbox=sandbox.address, **{**usual, **changes}))
    settings = load_settings(file, {}, ACCOUNT_MODELS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", COMPILED)
        app = create_app(settings)
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
    return set().union(*(told_in(each) for each in written))


Open = Callable[..., Site]
