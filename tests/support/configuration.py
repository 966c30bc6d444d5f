"""The configurations of tests, built from the example configuration `demo/tracking-site.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.support.toml import document
from tracking_site.assets import DEMO_CONFIGURATION
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import Settings, load_settings
from tracking_site.demo import environment
from tracking_site.environment import read_settings
from tracking_site_sandbox import registry as carriers

Table = Mapping[str, Any]

SECRET = "a-secret-of-the-tests-that-seals-links"
NOWHERE = "http://127.0.0.1:9"
"""An address at which nothing listens."""
EXAMPLE: Table = tomllib.loads(DEMO_CONFIGURATION.read_text(encoding="utf-8"))


def account(name: str, sandbox: str = NOWHERE, /, **changes: Any) -> dict[str, Any]:
    """Return an account of the example at a sandbox; a change to None removes a key."""
    values = {f"env:{variable}": value for variable, value in carriers.environment(sandbox).items()}
    return _changed(_replaced(EXAMPLE["accounts"][name], values), changes)


def configuration(
    sandbox: str = NOWHERE,
    *,
    accounts: Iterable[str] | Mapping[str, Table] = ("nord", "geodis", "gls", "mile"),
    brands: Mapping[str, Table] | None = None,
    site: Table | None = None,
) -> dict[str, Any]:
    """Return a configuration for any host.

    `accounts` are names of the example's accounts, or changes of them by name; a table with a `carrier` is a complete
    account of its own. Each brand gets all accounts, unless its table has others; the default is one brand.
    `site` has further keys of the site's table; a change to None removes a key.
    """
    changes = accounts if isinstance(accounts, Mapping) else {name: {} for name in accounts}
    tables = {
        name: dict(table) if "carrier" in table else account(name, sandbox, **table) for name, table in changes.items()
    }
    usual = {"secret_keys": [SECRET], "any_host": True}
    return {
        "site": _changed(usual, site or {}),
        "brands": {
            name: {"name": name.title(), "accounts": list(tables), **table}
            for name, table in (brands or {"shop": {}}).items()
        },
        "accounts": tables,
    }


def write(folder: Path, tree: Table) -> Path:
    """Write a configuration into a folder and return its file."""
    file = folder / "tracking-site.toml"
    file.write_text(document(tree), encoding="utf-8")
    return file


def load(folder: Path, tree: Table) -> Settings:
    """Return the settings of a configuration, read from a file in a folder."""
    return load_settings(write(folder, tree), {}, ACCOUNT_MODELS)


def demo_settings() -> Settings:
    """Return the settings of the demo, whose carriers do not answer."""
    return read_settings(environment("http://127.0.0.1:8000", NOWHERE, "https://shop.northwind.example"))


def _changed(table: Table, changes: Table) -> dict[str, Any]:
    return {key: value for key, value in {**table, **changes}.items() if value is not None}


def _replaced(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _replaced(each, values) for key, each in value.items()}
    return values.get(value, value) if isinstance(value, str) else value
