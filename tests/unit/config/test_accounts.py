"""The settings of accounts at every carrier."""

import pytest

from tests.support.config_trees import Load, Problems, Tree, assert_problem_at, changed, setting, without
from tracking_site.carriers.leaps.account import LeapsAccount


@pytest.mark.parametrize(
    ("path", "value"),
    [
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
def test_good_values_are_accepted(load: Load, path: str, value: object) -> None:
    assert load(changed(path, value))


@pytest.mark.parametrize(
    ("path", "given", "kept"),
    [
        ("accounts.nord.base_url", "https://example.com/api/", "https://example.com/api"),
        ("accounts.geodis.endpoint", "https://example.com/api/", "https://example.com/api/"),
    ],
)
def test_addresses_are_normalised(load: Load, path: str, given: object, kept: object) -> None:
    assert setting(load(changed(path, given)), path) == kept


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("accounts", "x"),
        ("accounts.nord", "x"),
        ("accounts.nord", [1]),
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
def test_a_bad_value_is_a_problem_at_its_path(problems: Problems, path: str, value: object) -> None:
    assert_problem_at(problems(changed(path, value)), path)


@pytest.mark.parametrize(
    ("path", "entries", "wrong"),
    [
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
        ("accounts.mile.products", ["mile", "air", "mile"], [1, 2]),
    ],
)
def test_each_invalid_entry_of_a_list_is_reported_with_its_index(
    problems: Problems, path: str, entries: list[object], wrong: list[int]
) -> None:
    assert sorted(problems(changed(path, entries))) == sorted(f"{path}.{index}" for index in wrong)


def test_a_contract_may_be_a_string_of_digits(load: Load) -> None:
    tree = changed("accounts.geodis.contract", "env:CONTRACT")
    del tree["accounts"]["geodis"]["portal"]
    account = load(tree, {"CONTRACT": "1234"}).accounts["geodis"]
    assert isinstance(account, LeapsAccount)
    assert account.contract == 1234


@pytest.mark.parametrize("carrier", ["dhl", "Logis", "", 1, True, ["logis"], {"a": 1}])
def test_the_problem_of_an_unknown_carrier_names_the_known_ones(problems: Problems, carrier: object) -> None:
    assert problems(changed("accounts.nord.carrier", carrier)) == {
        "accounts.nord.carrier": "must be one of logis, leaps, loginext"
    }


def test_leaps_needs_a_portal_or_a_contract(problems: Problems) -> None:
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
    problems: Problems, iframe: Tree, keys: list[str]
) -> None:
    found = problems(changed("accounts.mile.iframe", iframe))
    assert sorted(found) == [f"accounts.mile.iframe.{key}" for key in keys]


def test_the_iframes_user_is_compared_after_resolving(problems: Problems) -> None:
    tree = changed("accounts.mile.iframe", {"username": "env:VIEWER", "password": "p"})
    assert list(problems(tree, {"VIEWER": "u"})) == ["accounts.mile.iframe.username"]
