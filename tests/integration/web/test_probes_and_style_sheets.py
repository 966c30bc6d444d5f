"""What machines ask, and the style sheets and pictures that pages bring along."""

import re
from urllib.parse import urlsplit

import pytest

from tests.support.page_rules import addresses_of
from tests.support.sites import FJORD, NORTHWIND, QUIET, Open
from tests.support.visitor import Visitor


def test_the_process_says_that_it_lives_and_touches_nothing(open_fresh: Open) -> None:
    site = open_fresh(views="1 per day")
    site.sandbox.fault("logis", status=500)
    for host in (NORTHWIND, "nobody.example", "10.0.0.1"):
        for path in ("/healthz", "/readyz"):
            answer = site.visitor.at(host).get(path)
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
    assert not site.sandbox.calls()


def test_readiness_lists_every_dependency_with_its_state(open_fresh: Open) -> None:
    site = open_fresh()
    listed = {each["name"]: each["state"] for each in site.visitor.get("/readyz").get_json()}
    assert set(listed) >= set(site.settings.accounts)
    assert set(listed.values()) == {"ok"}
    site.sandbox.fault("leaps.gls", status=500)
    for number in range(6):
        site.visitor.at(QUIET).get(f"/track?slino=3077000{number}")
    answer = site.visitor.get("/readyz")
    states = {each["name"]: each["state"] for each in answer.get_json()}
    assert states["gls"] != "ok"
    assert states["geodis"] == "ok"
    assert answer.status_code == 200, "the site can serve what it has while a carrier is down"


def test_robots_may_look_at_the_home_page_alone(visitor: Visitor) -> None:
    answer = visitor.get("/robots.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    first, *allowed, last = answer.text.splitlines()
    assert (first, last) == ("User-agent: *", "Disallow: /")
    assert set(allowed) == {"Allow: /$", "Allow: /?lang=", "Allow: /style/", "Allow: /script/", "Allow: /static/"}


def test_metrics_are_not_on_the_public_port(visitor: Visitor) -> None:
    assert visitor.get("/metrics").status_code == 404


KINDS = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
}


@pytest.mark.parametrize("host", [NORTHWIND, FJORD, QUIET])
def test_what_a_page_loads_is_there_may_be_kept_and_runs_nothing(visitor: Visitor, host: str) -> None:
    loaded = {address for kind, address in addresses_of(visitor.at(host).get("/").text) if kind == "load"}
    assert len(loaded) >= 2
    for address in loaded:
        answer = visitor.at(host).raw("GET", address)
        assert answer.status_code == 200
        assert answer.mimetype == KINDS[urlsplit(address).path.rsplit(".", 1)[-1]]
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", address
        # A picture of the brand can be opened by itself, and is a document then.
        assert "default-src 'none'" in answer.headers.get("Content-Security-Policy", ""), address
        assert "Set-Cookie" not in answer.headers


def test_what_is_kept_for_a_year_has_a_name_that_changes_with_it(visitor: Visitor) -> None:
    for host in (NORTHWIND, FJORD, QUIET):
        for _, address in (each for each in addresses_of(visitor.at(host).get("/").text) if each[0] == "load"):
            assert re.search(r"[0-9a-f]{12}", address), f"{address} would be kept for a year after it changed"


def test_a_style_sheet_names_nothing_that_is_elsewhere(visitor: Visitor) -> None:
    for host in (NORTHWIND, FJORD, QUIET):
        page = visitor.at(host).get("/").text
        (address,) = (address for _, address in addresses_of(page) if ".css" in address)
        text = visitor.at(host).raw("GET", address).text
        assert "url(" not in text
        assert "@import" not in text
        assert text.count("{") == text.count("}")
    assert "--accent:#0b6b4f" in visitor.raw("GET", _sheet(visitor)).text


def test_a_brands_style_sheet_is_its_own(visitor: Visitor) -> None:
    sheets = {_sheet(visitor.at(host)) for host in (NORTHWIND, FJORD, QUIET)}
    assert len(sheets) == 3


@pytest.mark.parametrize(
    "path",
    [
        *("/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static/..%2fpyproject.toml"),
        *("/static/brands/", "/static/css", "/static/%00", "/static//etc/passwd", "/style/../README.md"),
    ],
)
def test_nothing_but_static_files_is_served_as_one(visitor: Visitor, path: str) -> None:
    assert visitor.raw("GET", path).status_code in (404, 308)


def _sheet(visitor: Visitor) -> str:
    return next(address for _, address in addresses_of(visitor.get("/").text) if ".css" in address)
