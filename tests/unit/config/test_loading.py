"""The contract's example loads, and what is left out has the documented defaults."""

import json
import time
import tomllib
from zoneinfo import ZoneInfo

from limits import parse_many

from tests.support.config_trees import CANARY, Load, smallest
from tests.support.toml import document
from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.logis.account import LogisAccount

CONTRACT = """
[site]
secret_keys   = ["env:TRACKING_SITE_SECRET"]
public_url    = "https://track.example.com"
database_url  = "sqlite:///var/tracking-site.db"
redis_url     = "redis://127.0.0.1:6379/0"
trusted_proxies = 0
any_host      = false

[site.limits]
views         = "300 per minute"
misses        = "30 per minute"
actions       = "20 per minute"

[brands.northwind]
name          = "Northwind Delivery"
hosts         = ["track.northwind.example"]
accounts      = ["nord", "geodis", "mile"]
languages     = ["en", "fr"]
time_zone     = "America/Toronto"
embed_origins = ["https://shop.northwind.example"]
api_keys      = ["env:NORTHWIND_API_KEY"]
accent        = "#0b6b4f"
logo          = "brands/northwind/logo.svg"
support       = { email = "help@northwind.example", phone = "+1 514 555 0100", url = "https://n.example/" }

[accounts.nord]
carrier       = "logis"
name          = "Nord Livraison"
base_url      = "https://app.logisapp.ca"
api_key       = "env:LOGIS_API_KEY"
hourly_limit  = 2500
duration_unit = "minutes"
# distance_unit = "km"                          # m, km, mi

[accounts.geodis]
carrier       = "leaps"
name          = "GEODIS"
endpoint      = "https://portal.ff.geodis.com/api/endpoint.php"
apikey        = "env:GEODIS_APIKEY"
username      = "env:GEODIS_USER"
password      = "env:GEODIS_PASSWORD"
portal        = "XXX"
# contract    = 1234
time_zone     = "Europe/Copenhagen"
# statuses    = { "Confirmed" = "delivered" }

[accounts.mile]
carrier       = "loginext"
name          = "LogiNext"
base_url      = "https://api.loginextsolutions.com"
username      = "env:LOGINEXT_USER"
password      = "env:LOGINEXT_PASSWORD"
products      = ["mile", "ondemand", "haul"]
webhook_path_secret = "env:LOGINEXT_HOOK"
webhook_signature   = "env:LOGINEXT_APP_SECRET"

[accounts.mile.iframe]
username      = "env:LOGINEXT_IFRAME_USER"
password      = "env:LOGINEXT_IFRAME_PASSWORD"
"""

VARIABLES = (
    "TRACKING_SITE_SECRET",
    "NORTHWIND_API_KEY",
    "LOGIS_API_KEY",
    "GEODIS_APIKEY",
    "GEODIS_USER",
    "GEODIS_PASSWORD",
    "LOGINEXT_USER",
    "LOGINEXT_PASSWORD",
    "LOGINEXT_HOOK",
    "LOGINEXT_APP_SECRET",
    "LOGINEXT_IFRAME_USER",
    "LOGINEXT_IFRAME_PASSWORD",
)
ENVIRON = {name: f"{CANARY}-{name.lower()}-0123456789abcdef0123456789" for name in VARIABLES}


def test_the_contracts_example_loads_with_its_environment_set(load: Load) -> None:
    settings = load(CONTRACT, ENVIRON)
    brand = settings.default_brand
    assert (brand.id, brand.languages, brand.zone) == (
        "northwind",
        ("en", "fr"),
        ZoneInfo("America/Toronto"),
    )
    assert brand.support.phone == "+1 514 555 0100"
    nord, geodis, mile = settings.accounts_of(brand)
    assert isinstance(nord, LogisAccount)
    assert nord.api_key.get_secret_value() == ENVIRON["LOGIS_API_KEY"]
    assert isinstance(geodis, LeapsAccount)
    assert (geodis.portal, geodis.contract, geodis.zone) == ("XXX", None, ZoneInfo("Europe/Copenhagen"))
    assert isinstance(mile, LoginextAccount)
    assert mile.iframe is not None
    assert mile.iframe.username == ENVIRON["LOGINEXT_IFRAME_USER"]
    assert settings.site.secret_keys[0].get_secret_value() == ENVIRON["TRACKING_SITE_SECRET"]


def test_the_example_is_read_in_well_under_a_second(load: Load) -> None:
    start = time.monotonic()
    load(CONTRACT, ENVIRON)
    assert time.monotonic() - start < 0.5


def test_omitted_settings_have_the_documented_defaults(load: Load) -> None:
    settings = load(smallest())
    site = settings.site
    assert site.public_url == "http://127.0.0.1:8000"
    assert site.database_url.get_secret_value() == "sqlite:///var/tracking-site.db"
    assert (site.redis_url, site.trusted_proxies, site.any_host) == (None, 0, False)
    assert list(site.limits.views) == parse_many("300 per minute")
    assert list(site.limits.misses) == parse_many("30 per minute")
    assert list(site.limits.actions) == parse_many("20 per minute")
    assert site.exchange.model_dump() == {
        "deadline": 2.5,
        "retry_share": 0.1,
        "breaker_failures": 5,
        "breaker_seconds": 15,
        "breaker_most_seconds": 120,
        "calls_in_flight": 10,
    }
    assert site.freshness.model_dump() == {
        "fresh": 60,
        "fresh_out_for_delivery": 15,
        "fresh_final": 600,
        "renewing": 600,
        "kept": 7 * 86400,
        "kept_final": 30 * 86400,
        "unknown": 30,
        "most_kept": 20000,
    }
    brand = settings.default_brand
    assert (brand.hosts, brand.languages, brand.time_zone, brand.accent) == ((), None, "UTC", "#1f5eff")
    nord, geodis, mile = settings.accounts_of(brand)
    assert isinstance(nord, LogisAccount)
    assert (nord.base_url, nord.hourly_limit) == ("https://app.logisapp.ca", 2500)
    assert (nord.duration_unit, nord.distance_unit, nord.user_agent) == ("minutes", "km", None)
    assert isinstance(geodis, LeapsAccount)
    assert (geodis.apikey.get_secret_value(), geodis.time_zone, geodis.statuses) == ("", "UTC", {})
    assert isinstance(mile, LoginextAccount)
    assert mile.base_url == "https://api.loginextsolutions.com"
    assert (mile.products, mile.iframe) == (("mile", "ondemand", "haul"), None)
    assert (mile.webhook_signature_kind, mile.webhook_zone) == ("secret", ZoneInfo("UTC"))


def test_the_toml_writer_of_the_tests_is_correct() -> None:
    tree = {"a b": ['é\n"\\', 1, 2.5, True, {"x": "y"}], "t": smallest()}
    assert json.dumps(tomllib.loads(document(tree))) == json.dumps(tree)
