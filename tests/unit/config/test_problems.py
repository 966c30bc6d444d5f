"""The problems of a configuration: all at once, each at its path, and none of them shows a value."""

import pytest

from tests.support.config_trees import Problems, changed, smallest, without
from tracking_site.config import ConfigurationError


def test_an_empty_file_names_everything_that_is_required(problems: Problems) -> None:
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
def test_missing_required_keys_are_problems(problems: Problems, path: str) -> None:
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
def test_an_unknown_key_is_named_without_the_carriers_tag(problems: Problems, path: str) -> None:
    assert problems(changed(path, "red")) == {path: "unknown key"}


def test_problems_of_every_kind_are_reported_at_once(problems: Problems) -> None:
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


def test_a_key_with_special_characters_is_quoted_on_one_line(problems: Problems) -> None:
    tree = changed("accounts.geodis.statuses", {"In transit": "x", "a\nb: c": "y"})
    assert sorted(problems(tree)) == [
        'accounts.geodis.statuses."In transit"',
        'accounts.geodis.statuses."a\\nb',
    ]


def test_the_text_of_the_error_is_its_lines() -> None:
    error = ConfigurationError(["a: b", "c: d"])
    assert error.problems == ("a: b", "c: d")
    assert str(error) == "a: b\nc: d"
