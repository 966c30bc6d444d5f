"""The configuration: accepted and refused values, and that problems never show a value."""

import copy
import json
import os
import time
import tomllib
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from limits import parse_many
from pydantic import SecretStr, ValidationError

from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.loginext.account import Iframe, LoginextAccount
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import ConfigurationError, Settings, Site, load_settings

Tree = dict[str, Any]
Load = Callable[..., Settings]
Problems = Callable[..., dict[str, str]]

KEY = "0123456789abcdef0123456789abcdef"
CANARY = "kanarienvogel"

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


def toml(value: object) -> str:
    """Return a value as TOML writes it on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + "".join(c if c in PLAIN else f"\\U{ord(c):08X}" for c in value) + '"'
        case dict():
            return "{" + ", ".join(f"{toml(str(key))} = {toml(entry)}" for key, entry in value.items()) + "}"
        case list():
            return "[" + ", ".join(toml(entry) for entry in value) + "]"
        case datetime() | date() | clock():
            return value.isoformat()
        case _:
            return str(value)


PLAIN = {chr(code) for code in range(0x20, 0x7F)} - {'"', "\\"}


def document(tree: Mapping[str, object]) -> str:
    """Return a tree as a TOML file."""
    return "".join(f"{toml(key)} = {toml(value)}\n" for key, value in tree.items())


def smallest() -> Tree:
    """Return a configuration with only the required keys, and an account of each carrier."""
    return {
        "site": {"secret_keys": [KEY]},
        "brands": {"shop": {"name": "Shop", "accounts": ["nord", "geodis", "mile"]}},
        "accounts": {
            "nord": {"carrier": "logis", "name": "Nord", "api_key": "k"},
            "geodis": {
                "carrier": "leaps",
                "name": "GEODIS",
                "endpoint": "http://127.0.0.1:9000/endpoint.php",
                "username": "u",
                "password": "p",
                "portal": "XXX",
            },
            "mile": {"carrier": "loginext", "name": "LogiNext", "username": "u", "password": "p"},
        },
    }


def changed(path: str, value: object) -> Tree:
    """Return the smallest configuration with one key set; missing tables are created."""
    tree = smallest()
    *tables, last = path.split(".")
    place = tree
    for name in tables:
        place = place.setdefault(name, {})
    place[last] = value
    return tree


def without(path: str) -> Tree:
    """Return the smallest configuration without one key."""
    tree = smallest()
    *tables, last = path.split(".")
    place = tree
    for name in tables:
        place = place[name]
    del place[last]
    return tree


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tracking-site.toml"


@pytest.fixture
def load(file: Path) -> Load:
    def loaded(tree: Tree | str, environ: Mapping[str, str] | None = None) -> Settings:
        file.write_text(tree if isinstance(tree, str) else document(tree), encoding="utf-8")
        return load_settings(file, environ or {}, ACCOUNT_MODELS)

    return loaded


@pytest.fixture
def problems(load: Load) -> Problems:
    """Return the problems of a configuration, by path."""

    def found(tree: Tree | str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
        with pytest.raises(ConfigurationError) as caught:
            load(tree, environ)
        assert all("\n" not in line for line in caught.value.problems)
        return dict(line.split(": ", 1) for line in caught.value.problems)

    return found


class TestWhatLoads:
    def test_the_contracts_example_loads_with_its_environment_set(self, load: Load) -> None:
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

    def test_the_example_is_read_in_well_under_a_second(self, load: Load) -> None:
        start = time.monotonic()
        load(CONTRACT, ENVIRON)
        assert time.monotonic() - start < 0.5

    def test_omitted_settings_have_the_documented_defaults(self, load: Load) -> None:
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

    def test_brands_and_accounts_keep_their_order_and_know_their_names(self, load: Load) -> None:
        tree = smallest()
        tree["brands"] = {name: {"name": name, "accounts": ["mile", "nord"]} for name in ("zulu", "alfa", "mike")}
        settings = load(tree)
        assert list(settings.brands) == ["zulu", "alfa", "mike"]
        assert [brand.id for brand in settings.brands.values()] == ["zulu", "alfa", "mike"]
        assert settings.default_brand.id == "zulu"
        assert [account.id for account in settings.accounts_of(settings.default_brand)] == ["mile", "nord"]

    def test_settings_cannot_be_changed(self, load: Load) -> None:
        settings = load(smallest())
        for part in (settings, settings.site, settings.default_brand, *settings.accounts.values()):
            for name in type(part).model_fields:
                with pytest.raises(ValidationError):
                    setattr(part, name, None)

    def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(self, file: Path) -> None:
        file.write_bytes(b"\xef\xbb\xbf" + document(smallest()).replace("\n", "\r\n").encode())
        assert load_settings(file, {}, ACCOUNT_MODELS).default_brand.id == "shop"

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("site.public_url", "https://example.com/tracking"),
            ("site.database_url", "postgresql://user:pass@host/name?sslmode=require"),
            ("site.database_url", "sqlite:////srv/tracking.db"),
            ("site.redis_url", "rediss://:pass@host:6380/1"),
            ("site.redis_url", "unix:///run/redis.sock"),
            ("site.limits", {"views": "5 per second; 300/minute"}),
            ("site.exchange", {"deadline": 3, "retry_share": 0, "calls_in_flight": 1}),
            ("site.freshness", {"fresh": 0.2, "kept": 1}),
            ("brands.shop.hosts", ["a.example", "[::1]", "127.0.0.1", "xn--bcher-kva.example", "localhost"]),
            ("brands.shop.languages", ["en", "pt-BR", "zh-Hans", "zh-Hant-TW", "es-419"]),
            (
                "brands.shop.embed_origins",
                ["https://a.example:8443", "http://localhost:3000", "http://[::1]:1", "http://127.0.0.1"],
            ),
            ("brands.shop.accent", "#ABC"),
            ("brands.shop.logo", "brands/shop/logo-2.webp"),
            ("brands.shop.support", {}),
            ("brands.shop.support", {"url": "http://example.com/help?a=1#b"}),
            ("accounts.nord.base_url", "http://127.0.0.1:9001/logis"),
            ("accounts.nord.user_agent", "tracking-site/1 (help@example.com)"),
            ("accounts.geodis.apikey", ""),
            ("accounts.geodis.contract", 1234),
            ("accounts.geodis.statuses", {"Confirmed": "delivered", "Kører nu": "out_for_delivery"}),
            ("accounts.mile.products", ["haul"]),
            ("accounts.mile.iframe", {"aid": "token"}),
            ("accounts.mile.iframe", {"aid": "token", "key": "k", "public": True}),
            ("accounts.mile.iframe", {"username": "viewer", "password": "p"}),
            ("accounts.mile.webhook_path_secret", "abcdefgh_IJKLM-0"),
            ("accounts.mile.webhook_signature_kind", "hmac-sha256"),
            ("accounts.mile.proof_hosts", ["Files.example:8443", "store"]),
            ("accounts.un_used", {"carrier": "logis", "name": "n", "api_key": "k"}),
        ],
    )
    def test_good_values_are_accepted(self, load: Load, path: str, value: object) -> None:
        assert load(changed(path, value))

    def test_a_contract_may_be_a_string_of_digits(self, load: Load) -> None:
        tree = changed("accounts.geodis.contract", "env:CONTRACT")
        del tree["accounts"]["geodis"]["portal"]
        account = load(tree, {"CONTRACT": "1234"}).accounts["geodis"]
        assert isinstance(account, LeapsAccount)
        assert account.contract == 1234

    @pytest.mark.parametrize(
        ("path", "given", "kept"),
        [
            ("site.public_url", "https://example.com/", "https://example.com"),
            ("accounts.nord.base_url", "https://example.com/api/", "https://example.com/api"),
            ("accounts.geodis.endpoint", "https://example.com/api/", "https://example.com/api/"),
            ("brands.shop.hosts", ["Track.Example."], ("track.example",)),
            ("brands.shop.hosts", ["[0:0::1]"], ("[::1]",)),
            ("brands.shop.embed_origins", ["HTTPS://Shop.Example:443"], ("https://shop.example",)),
        ],
    )
    def test_addresses_are_normalised(self, load: Load, path: str, given: object, kept: object) -> None:
        found: Any = load(changed(path, given))
        for name in path.split("."):
            found = found[name] if isinstance(found, dict) else getattr(found, name)
        assert found == kept

    def test_limits_have_flask_limiters_notation_as_text(self, load: Load) -> None:
        views = load(changed("site.limits", {"views": "5 per 2 second; 300/hour"})).site.limits.views
        assert parse_many(str(views)) == list(views)

    def test_a_brands_own_host_may_serve_its_logo(self, load: Load) -> None:
        tree = changed("brands.shop.hosts", ["Track.Example"])
        tree["brands"]["shop"]["logo"] = "https://track.example/logo.svg"
        assert load(tree).default_brand.logo == "https://track.example/logo.svg"


class TestReferences:
    def test_a_file_loses_one_trailing_newline_and_nothing_else(self, load: Load, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        for content, expected in ((" a b \n", " a b "), ("ab\r\n", "ab"), ("ab", "ab")):
            secret.write_bytes(content.encode())
            account = load(changed("accounts.nord.api_key", f"file:{secret}")).accounts["nord"]
            assert isinstance(account, LogisAccount)
            assert account.api_key.get_secret_value() == expected

    def test_references_are_followed_once_only(self, load: Load) -> None:
        account = load(changed("accounts.nord.api_key", "env:A"), {"A": "env:B", "B": "b"}).accounts["nord"]
        assert isinstance(account, LogisAccount)
        assert account.api_key.get_secret_value() == "env:B"

    def test_any_string_can_be_a_reference(self, load: Load) -> None:
        tree = changed("brands.shop.hosts", ["a.example", "env:HOST"])
        tree["accounts"]["nord"]["carrier"] = "env:CARRIER"
        settings = load(tree, {"HOST": "b.example", "CARRIER": "logis"})
        assert settings.default_brand.hosts == ("a.example", "b.example")

    @pytest.mark.parametrize(
        ("reference", "environ", "expected"),
        [
            ("env:GONE", {}, "the environment variable GONE is not set"),
            ("env:EMPTY", {"EMPTY": ""}, "the environment variable EMPTY is empty"),
            ("env:", {"": "x"}, "the environment variable is not set"),
            ("env:BYTES", {"BYTES": "\udcff"}, "the environment variable BYTES is not UTF-8"),
            ("env:p@ss word", {}, "the environment variable is not set"),
            ("file:secret", {}, "the path behind file: must be absolute"),
            ("file:/no/such/file", {}, "the file /no/such/file is not there, or is not a file"),
            ("file:/", {}, "the file / is not there, or is not a file"),
            ("file:/dev/zero", {}, "the file /dev/zero is not there, or is not a file"),
            ("file:/a\0b", {}, "the file is not there, or is not a file"),
        ],
    )
    def test_an_unresolved_reference_is_a_problem_of_its_key_only(
        self, problems: Problems, reference: str, environ: dict[str, str], expected: str
    ) -> None:
        tree = changed("accounts.nord.api_key", reference)
        assert problems(tree, environ) == {"accounts.nord.api_key": expected}

    @pytest.mark.parametrize(
        ("content", "expected"),
        [(b"\n", "is empty"), (b"", "is empty"), (b"\xff", "is not UTF-8"), (b"x" * 70_000, "is too large")],
    )
    def test_a_referenced_file_without_a_value_is_a_problem(
        self, problems: Problems, tmp_path: Path, content: bytes, expected: str
    ) -> None:
        secret = tmp_path / "secret"
        secret.write_bytes(content)
        found = problems(changed("accounts.nord.api_key", f"file:{secret}"))
        assert found == {"accounts.nord.api_key": f"the file {secret} {expected}"}

    def test_a_pipe_does_not_hang_the_start(self, problems: Problems, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        found = problems(changed("accounts.nord.api_key", f"file:{tmp_path / 'pipe'}"))
        assert list(found) == ["accounts.nord.api_key"]

    def test_a_file_that_cannot_be_read_is_a_problem(self, problems: Problems) -> None:
        found = problems(changed("accounts.nord.api_key", "file:/proc/self/mem"))
        assert found == {"accounts.nord.api_key": "the file /proc/self/mem cannot be read (Input/output error)"}

    @pytest.mark.parametrize("path", ["site.secret_keys", "brands.shop.accounts", "accounts.nord.carrier"])
    def test_a_missing_value_is_not_also_reported_as_invalid(self, problems: Problems, path: str) -> None:
        assert problems(changed(path, "env:GONE")) == {path: "the environment variable GONE is not set"}

    def test_a_missing_secret_key_is_not_also_reported_as_an_empty_list(self, problems: Problems) -> None:
        assert list(problems(changed("site.secret_keys", ["env:GONE"]))) == ["site.secret_keys.0"]


class TestTheFile:
    def test_a_missing_configuration_file_is_named(self, file: Path) -> None:
        with pytest.raises(ConfigurationError) as caught:
            load_settings(file, {}, ACCOUNT_MODELS)
        assert caught.value.problems == (f"{file}: there is no such file",)

    def test_a_folder_instead_of_a_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError) as caught:
            load_settings(tmp_path, {}, ACCOUNT_MODELS)
        assert caught.value.problems == (f"{tmp_path}: cannot be read (Is a directory)",)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("[site]\nany_host = maybe\n", "line 2: is not valid TOML (invalid value)"),
            (
                "[site]\n\nany_host\n",
                "line 3: is not valid TOML (expected '=' after a key in a key/value pair)",
            ),
            ("[a]\nx = 1\n[a]\n", "line 3: is not valid TOML"),
            ("[a]\nx = '''", "line 2: is not valid TOML"),
            ("x = " + "9" * 5000, "is not valid TOML: a number in it is too long"),
            ("x = " + "[" * 100_000, "is nested too deeply"),
        ],
    )
    def test_invalid_toml_is_one_problem_with_its_line(self, file: Path, content: str, expected: str) -> None:
        file.write_text(content)
        with pytest.raises(ConfigurationError) as caught:
            load_settings(file, {}, ACCOUNT_MODELS)
        (line,) = caught.value.problems
        assert line.startswith(f"{file}: {expected}")

    def test_invalid_utf8_is_one_problem_with_its_line(self, file: Path) -> None:
        file.write_bytes(b"[site]\nx = '\xff'\n")
        with pytest.raises(ConfigurationError) as caught:
            load_settings(file, {}, ACCOUNT_MODELS)
        assert caught.value.problems == (f"{file}: line 2: is not UTF-8",)

    def test_toml_problems_do_not_quote_the_file(self, file: Path) -> None:
        for content in (f"password = {CANARY}", f"p = {{ '{CANARY}' = 1, '{CANARY}' = 2 }}", f"{CANARY} x"):
            file.write_text(content)
            with pytest.raises(ConfigurationError) as caught:
                load_settings(file, {}, ACCOUNT_MODELS)
            assert CANARY not in str(caught.value)

    def test_deeply_nested_tables_are_a_problem(self, problems: Problems) -> None:
        assert "is nested too deeply" in problems("[" + ".".join("a" * 3000) + "]\n").values()


class TestProblems:
    def test_an_empty_file_names_everything_that_is_required(self, problems: Problems) -> None:
        assert problems("") == {
            "accounts": "is required",
            "brands": "is required",
            "site.secret_keys": "is required",
        }

    @pytest.mark.parametrize(
        "path",
        [
            "site.secret_keys",
            "brands.shop.name",
            "brands.shop.accounts",
            "accounts.nord.name",
            "accounts.nord.api_key",
            "accounts.nord.carrier",
            "accounts.geodis.endpoint",
            "accounts.geodis.username",
            "accounts.geodis.password",
            "accounts.mile.username",
            "accounts.mile.password",
        ],
    )
    def test_missing_required_keys_are_problems(self, problems: Problems, path: str) -> None:
        assert problems(without(path)) == {path: "is required"}

    @pytest.mark.parametrize(
        "path",
        [
            "colour",
            "site.colour",
            "site.limits.colour",
            "site.exchange.colour",
            "site.freshness.colour",
            "brands.shop.colour",
            "brands.shop.id",
            "brands.shop.support.colour",
            "accounts.nord.colour",
            "accounts.nord.id",
            "accounts.nord.endpoint",
            "accounts.geodis.logis",
            "accounts.mile.leaps",
        ],
    )
    def test_an_unknown_key_is_named_without_the_carriers_tag(self, problems: Problems, path: str) -> None:
        assert problems(changed(path, "red")) == {path: "unknown key"}

    @pytest.mark.parametrize("carrier", ["dhl", "Logis", "", 1, True, ["logis"], {"a": 1}])
    def test_the_problem_of_an_unknown_carrier_names_the_known_ones(self, problems: Problems, carrier: object) -> None:
        assert problems(changed("accounts.nord.carrier", carrier)) == {
            "accounts.nord.carrier": "must be one of logis, leaps, loginext"
        }

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            # Types
            ("site", 1),
            ("brands", []),
            ("brands", {}),
            ("accounts", "x"),
            ("accounts.nord", "x"),
            ("accounts.nord", [1]),
            ("brands.shop", 3),
            ("site.any_host", "true"),
            ("site.any_host", 1),
            ("site.trusted_proxies", True),
            ("site.trusted_proxies", "1"),
            ("site.trusted_proxies", 1.0),
            ("site.trusted_proxies", -1),
            ("site.trusted_proxies", 11),
            ("site.public_url", 1),
            ("site.limits", 1),
            ("brands.shop.name", 5),
            ("brands.shop.hosts", "a.example"),
            ("brands.shop.support", "x"),
            # Site
            ("site.secret_keys", []),
            ("site.public_url", ""),
            ("site.public_url", "ftp://example.com"),
            ("site.public_url", "https://"),
            ("site.public_url", "https:example.com"),
            ("site.public_url", "https://user@example.com"),
            ("site.public_url", "https://user:p@example.com"),
            ("site.public_url", "https://example.com/?"),
            ("site.public_url", "https://example.com/#"),
            ("site.public_url", "https://example.com:0"),
            ("site.public_url", "https://example.com:"),
            ("site.public_url", "https://example.com:99999"),
            ("site.public_url", "https://example.com:x"),
            ("site.public_url", "https://[::1"),
            ("site.public_url", "https://[::1]x:80"),
            ("site.public_url", "https://a b.example"),
            ("site.public_url", "https://a.exa\tmple"),
            ("site.public_url", "https://bücher.example"),
            ("site.public_url", "https://a..example"),
            ("site.public_url", "https://a.example\\b"),
            ("site.database_url", "mysql://host/name"),
            ("site.database_url", "sqlite://"),
            ("site.database_url", "sqlite:///"),
            ("site.database_url", "postgresql://host"),
            ("site.database_url", ""),
            ("site.redis_url", "http://host"),
            ("site.redis_url", "redis://"),
            ("site.redis_url", "redis://host:x"),
            ("site.redis_url", "unix://"),
            ("site.redis_url", ""),
            ("site.limits.views", "often"),
            ("site.limits.views", ""),
            ("site.limits.views", 300),
            ("site.limits.misses", "0 per minute"),
            ("site.limits.misses", "1 per 9999 year"),
            ("site.limits.actions", "9" * 150 + " per fortnight"),
            ("site.limits.actions", "1" + " " * 100_000),
            ("site.exchange.deadline", 0),
            ("site.exchange.deadline", "2.5"),
            ("site.exchange.deadline", float("nan")),
            ("site.exchange.deadline", float("inf")),
            ("site.exchange.deadline", 10**400),
            ("site.exchange.retry_share", 1.1),
            ("site.exchange.breaker_failures", 0),
            ("site.exchange.breaker_seconds", 0),
            ("site.exchange.breaker_most_seconds", 14),
            ("site.exchange.calls_in_flight", 64),
            ("site.freshness.fresh", -1),
            ("site.freshness.most_kept", 0),
            # Brands
            ("brands.Shop", {"name": "n", "accounts": ["nord"]}),
            ("brands.s_p", {"name": "n", "accounts": ["nord"]}),
            ("brands.-s", {"name": "n", "accounts": ["nord"]}),
            (f"brands.{'s' * 33}", {"name": "n", "accounts": ["nord"]}),
            ("brands.shop.name", ""),
            ("brands.shop.name", " Shop"),
            ("brands.shop.name", "Shop\nX-Header: 1"),
            ("brands.shop.name", "s" * 101),
            ("brands.shop.accounts", []),
            ("brands.shop.languages", []),
            ("brands.shop.time_zone", "Mars/Olympus"),
            ("brands.shop.time_zone", ""),
            ("brands.shop.time_zone", "../../etc/passwd"),
            ("brands.shop.time_zone", "/etc/localtime"),
            ("brands.shop.time_zone", "America"),
            ("brands.shop.time_zone", "a" * 5000),
            ("brands.shop.accent", "blue"),
            ("brands.shop.accent", "#12345"),
            ("brands.shop.accent", "#fff;}"),
            ("brands.shop.accent", "#fff\n"),
            ("brands.shop.logo", "/logo.svg"),
            ("brands.shop.logo", "../logo.svg"),
            ("brands.shop.logo", "a/../logo.svg"),
            ("brands.shop.logo", "a\\logo.svg"),
            ("brands.shop.logo", "logo.gif"),
            ("brands.shop.logo", ""),
            ("brands.shop.logo", ".svg"),
            ("brands.shop.logo", "a//logo.svg"),
            ("brands.shop.logo", "//evil.example/logo.svg"),
            ("brands.shop.logo", "data:image/svg+xml,x.svg"),
            ("brands.shop.logo", "http://a.example/logo.svg"),
            ("brands.shop.logo", "https://a.example/logo.svg"),
            ("brands.shop.support.email", "help"),
            ("brands.shop.support.email", "a@b"),
            ("brands.shop.support.email", "a b@c.example"),
            ("brands.shop.support.email", "a@c.example\n"),
            ("brands.shop.support.phone", "call us"),
            ("brands.shop.support.phone", "+()"),
            ("brands.shop.support.url", "javascript:alert(1)"),
            # Accounts
            ("accounts.Nord", {"carrier": "logis", "name": "n", "api_key": "k"}),
            ("accounts.nord.name", ""),
            ("accounts.nord.user_agent", "a\r\nX: 1"),
            ("accounts.nord.user_agent", ""),
            ("accounts.nord.api_key", ""),
            ("accounts.nord.api_key", 5),
            ("accounts.nord.api_key", "a\nb"),
            ("accounts.nord.hourly_limit", 0),
            ("accounts.nord.hourly_limit", 1_000_001),
            ("accounts.nord.hourly_limit", "2500"),
            ("accounts.nord.duration_unit", "hours"),
            ("accounts.nord.distance_unit", "KM"),
            ("accounts.nord.base_url", "https://u:p@example.com"),
            ("accounts.geodis.endpoint", "https://example.com/endpoint.php?x=1"),
            ("accounts.geodis.endpoint", "endpoint.php"),
            ("accounts.geodis.portal", ""),
            ("accounts.geodis.contract", True),
            ("accounts.geodis.contract", "12a"),
            ("accounts.geodis.contract", "١٢"),
            ("accounts.geodis.contract", 12.0),
            ("accounts.geodis.contract", 0),
            ("accounts.geodis.contract", 10**18),
            ("accounts.geodis.statuses", ["x"]),
            ("accounts.geodis.statuses.Gone", "lost"),
            ("accounts.geodis.time_zone", "CEST/DST"),
            ("accounts.mile.products", []),
            ("accounts.mile.products", "mile"),
            ("accounts.mile.username", ""),
            ("accounts.mile.webhook_path_secret", "short"),
            ("accounts.mile.webhook_path_secret", "0123456789abcdef/"),
            ("accounts.mile.webhook_path_secret", "0123456789abcdef\n"),
            ("accounts.mile.webhook_signature", ""),
            ("accounts.mile.webhook_signature_kind", "md5"),
            ("accounts.mile.webhook_time_zone", 1),
            ("accounts.mile.iframe", "aid"),
        ],
    )
    def test_a_bad_value_is_a_problem_at_its_path(self, problems: Problems, path: str, value: object) -> None:
        found = problems(changed(path, value))
        assert path in found
        assert found[path] != "is not valid"
        assert all(where == path or where.startswith(("brands.", f"{path}.")) for where in found)

    @pytest.mark.parametrize(
        ("path", "entries", "wrong"),
        [
            ("site.secret_keys", [KEY, "short", KEY[:31]], [1, 2]),
            (
                "accounts.mile.proof_hosts",
                [
                    "https://a.example",
                    "a.example/x",
                    "a.example\n",
                    "me@a.example",
                    "a.example:0",
                    "",
                    "a.example:8443",
                ],
                [0, 1, 2, 3, 4, 5],
            ),
            ("brands.shop.accounts", ["nord", "nort", "nord", 7], [1, 2, 3]),
            (
                "brands.shop.hosts",
                [
                    "a.example",
                    "https://b.example",
                    "c.example:80",
                    "d.example/x",
                    "*.e.example",
                    "",
                    "A.example.",
                    "bücher.example",
                    "ſ.example",
                    "[::g]",
                    "a" * 64,
                ],
                [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            ),
            (
                "brands.shop.languages",
                ["en", "english", "en_US", "EN", "en-us", "", "en"],
                [1, 2, 3, 4, 5, 6],
            ),
            (
                "brands.shop.embed_origins",
                [
                    "https://a.example",
                    "*",
                    "https://*.a.example",
                    "http://a.example",
                    "https://a.example/",
                    "https://a.example/x",
                    "https://u@a.example",
                    "https://a.example?x",
                    "a.example",
                    "null",
                    "'self'",
                    "https://a.example; script-src *",
                    "http://localhost.evil.example",
                ],
                list(range(1, 13)),
            ),
            (
                "brands.shop.api_keys",
                ["0123456789abcdef", "0123456789abcde", "0123456789 abcdef", "ä" * 16, "0123456789abcdef"],
                [1, 2, 3, 4],
            ),
            ("accounts.mile.products", ["mile", "air", "mile"], [1, 2]),
        ],
    )
    def test_each_invalid_entry_of_a_list_is_reported_with_its_index(
        self, problems: Problems, path: str, entries: list[object], wrong: list[int]
    ) -> None:
        assert sorted(problems(changed(path, entries))) == sorted(f"{path}.{index}" for index in wrong)

    def test_a_star_as_an_embed_origin_is_refused_clearly(self, problems: Problems) -> None:
        found = problems(changed("brands.shop.embed_origins", ["*"]))
        assert found["brands.shop.embed_origins.0"].startswith("must not be or hold *")

    def test_a_host_of_two_brands_is_refused_in_any_spelling(self, problems: Problems) -> None:
        tree = changed("brands.shop.hosts", ["a.example"])
        tree["brands"]["other"] = {"name": "o", "accounts": ["nord"], "hosts": ["b.example", "A.Example."]}
        assert problems(tree) == {"brands.other.hosts.1": "is also brands.shop.hosts.0"}

    def test_an_api_key_of_two_brands_is_refused_after_resolving(self, problems: Problems) -> None:
        tree = changed("brands.shop.api_keys", ["env:ONE"])
        tree["brands"]["other"] = {"name": "o", "accounts": ["nord"], "api_keys": ["env:TWO"]}
        found = problems(tree, {"ONE": KEY, "TWO": KEY})
        assert found == {"brands.other.api_keys.0": "is the same as brands.shop.api_keys.0"}

    def test_leaps_needs_a_portal_or_a_contract(self, problems: Problems) -> None:
        assert problems(without("accounts.geodis.portal")) == {
            "accounts.geodis.portal": "is required where there is no contract"
        }

    @pytest.mark.parametrize(
        ("iframe", "keys"),
        [
            ({}, ["username"]),
            ({"public": True}, ["username"]),
            ({"username": "viewer"}, ["password"]),
            ({"password": "p"}, ["username"]),
            ({"aid": "a", "username": "viewer", "password": "p"}, ["aid"]),
            ({"aid": "a", "password": "p"}, ["aid"]),
            ({"username": "viewer", "password": "p", "key": "k"}, ["key"]),
            ({"key": "k"}, ["key", "username"]),
            ({"aid": ""}, ["aid"]),
            ({"aid": "a", "public": "true"}, ["public"]),
            ({"username": "u", "password": "p"}, ["username"]),
            ({"username": "U", "password": "p"}, ["username"]),
        ],
    )
    def test_the_iframe_has_one_kind_of_credentials_and_not_the_accounts_user(
        self, problems: Problems, iframe: Tree, keys: list[str]
    ) -> None:
        found = problems(changed("accounts.mile.iframe", iframe))
        assert sorted(found) == [f"accounts.mile.iframe.{key}" for key in keys]

    def test_the_iframes_user_is_compared_after_resolving(self, problems: Problems) -> None:
        tree = changed("accounts.mile.iframe", {"username": "env:VIEWER", "password": "p"})
        assert list(problems(tree, {"VIEWER": "u"})) == ["accounts.mile.iframe.username"]

    def test_problems_of_every_kind_are_reported_at_once(self, problems: Problems) -> None:
        tree = smallest()
        tree["colour"] = 1
        tree["site"] = {"secret_keys": ["env:GONE"], "any_host": "no"}
        tree["brands"]["shop"] |= {
            "accounts": ["nort"],
            "accent": "red",
            "hosts": ["a.example"],
            "logo": "https://b.example/x",
        }
        tree["brands"]["other"] = {"accounts": ["nord"], "hosts": ["a.example"]}
        tree["accounts"]["nord"] = {"carrier": "logis", "api_key": "file:/no/such/file"}
        tree["accounts"]["geodis"] = {"carrier": "dhl"}
        tree["accounts"]["mile"]["iframe"] = {"username": "u", "password": "env:GONE", "x": 1}
        assert list(problems(tree)) == [
            "accounts.geodis.carrier",
            "accounts.mile.iframe.password",
            "accounts.mile.iframe.username",
            "accounts.mile.iframe.x",
            "accounts.nord.api_key",
            "accounts.nord.name",
            "brands.other.hosts.0",
            "brands.other.name",
            "brands.shop.accent",
            "brands.shop.accounts.0",
            "brands.shop.logo",
            "colour",
            "site.any_host",
            "site.secret_keys.0",
        ]

    def test_a_key_with_special_characters_is_quoted_on_one_line(self, problems: Problems) -> None:
        tree = changed("accounts.geodis.statuses", {"In transit": "x", "a\nb: c": "y"})
        assert sorted(problems(tree)) == [
            'accounts.geodis.statuses."In transit"',
            'accounts.geodis.statuses."a\\nb',
        ]

    def test_the_text_of_the_error_is_its_lines(self) -> None:
        error = ConfigurationError(["a: b", "c: d"])
        assert error.problems == ("a: b", "c: d")
        assert str(error) == "a: b\nc: d"


class TestHosts:
    @pytest.fixture
    def settings(self, load: Load) -> Settings:
        tree = changed("brands.shop.hosts", ["track.shop.example", "[::1]"])
        tree["brands"]["other"] = {"name": "o", "accounts": ["nord"], "hosts": ["Other.Example."]}
        return load(tree)

    @pytest.mark.parametrize(
        ("host", "brand"),
        [
            ("track.shop.example", "shop"),
            ("TRACK.shop.Example", "shop"),
            ("track.shop.example:8000", "shop"),
            ("track.shop.example.", "shop"),
            ("track.shop.example.:443", "shop"),
            ("[::1]:8000", "shop"),
            ("[::1]", "shop"),
            ("other.example", "other"),
            ("", None),
            (":80", None),
            ("::1", None),
            ("shop.example", None),
            ("x.track.shop.example", None),
            ("track.shop.example:80:80", None),
            ("track.shop.example:x", None),
            ("track.shop.example@evil.example", None),
            ("track.shop.example\n", None),
        ],
    )
    def test_a_brand_is_found_by_its_host_only(self, settings: Settings, host: str, brand: str | None) -> None:
        found = settings.brand_of_host(host)
        assert (found.id if found else None) == brand

    def test_looking_a_host_up_leaves_the_settings_as_they_were(self, settings: Settings) -> None:
        before = repr(settings)
        settings.brand_of_host("other.example")
        assert repr(settings) == before


def references(tree: Any, environ: dict[str, str]) -> Any:
    """Return a tree whose strings all come from the environment, each marked with the canary."""
    match tree:
        case dict():
            return {key: references(value, environ) for key, value in tree.items()}
        case list():
            return [references(value, environ) for value in tree]
        case str():
            name = f"V{len(environ)}"
            environ[name] = f"{tree}{CANARY}"
            return f"env:{name}"
        case _:
            return tree


class TestSecrets:
    def full(self) -> Tree:
        tree = smallest()
        tree["site"] |= {
            "database_url": "postgresql://user:pass@host/name",
            "redis_url": "redis://:pass@host/0",
        }
        tree["brands"]["shop"]["api_keys"] = [KEY]
        tree["accounts"]["geodis"]["apikey"] = "k"
        tree["accounts"]["mile"] |= {
            "webhook_path_secret": KEY,
            "webhook_signature": "s",
            "iframe": {"username": "viewer", "password": "p"},
        }
        return tree

    def test_no_repr_shows_a_secret(self, load: Load) -> None:
        tree = self.full()
        tree["site"]["secret_keys"] = [KEY + CANARY]
        tree["site"]["database_url"] = f"postgresql://user:{CANARY}@host/name"
        tree["site"]["redis_url"] = f"redis://:{CANARY}@host/0"
        tree["brands"]["shop"]["api_keys"] = [KEY + CANARY]
        accounts = tree["accounts"]
        accounts["nord"]["api_key"] = CANARY
        accounts["geodis"] |= {"apikey": CANARY, "username": CANARY, "password": CANARY}
        accounts["mile"] |= {
            "username": CANARY,
            "password": CANARY,
            "webhook_path_secret": CANARY * 2,
            "webhook_signature": CANARY,
        }
        for iframe in ({"aid": CANARY, "key": CANARY}, {"username": f"v{CANARY}", "password": CANARY}):
            accounts["mile"]["iframe"] = iframe
            settings = load(tree)
            parts = [
                settings,
                settings.site,
                *settings.brands.values(),
                *settings.accounts.values(),
                settings.accounts["mile"],
            ]
            for part in parts:
                assert CANARY not in repr(part)
                assert CANARY not in str(part)
                assert CANARY not in f"{part}"

    def test_problems_do_not_show_referenced_values(self, load: Load) -> None:
        environ: dict[str, str] = {}
        tree = references(self.full(), environ)
        tree["brands"]["other"] = copy.deepcopy(tree["brands"]["shop"])
        tree["site"]["limits"] = {"views": tree["site"]["redis_url"]}
        with pytest.raises(ConfigurationError) as caught:
            load(tree, environ)
        assert len(caught.value.problems) > 5
        self.assert_silent(caught.value)

    @pytest.mark.parametrize("suffix", ["", "\n", " ", "#", "\u2028", "é", ":", "/"])
    def test_problems_do_not_show_invalid_values(self, load: Load, suffix: str) -> None:
        tree = self.full()
        environ = {"BAD": f"{suffix}{CANARY}{suffix}"}

        def spoilt(value: Any) -> Any:
            match value:
                case dict():
                    return {key: spoilt(entry) for key, entry in value.items()}
                case list():
                    return ["env:BAD" for _ in value]
                case _:
                    return "env:BAD"

        bad = spoilt(tree)
        for account in ("nord", "geodis", "mile"):
            bad["accounts"][account]["carrier"] = tree["accounts"][account]["carrier"]
        with pytest.raises(ConfigurationError) as caught:
            load(bad, environ)
        self.assert_silent(caught.value)
        bad["accounts"]["nord"]["carrier"] = "env:BAD"
        with pytest.raises(ConfigurationError) as caught:
            load(bad, environ)
        self.assert_silent(caught.value)

    def test_problems_do_not_show_secrets_in_the_file(self, load: Load) -> None:
        tree = self.full()
        tree["accounts"]["nord"]["api_key"] = f"{CANARY}\n"
        tree["accounts"]["mile"]["webhook_path_secret"] = f"{CANARY}/{CANARY}"
        tree["site"]["database_url"] = f"mysql://u:{CANARY}@h/n"
        tree["site"]["public_url"] = f"https://u:{CANARY}@h"
        with pytest.raises(ConfigurationError) as caught:
            load(tree)
        assert len(caught.value.problems) == 4
        self.assert_silent(caught.value)

    @staticmethod
    def assert_silent(error: ConfigurationError) -> None:
        shown = [str(error), repr(error), *error.problems, *traceback.format_exception(error)]
        assert CANARY not in "".join(shown)
        assert "input_value" not in "".join(shown)
        # As a context, pydantic's own error would bring every value along.
        assert error.__context__ is None
        assert error.__cause__ is None

    def test_pydantics_error_of_a_model_does_not_show_values(self) -> None:
        for made in (
            lambda: Site(secret_keys=(SecretStr(CANARY),)),
            lambda: Iframe(username=CANARY),
            lambda: LogisAccount(id=CANARY.upper(), name="n", api_key=SecretStr("k")),
        ):
            with pytest.raises(ValidationError) as caught:
                made()
            assert CANARY.lower() not in str(caught.value).lower()


SCALARS = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.times(),
    st.sampled_from(["env:A", "env:B", "env:GONE", "file:/no", "logis", "leaps", "loginext", "nord", KEY]),
    st.sampled_from(["https://a.example", "*", "[::1]", "https://[", "UTC", "#fff", "redis://h", "sqlite:///x"]),
)
KEYS = st.one_of(
    st.sampled_from(["site", "brands", "accounts", "name", "id", "carrier", "hosts", "limits", "iframe", "exchange"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def places(tree: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all values in a tree."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [here, *(place for key, value in entries for place in places(value, (*here, key)))][: 10**4]


PLACES = places(TestSecrets().full())[1:]


class TestAnything:
    @given(tree=st.dictionaries(KEYS, VALUES, max_size=5))
    @hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_any_toml_gives_settings_or_a_configuration_error(self, file: Path, tree: Tree) -> None:
        self.check(file, tree)

    @given(changes=st.lists(st.tuples(st.sampled_from(PLACES), KEYS, VALUES), min_size=1, max_size=3))
    @hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
    def test_any_change_to_a_valid_file_gives_settings_or_a_configuration_error(
        self, file: Path, changes: list[tuple[tuple[Any, ...], str, object]]
    ) -> None:
        tree = TestSecrets().full()
        for place, key, value in changes:
            here: Any = tree
            for name in place[:-1]:
                fits = isinstance(here, dict) or (isinstance(here, list) and isinstance(name, int))
                if not fits or (name not in here if isinstance(here, dict) else name >= len(here)):
                    break
                here = here[name]
            if isinstance(here, dict):
                here[place[-1]] = value
                here.setdefault(key, value)
            elif isinstance(here, list):
                here.append(value)
        self.check(file, tree)

    @staticmethod
    def check(file: Path, tree: Tree) -> None:
        file.write_text(document(tree), encoding="utf-8", newline="")
        try:
            settings = load_settings(file, {"A": f"{CANARY}\n", "B": CANARY * 3}, ACCOUNT_MODELS)
        except ConfigurationError as error:
            TestAnything.check_problems(error.problems)
        else:
            TestAnything.check_settings(settings)

    @staticmethod
    def check_problems(problems: tuple[str, ...]) -> None:
        assert problems
        assert len(set(problems)) == len(problems)
        for line in problems:
            assert len(line.splitlines()) == 1
            assert CANARY not in line
            assert ": is not valid" not in line

    @staticmethod
    def check_settings(settings: Settings) -> None:
        assert settings.accounts_of(settings.default_brand)
        assert all(settings.brand_of_host(host) is brand for brand in settings.brands.values() for host in brand.hosts)


TILES = "https://tiles.example/{z}/{x}/{y}.png"
ATTRIBUTION = "© OpenStreetMap contributors"


class TestTheMapOfStreets:
    def test_without_tiles_there_is_no_street_map(self, load: Load) -> None:
        assert load(smallest()).site.map is None

    @pytest.mark.parametrize(
        ("tiles", "origin", "host"),
        [
            (TILES, "https://tiles.example", "tiles.example"),
            ("https://Tiles.example:8443/a/{z}/{x}/{y}@2x?key=k", "https://tiles.example:8443", "tiles.example"),
            ("http://127.0.0.1:8080/{z}/{y}/{x}", "http://127.0.0.1:8080", "127.0.0.1"),
            ("http://[::1]:8080/{z}/{y}/{x}", "http://[::1]:8080", "::1"),
        ],
    )
    def test_tiles_are_known_by_their_origin(self, load: Load, tiles: str, origin: str, host: str) -> None:
        found = load(changed("site.map", {"tiles": tiles, "attribution": ATTRIBUTION})).site.map
        assert found is not None
        assert (found.tiles, found.origin, found.host, found.attribution) == (tiles, origin, host, ATTRIBUTION)

    @pytest.mark.parametrize(
        "tiles",
        [
            "",
            7,
            "https://tiles.example/",
            "https://tiles.example/{z}/{x}.png",
            "https://tiles.example/{z}/{z}/{x}/{y}",
            "https://{s}.tiles.example/{z}/{x}/{y}",
            "https://tiles.example/{z}/{x}/{y}{r}.png",
            "https://{z}.tiles.example/{x}/{y}",
            "https://tiles.example{z}/{x}/{y}",
            "http://tiles.example/{z}/{x}/{y}",
            "//tiles.example/{z}/{x}/{y}",
            "https://user:pass@tiles.example/{z}/{x}/{y}",
            "https://tiles.example/{z}/{x}/{y}; script-src *",
            "https://tiles.exa\nmple/{z}/{x}/{y}",
            "javascript:{z}{x}{y}",
        ],
    )
    def test_tiles_that_a_content_policy_cannot_allow_are_refused(self, problems: Problems, tiles: object) -> None:
        assert list(problems(changed("site.map", {"tiles": tiles, "attribution": ATTRIBUTION}))) == ["site.map.tiles"]

    @pytest.mark.parametrize("attribution", ["", " x", "a\nb", "x" * 101, 7])
    def test_an_invalid_attribution_is_refused(self, problems: Problems, attribution: object) -> None:
        found = problems(changed("site.map", {"tiles": TILES, "attribution": attribution}))
        assert list(found) == ["site.map.attribution"]

    def test_tiles_and_their_attribution_are_required_together(self, problems: Problems) -> None:
        assert problems(changed("site.map", {"tiles": TILES})) == {"site.map.attribution": "is required"}
        assert problems(changed("site.map", {"attribution": ATTRIBUTION})) == {"site.map.tiles": "is required"}

    def test_the_attribution_url_is_a_web_page_and_other_keys_are_unknown(self, problems: Problems) -> None:
        found = problems(
            changed(
                "site.map", {"tiles": TILES, "attribution": ATTRIBUTION, "attribution_url": "javascript:1", "zoom": 3}
            )
        )
        assert set(found) == {"site.map.attribution_url", "site.map.zoom"}


def test_the_toml_writer_of_the_tests_is_correct() -> None:
    tree = {"a b": ['é\n"\\', 1, 2.5, True, {"x": "y"}], "t": smallest()}
    assert json.dumps(tomllib.loads(document(tree))) == json.dumps(tree)
