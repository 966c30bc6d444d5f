"""The configuration as a whole: its order, and what must hold between brands."""

import pytest
from pydantic import ValidationError

from tests.support.config_trees import KEY, Load, Problems, changed, smallest
from tracking_site.config import Settings


def test_brands_and_accounts_keep_their_order_and_know_their_names(load: Load) -> None:
    tree = smallest()
    tree["brands"] = {name: {"name": name, "accounts": ["mile", "nord"]} for name in ("zulu", "alfa", "mike")}
    settings = load(tree)
    assert list(settings.brands) == ["zulu", "alfa", "mike"]
    assert [brand.id for brand in settings.brands.values()] == ["zulu", "alfa", "mike"]
    assert settings.default_brand.id == "zulu"
    assert [account.id for account in settings.accounts_of(settings.default_brand)] == ["mile", "nord"]


def test_settings_cannot_be_changed(load: Load) -> None:
    settings = load(smallest())
    for part in (settings, settings.site, settings.default_brand, *settings.accounts.values()):
        for name in type(part).model_fields:
            with pytest.raises(ValidationError):
                setattr(part, name, None)


def test_a_host_of_two_brands_is_refused_in_any_spelling(problems: Problems) -> None:
    tree = changed("brands.shop.hosts", ["a.example"])
    tree["brands"]["other"] = {"name": "o", "accounts": ["nord"], "hosts": ["b.example", "A.Example."]}
    assert problems(tree) == {"brands.other.hosts.1": "is also brands.shop.hosts.0"}


def test_an_api_key_of_two_brands_is_refused_after_resolving(problems: Problems) -> None:
    tree = changed("brands.shop.api_keys", ["env:ONE"])
    tree["brands"]["other"] = {"name": "o", "accounts": ["nord"], "api_keys": ["env:TWO"]}
    found = problems(tree, {"ONE": KEY, "TWO": KEY})
    assert found == {"brands.other.api_keys.0": "is the same as brands.shop.api_keys.0"}


@pytest.fixture
def settings(load: Load) -> Settings:
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
def test_a_brand_is_found_by_its_host_only(settings: Settings, host: str, brand: str | None) -> None:
    found = settings.brand_of_host(host)
    assert (found.id if found else None) == brand


def test_looking_a_host_up_leaves_the_settings_as_they_were(settings: Settings) -> None:
    before = repr(settings)
    settings.brand_of_host("other.example")
    assert repr(settings) == before
