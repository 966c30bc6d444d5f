"""No representation of the settings and no problem shows a secret."""

import copy
import traceback
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from tests.support.config_trees import (
    CANARY,
    KEY,
    Load,
    with_every_secret,
)
from tracking_site.carriers.loginext.account import Iframe
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.config import ConfigurationError, Site


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


def assert_silent(error: ConfigurationError) -> None:
    shown = [str(error), repr(error), *error.problems, *traceback.format_exception(error)]
    assert CANARY not in "".join(shown)
    assert "input_value" not in "".join(shown)
    # As a context, pydantic's own error would bring every value along.
    assert error.__context__ is None
    assert error.__cause__ is None


def test_no_repr_shows_a_secret(load: Load) -> None:
    tree = with_every_secret()
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


def test_problems_do_not_show_referenced_values(load: Load) -> None:
    environ: dict[str, str] = {}
    tree = references(with_every_secret(), environ)
    tree["brands"]["other"] = copy.deepcopy(tree["brands"]["shop"])
    tree["site"]["limits"] = {"views": tree["site"]["redis_url"]}
    with pytest.raises(ConfigurationError) as caught:
        load(tree, environ)
    assert len(caught.value.problems) > 5
    assert_silent(caught.value)


@pytest.mark.parametrize("suffix", ["", "\n", " ", "#", "\u2028", "é", ":", "/"])
def test_problems_do_not_show_invalid_values(load: Load, suffix: str) -> None:
    tree = with_every_secret()
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
    assert_silent(caught.value)
    bad["accounts"]["nord"]["carrier"] = "env:BAD"
    with pytest.raises(ConfigurationError) as caught:
        load(bad, environ)
    assert_silent(caught.value)


def test_problems_do_not_show_secrets_in_the_file(load: Load) -> None:
    tree = with_every_secret()
    tree["accounts"]["nord"]["api_key"] = f"{CANARY}\n"
    tree["accounts"]["mile"]["webhook_path_secret"] = f"{CANARY}/{CANARY}"
    tree["site"]["database_url"] = f"mysql://u:{CANARY}@h/n"
    tree["site"]["public_url"] = f"https://u:{CANARY}@h"
    with pytest.raises(ConfigurationError) as caught:
        load(tree)
    assert len(caught.value.problems) == 4
    assert_silent(caught.value)


def test_pydantics_error_of_a_model_does_not_show_values() -> None:
    for made in (
        lambda: Site(secret_keys=(SecretStr(CANARY),)),
        lambda: Iframe(username=CANARY),
        lambda: LogisAccount(id=CANARY.upper(), name="n", api_key=SecretStr("k")),
    ):
        with pytest.raises(ValidationError) as caught:
            made()
        assert CANARY.lower() not in str(caught.value).lower()
