"""The smallest configuration, as a tree that tests change and load."""

from collections.abc import Callable
from typing import Any

from tracking_site.config import Settings

Tree = dict[str, Any]
Load = Callable[..., Settings]
Problems = Callable[..., dict[str, str]]

KEY = "0123456789abcdef0123456789abcdef"
CANARY = "kanarienvogel"


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


def with_every_secret() -> Tree:
    """Return the smallest configuration with every key that holds a secret."""
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


def changed(path: str, value: object) -> Tree:
    """Return the smallest configuration with one key set; missing tables are created."""
    tree = smallest()
    *tables, last = path.split(".")
    table = tree
    for name in tables:
        table = table.setdefault(name, {})
    table[last] = value
    return tree


def without(path: str) -> Tree:
    """Return the smallest configuration without one key."""
    tree = smallest()
    *tables, last = path.split(".")
    table = tree
    for name in tables:
        table = table[name]
    del table[last]
    return tree


def setting(settings: Settings, path: str) -> Any:
    """Return one value of the settings, by its path in the file."""
    found: Any = settings
    for name in path.split("."):
        found = found[name] if isinstance(found, dict) else getattr(found, name)
    return found


def assert_problem_at(problems: dict[str, str], path: str) -> None:
    """Fail unless there is a problem at a path, and nowhere else but below it or in the brands that refer to it."""
    assert path in problems
    assert problems[path] != "is not valid"
    assert all(where == path or where.startswith(("brands.", f"{path}.")) for where in problems)
