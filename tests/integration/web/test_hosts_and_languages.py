"""Which brand a host is, and which language a reader gets."""

import pytest

from tests.support.page_rules import elements
from tests.support.sites import FJORD, NORTHWIND, OPEN, PROVEN_JOBS, QUIET, Open, Site
from tests.support.visitor import Visitor
from tracking_site.web.i18n.languages import LANGUAGES

STRANGE = ("nobody.example", "track.northwind.example.evil.example", "127.0.0.1", "[::1]", "x" * 300, "%20", "")
PATHS = (
    *("/", "/track", "/track?slino=10482203", "/track?q=1", "/t/x", "/nope", "/style/x.css", "/openapi.json"),
    *("/api/v1/shipment?slino=10482203", "/api/v1/nope"),
)


def names(site: Site) -> list[str]:
    """Everything that would tell a stranger whose site it is."""
    brands = site.settings.brands.values()
    return [text for brand in brands for text in (brand.id, brand.name.split(" ", maxsplit=1)[0], *brand.hosts)]


@pytest.mark.parametrize("path", PATHS)
def test_a_host_that_nobody_has_is_a_404_that_names_no_brand(site: Site, path: str) -> None:
    for host in STRANGE:
        client = site.app.test_client()
        answer = client.get(path, base_url="https://x", headers={"Host": host})
        assert answer.status_code == 404
        content = (answer.text + str(answer.headers)).lower()
        assert not [name for name in names(site) if name.lower() in content]


def test_a_stranger_is_not_told_where_the_first_brand_keeps_its_logo(open_fresh: Open) -> None:
    site = open_fresh(logo=f"https://{NORTHWIND}/logo.svg")
    assert f"https://{NORTHWIND}" in site.visitor.raw("GET", "/").headers["Content-Security-Policy"]
    for path in PATHS:
        assert NORTHWIND not in str(site.visitor.at("nobody.example").raw("GET", path).headers)


def test_a_host_that_nobody_has_opens_no_link_and_asks_no_carrier(open_fresh: Open) -> None:
    site = open_fresh()
    strange = site.visitor.at("nobody.example")
    for path in (f"/t/{site.token(OPEN[0])}", "/track?slino=10482203", "/api/v1/shipment?slino=10482203"):
        assert strange.raw("GET", path).status_code == 404
    assert not site.sandbox.calls()


@pytest.mark.parametrize("host", [NORTHWIND.upper(), f"{NORTHWIND}.", f"{NORTHWIND}:8443"])
def test_a_host_is_the_same_in_capitals_with_a_dot_or_a_port(visitor: Visitor, host: str) -> None:
    assert "Northwind Delivery" in visitor.at(host).get("/").text


def test_every_brand_has_its_own_look(site: Site) -> None:
    pages = {host: site.visitor.at(host).get("/").text for host in (NORTHWIND, FJORD, QUIET)}
    assert "Quiet &amp; Sons" in pages[QUIET]
    for host, name in ((NORTHWIND, "Northwind Delivery"), (FJORD, "Fjord Parts"), (QUIET, "Quiet &amp; Sons")):
        assert [other for other, text in pages.items() if name in text] == [host]
    assert '<img class="masthead-logo" src="/static/brands/northwind/logo.svg?v=' in pages[NORTHWIND]
    assert "<img" not in pages[QUIET]
    assert "footer-languages" not in pages[QUIET], "a brand of one language has nothing to choose"


def test_any_host_gets_the_first_brand_where_that_is_wanted(open_fresh: Open) -> None:
    visitor = open_fresh(any_host=True).visitor
    assert "Northwind Delivery" in visitor.at("nobody.example").get("/").text
    assert "Fjord Parts" in visitor.at(FJORD).get("/").text


def test_a_forwarded_host_is_believed_from_a_trusted_proxy_alone(open_fresh: Open) -> None:
    forwarded = {"X_Forwarded_Host": FJORD}
    assert "Northwind" in open_fresh().visitor.sending(**forwarded).get("/").text
    assert "Fjord" in open_fresh(trusted_proxies=1).visitor.sending(**forwarded).get("/").text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.5,fr;q=0.9", "fr"),
        ("de,fr;q=0.2,en;q=0.1", "fr"),
        ("FR", "fr"),
        ("fr;q=0,en", "en"),
        ("fr;q=0", "en"),
        ("de", "en"),
        ("*", "en"),
        ("", "en"),
        ("fr;q=x,,;=;q", "en"),
        ("en-XX-" + "x" * 5000, "en"),
    ],
)
def test_the_browser_says_which_language_it_is(visitor: Visitor, accepted: str, language: str) -> None:
    answer = visitor.speaking(accepted).get("/")
    assert f'<html lang="{language}" dir="ltr">' in answer.text
    assert ("Où est ma livraison\u00a0?" in answer.text) == (language == "fr")
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_address_decides_over_the_browser(visitor: Visitor) -> None:
    french = visitor.speaking("fr")
    assert '<html lang="en"' in french.get("/?lang=en").text
    assert '<html lang="fr"' in visitor.get("/?lang=fr").text
    for nonsense in ("xx", "", "de", "../fr", "fr%00"):
        assert '<html lang="fr"' in french.get(f"/?lang={nonsense}").text


def test_the_first_language_of_a_brand_is_its_own(visitor: Visitor) -> None:
    assert '<html lang="fr"' in visitor.at(FJORD).get("/").text
    assert '<html lang="en"' in visitor.at(FJORD).speaking("en").get("/").text
    assert '<html lang="en"' in visitor.at(QUIET).speaking("fr").get("/?lang=fr").text


