"""Any file makes settings or a configuration error that shows no value."""

from datetime import UTC
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.support.config_trees import CANARY, KEY, Tree, with_every_secret
from tests.support.toml import document
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import ConfigurationError, Settings, load_settings

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


PLACES = places(with_every_secret())[1:]


def check(file: Path, tree: Tree) -> None:
    file.write_text(document(tree), encoding="utf-8", newline="")
    try:
        settings = load_settings(file, {"A": f"{CANARY}\n", "B": CANARY * 3}, ACCOUNT_MODELS)
    except ConfigurationError as error:
        check_problems(error.problems)
    else:
        check_settings(settings)


def check_problems(problems: tuple[str, ...]) -> None:
    assert problems
    assert len(set(problems)) == len(problems)
    for line in problems:
        assert len(line.splitlines()) == 1
        assert CANARY not in line
        assert ": is not valid" not in line


def check_settings(settings: Settings) -> None:
    assert settings.accounts_of(settings.default_brand)
    assert all(settings.brand_of_host(host) is brand for brand in settings.brands.values() for host in brand.hosts)


@given(tree=st.dictionaries(KEYS, VALUES, max_size=5))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_toml_gives_settings_or_a_configuration_error(file: Path, tree: Tree) -> None:
    check(file, tree)


@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), KEYS, VALUES), min_size=1, max_size=3))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
def test_any_change_to_a_valid_file_gives_settings_or_a_configuration_error(
    file: Path, changes: list[tuple[tuple[Any, ...], str, object]]
) -> None:
    tree = with_every_secret()
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
    check(file, tree)
