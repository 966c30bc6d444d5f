"""The site's own settings: their values, their forms, and the map of streets."""

import pytest
from limits import parse_many

from tests.support.config_trees import KEY, Load, Problems, assert_problem_at, changed, setting, smallest


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
    ],
)
def test_good_values_are_accepted(load: Load, path: str, value: object) -> None:
    assert load(changed(path, value))


@pytest.mark.parametrize(
    ("path", "given", "kept"),
    [
        ("site.public_url", "https://example.com/", "https://example.com"),
    ],
)
def test_addresses_are_normalised(load: Load, path: str, given: object, kept: object) -> None:
    assert setting(load(changed(path, given)), path) == kept


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("site", 1),
        ("site.any_host", "true"),
        ("site.any_host", 1),
        ("site.trusted_proxies", True),
        ("site.trusted_proxies", "1"),
        ("site.trusted_proxies", 1.0),
        ("site.trusted_proxies", -1),
        ("site.trusted_proxies", 11),
        ("site.public_url", 1),
        ("site.limits", 1),
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
    ],
)
def test_a_bad_value_is_a_problem_at_its_path(problems: Problems, path: str, value: object) -> None:
    assert_problem_at(problems(changed(path, value)), path)


@pytest.mark.parametrize(
    ("path", "entries", "wrong"),
    [
        ("site.secret_keys", [KEY, "short", KEY[:31]], [1, 2]),
    ],
)
def test_each_invalid_entry_of_a_list_is_reported_with_its_index(
    problems: Problems, path: str, entries: list[object], wrong: list[int]
) -> None:
    assert sorted(problems(changed(path, entries))) == sorted(f"{path}.{index}" for index in wrong)


def test_limits_have_flask_limiters_notation_as_text(load: Load) -> None:
    views = load(changed("site.limits", {"views": "5 per 2 second; 300/hour"})).site.limits.views
    assert parse_many(str(views)) == list(views)


TILES = "https://tiles.example/{z}/{x}/{y}.png"
ATTRIBUTION = "© OpenStreetMap contributors"


def test_without_tiles_there_is_no_street_map(load: Load) -> None:
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
def test_tiles_are_known_by_their_origin(load: Load, tiles: str, origin: str, host: str) -> None:
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
def test_tiles_that_a_content_policy_cannot_allow_are_refused(problems: Problems, tiles: object) -> None:
    assert list(problems(changed("site.map", {"tiles": tiles, "attribution": ATTRIBUTION}))) == ["site.map.tiles"]


@pytest.mark.parametrize("attribution", ["", " x", "a\nb", "x" * 101, 7])
def test_an_invalid_attribution_is_refused(problems: Problems, attribution: object) -> None:
    found = problems(changed("site.map", {"tiles": TILES, "attribution": attribution}))
    assert list(found) == ["site.map.attribution"]


def test_tiles_and_their_attribution_are_required_together(problems: Problems) -> None:
    assert problems(changed("site.map", {"tiles": TILES})) == {"site.map.attribution": "is required"}
    assert problems(changed("site.map", {"attribution": ATTRIBUTION})) == {"site.map.tiles": "is required"}


def test_the_attribution_url_is_a_web_page_and_other_keys_are_unknown(problems: Problems) -> None:
    found = problems(
        changed("site.map", {"tiles": TILES, "attribution": ATTRIBUTION, "attribution_url": "javascript:1", "zoom": 3})
    )
    assert set(found) == {"site.map.attribution_url", "site.map.zoom"}