def test_every_kind_of_page_is_french_for_a_french_reader(site: Site) -> None:
    french = site.visitor.speaking("fr")
    for path, words in (
        ("/track?slino=10482203", "En route"),
        (f"/t/{site.token(PROVEN_JOBS[0])}", "Enregistré"),
        ("/track?q=70415523", "De quelle livraison s’agit-il"),
        ("/track?slino=99999999", "Nous n’avons pas trouvé cet envoi"),
        ("/track", "Aucun numéro n’a été donné"),
        ("/nope", "Cette page n’existe pas"),
    ):
        answer = french.get(path)
        assert '<html lang="fr"' in answer.text
        assert words in answer.text


def test_the_other_language_is_one_click_away_and_keeps_the_shipment(visitor: Visitor) -> None:
    page = visitor.get("/track?ordno=A%26B+%231%2F%C3%BC").text
    link = '<li><a href="/track?ordno=A%26B%20%231%2F%C3%BC&amp;lang=fr" hreflang="fr" lang="fr" dir="ltr">Français</a>'
    assert link.replace("%2F", "/") in page.replace("%2F", "/")
    french = visitor.get("/track?ordno=A%26B%20%231/%C3%BC&lang=fr").text
    assert "A&amp;B #1/ü" in french
    assert ">English</a>" in french


def test_dates_are_written_as_the_readers_country_writes_them(site: Site) -> None:
    path = f"/t/{site.token(PROVEN_JOBS[0])}"
    british, american = (site.visitor.speaking(tag).get(path).text for tag in ("en-GB", "en-US"))
    assert british != american
    assert " am<" in american.lower().replace("\u202f", " ") or " pm<" in american.lower().replace("\u202f", " ")


@pytest.mark.parametrize(
    ("requested", "language"),
    [
        ("pt-BR", "pt"),
        ("pt_br", "pt"),
        ("fr_FR", "fr"),
        ("fr_FR.UTF-8", "fr"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("DE", "de"),
        (" en ", "en"),
        ("EN-us", "en"),
        ("in", "id"),
        ("cmn-Hans", "zh"),
        ("zh-Hant-HK", "zh"),
        ("zh-TW", "zh"),
        ("arb", "ar"),
        ("gsw", "de"),
        ("junk", "it"),
        ("", "it"),
        ("sr-Latn", "it"),
    ],
)
def test_a_language_in_the_address_is_not_ignored_where_a_near_one_is_offered(
    open_fresh: Open, requested: str, language: str
) -> None:
    visitor = open_fresh(languages=tuple(LANGUAGES)).visitor.speaking("it")
    for path, query in (("/", {}), ("/track", {}), ("/embed", {}), ("/track", {"slino": "10482203"})):
        assert f'<html lang="{language}"' in visitor.get(path, {**query, "lang": requested}).text, path


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("nn-NO,nn;q=0.9,en;q=0.8", "nb"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh"),
        ("iw,in;q=0.5", "id"),
        ("en;q=0,*", "fr"),
        ("*;q=0.5,en;q=0.1", "fr"),
        ("br,en;q=0.5", "en"),
        ("br", "fr"),
    ],
)
def test_the_browser_gets_the_nearest_language(open_fresh: Open, accepted: str, language: str) -> None:
    visitor = open_fresh(languages=("en", "fr", "nb", "zh", "id")).visitor.speaking(accepted)
    assert f'<html lang="{language}"' in visitor.get("/").text


def test_a_page_writes_one_tag_for_a_language_whatever_the_address_calls_it(site: Site) -> None:
    page = site.visitor.get("/?lang=FR_fr").text
    assert f'<link rel="canonical" href="https://{NORTHWIND}/?lang=fr">' in page
    assert '<input type="hidden" name="lang" value="fr">' in page
    (link,) = (each for each in elements(page, "a") if each.get("hreflang"))
    assert (link.get("hreflang"), link.get("lang"), link.get("href")) == ("en", "en", "/?lang=en")
    assert f'<link rel="canonical" href="https://{NORTHWIND}/">' in site.visitor.get("/?lang=junk").text


def test_what_is_no_language_is_not_repeated_in_the_addresses_of_a_page(site: Site) -> None:
    sealed = site.visitor.get("/track", {**PROVEN_JOBS[0].query, "lang": "junk'"}).headers["Location"]
    assert "lang" not in sealed
    assert "junk" not in site.visitor.get("/track?slino=10482203&lang=junk").text


def test_the_country_in_the_address_decides_the_dates_and_is_still_there_after_a_redirect(site: Site) -> None:
    american = site.visitor.get("/track", {**PROVEN_JOBS[0].query, "lang": "en_us"}).headers["Location"]
    assert american.endswith("?lang=en-US")
    clock = ("am", "pm")
    for path in (american, "/track?slino=10482203&lang=en-US"):
        times = [each.text or "" for each in elements(site.visitor.speaking("en-GB").get(path).text, "time")]
        assert any(text.lower().rstrip(".").endswith(clock) for text in times), times
    times = [each.text or "" for each in elements(site.visitor.get("/track?slino=10482203").text, "time")]
    assert not any(text.lower().rstrip(".").endswith(clock) for text in times), times


@pytest.mark.parametrize(
    ("language", "name"), [("en", "India Standard Time"), ("hi", "भारतीय मानक समय"), ("da", "Indisk normaltid")]
)
def test_a_zone_has_its_name_and_not_its_offset(open_fresh: Open, language: str, name: str) -> None:
    visitor = open_fresh(languages=("en", "hi", "da"), time_zone="Asia/Kolkata").visitor
    page = visitor.get(f"/track?slino=10482203&lang={language}").text
    assert name in page
    assert "GMT" not in page
