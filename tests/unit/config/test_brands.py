"""The settings of brands: their hosts, accounts, origins and keys."""

import pytest

from tests.support.config_trees import Load, Problems, assert_problem_at, changed, setting


@pytest.mark.parametrize(
    ("path", "value"),
    [
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
    ],
)
def test_good_values_are_accepted(load: Load, path: str, value: object) -> None:
    assert load(changed(path, value))


@pytest.mark.parametrize(
    ("path", "given", "kept"),
    [
        ("brands.shop.hosts", ["Track.Example."], ("track.example",)),
        ("brands.shop.hosts", ["[0:0::1]"], ("[::1]",)),
        ("brands.shop.embed_origins", ["HTTPS://Shop.Example:443"], ("https://shop.example",)),
    ],
)
def test_addresses_are_normalised(load: Load, path: str, given: object, kept: object) -> None:
    assert setting(load(changed(path, given)), path) == kept


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("brands", []),
        ("brands", {}),
        ("brands.shop", 3),
        ("brands.shop.name", 5),
        ("brands.shop.hosts", "a.example"),
        ("brands.shop.support", "x"),
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
    ],
)
def test_a_bad_value_is_a_problem_at_its_path(problems: Problems, path: str, value: object) -> None:
    assert_problem_at(problems(changed(path, value)), path)


@pytest.mark.parametrize(
    ("path", "entries", "wrong"),
    [
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
    ],
)
def test_each_invalid_entry_of_a_list_is_reported_with_its_index(
    problems: Problems, path: str, entries: list[object], wrong: list[int]
) -> None:
    assert sorted(problems(changed(path, entries))) == sorted(f"{path}.{index}" for index in wrong)


def test_a_brands_own_host_may_serve_its_logo(load: Load) -> None:
    tree = changed("brands.shop.hosts", ["Track.Example"])
    tree["brands"]["shop"]["logo"] = "https://track.example/logo.svg"
    assert load(tree).default_brand.logo == "https://track.example/logo.svg"


def test_a_star_as_an_embed_origin_is_refused_clearly(problems: Problems) -> None:
    found = problems(changed("brands.shop.embed_origins", ["*"]))
    assert found["brands.shop.embed_origins.0"].startswith("must not be or hold *")
