"""A brand's looks and words on its pages, and what a page tells other programs: of the brand alone, never of a shipment."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
import svcs
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from tests.support.configuration import EXAMPLE, configuration, demo_settings, load
from tracking_site import assets
from tracking_site.app import create_app
from tracking_site.config import ConfigurationError
from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.server import running

Open = Callable[..., "Visitor"]

HOST, OTHER = "track.shop.example", "track.other.example"
SHOP = {"name": "Bread & Butter Bakery", "hosts": [HOST, "second.shop.example"], "languages": ["en", "fr"]}
VARIABLE_FONT = Path(__file__).resolve().parents[2] / "fixtures" / "fonts" / "variable.woff2"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32"><path d="M0 0h9v9z"/></svg>'
HASHED = re.compile(r"/(?:static/[A-Za-z0-9._/-]+\?v=[0-9a-f]{12}|style/[a-z]+\.[0-9a-f]{12}\.(?:css|svg))")
EVERYTHING = """
accent = "#ffd400"
logo = "brands/shop/logo.svg"
logo_dark = "brands/shop/dark.svg"
favicon = "brands/shop/icon.png"
corners = "round"
font = "Georgia, serif"
font_file = "brands/shop/font.woff2"
support = { email = "help@shop.example" }
header_links = [{ text = { en = "Shop", fr = "Boutique" }, url = "https://shop.example/?a=1&b=2" }]
footer_links = [{ text = "Bread", url = "https://shop.example/bread" }]
legal_links = [{ text = { fr = "Mentions légales" }, url = "https://shop.example/legal" }]

[brands.shop.banner]
text = { en = "Fresh <today>", fr = "Frais" }
image = "brands/shop/banner.svg"
link = "https://shop.example/today"

[brands.shop.wording.en]
home_title = "Where is my bread?"
support_title = "Talk to a baker"
not_found_title = "No such bread"
not_found_text = "Look at the paper bag."
status_delivered = "On your table"
lead_delivered = "Enjoy it."

[brands.shop.wording.fr]
home_lead = "Le numéro est sur le sachet."
"""


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The static files, and those of a brand among them."""
    folder = tmp_path_factory.mktemp("site") / "static"
    shutil.copytree(assets.STATIC, folder)
    own = folder / "brands" / "shop"
    own.mkdir()
    for name in ("logo.svg", "dark.svg", "banner.svg"):
        (own / name).write_text(SVG)
    for name in ("icon.png", "logo.png"):
        Image.new("RGB", (640, 320)).save(own / name)
    shutil.copy(VARIABLE_FONT, own / "font.woff2")
    (own / "not-a-font.woff2").write_bytes(b"OTTO" + bytes(60))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "STATIC", folder)
        yield folder


@pytest.fixture(scope="module")
def sandbox() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture(scope="module")
def open_site(static: Path, sandbox: str) -> Iterator[Open]:
    """Opens the site of a brand with these lines, once for all tests that look at the same one."""
    apps: list[Flask] = []

    @cache
    def site_of(lines: str, public_url: str) -> Flask:
        brand = tomllib.loads(f"[brands.shop]\n{lines}")["brands"]["shop"]
        tree = configuration(
            sandbox,
            accounts=("nord", "geodis"),
            brands={"other": {"hosts": [OTHER], "accounts": ["geodis"]}, "shop": {**SHOP, **brand}},
            site={"public_url": public_url, "any_host": None},
        )
        apps.append(create_app(load(static.parent, tree)))
        return apps[-1]

    def opened(lines: str = "", *, host: str = HOST, public_url: str = f"https://{HOST}") -> Visitor:
        return Visitor(site_of(lines, public_url), host)

    yield opened
    for app in apps:
        svcs.flask.close_registry(app)


class Visitor:
    """Somebody who asks for what is at a host."""

    def __init__(self, app: Flask, host: str) -> None:
        self.client = app.test_client()
        self.host = host

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=f"https://{self.host}", buffered=True)


class Page:
    """A page, as a reader's program takes it apart."""

    def __init__(self, client: Visitor, path: str, status: int = 200) -> None:
        answer = client.get(path)
        assert answer.status_code == status
        self.headers = answer.headers
        self.text = answer.text
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.document: Element = parser.parse(answer.text)
        assert parser.errors == []

    def all(self, path: str) -> list[Element]:
        return self.document.findall(f".//{path}")

    def words(self, path: str) -> list[str]:
        return [" ".join("".join(element.itertext()).split()) for element in self.all(path)]

    def links(self, rel: str) -> list[Element]:
        return self.all(f"link[@rel='{rel}']")

    def metas(self) -> dict[str, str]:
        """What the page tells programs that make a preview of a link to it."""
        named = [(meta.get("property", meta.get("name", "")), meta.get("content", "")) for meta in self.all("meta")]
        return {name: content for name, content in named if name.startswith(("og:", "twitter:"))}


def style_of(client: Visitor, page: Page) -> str:
    (link,) = page.links("stylesheet")
    return client.get(link.get("href", "")).text


class TestLooks:
    def test_every_file_that_a_page_refers_to_is_there_under_a_name_that_changes_with_it(self, open_site: Open) -> None:
        client = open_site(EVERYTHING)
        page = Page(client, "/")
        addresses = [
            element.get("href", "") for rel in ("icon", "stylesheet", "preload") for element in page.links(rel)
        ]
        addresses += [element.get("src", "") for element in page.all("img")]
        addresses += [element.get("srcset", "") for element in page.all("source")]
        addresses += re.findall(r'url\("([^"]+)"\)', style_of(client, page))
        assert len(addresses) == 7
        for address in addresses:
            assert HASHED.fullmatch(address), address
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "max-age=31536000" in answer.headers["Cache-Control"]

    def test_another_content_of_a_logo_has_another_address(self, open_site: Open, static: Path) -> None:
        addresses: set[str] = set()
        for name in ("one", "two"):
            (static / "brands" / "shop" / f"{name}.svg").write_text(SVG.replace("M0", f"M{len(addresses)}"))
            page = Page(open_site(f'logo = "brands/shop/{name}.svg"'), "/")
            addresses |= {element.get("src", "").partition("?")[2] for element in page.all("img")}
        assert len(addresses) == 2

    def test_the_dark_logo_stands_in_for_the_other_one_in_the_dark(self, open_site: Open) -> None:
        page = Page(open_site(EVERYTHING), "/")
        (source,) = page.all("picture/source")
        (image,) = page.all("picture/img")
        assert source.get("media") == "(prefers-color-scheme: dark)"
        assert "/dark.svg?" in source.get("srcset", "")
        assert "/logo.svg?" in image.get("src", "")
        assert (image.get("width"), image.get("height"), image.get("alt")) == ("96", "32", "")

    def test_a_logo_with_the_name_in_it_says_the_name_once(self, open_site: Open) -> None:
        page = Page(open_site('logo = "brands/shop/logo.svg"\nwordmark = true'), "/")
        (image,) = page.all("picture/img")
        assert image.get("alt") == "Bread & Butter Bakery"
        assert page.words("header/div/a") == [""]
        assert Page(open_site("wordmark = true"), "/").words("header/div/a") == ["Bread & Butter Bakery"]

    def test_a_brand_without_an_icon_gets_one_in_its_own_colour(self, open_site: Open) -> None:
        client = open_site('accent = "#8a1c5c"')
        (icon,) = Page(client, "/").links("icon")
        answer = client.get(icon.get("href", ""))
        assert answer.mimetype == icon.get("type") == "image/svg+xml"
        assert 'fill="#8a1c5c"' in answer.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    def test_the_style_sheet_has_the_accent_for_both_themes_and_for_one_that_is_asked_for(
        self, open_site: Open
    ) -> None:
        client = open_site(EVERYTHING)
        text = style_of(client, Page(client, "/"))
        light, dark = "--accent:#826b00;--on-accent:#ffffff;", "--accent:#ffd400;--on-accent:#14171c;"
        assert f":root{{{light}" in text
        assert f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}" in text
        assert f":root[data-theme=dark]{{{dark}" in text
        assert text.count("--accent-quiet:#") == 3
        assert text.count("{") == text.count("}")

    @pytest.mark.parametrize(("corners", "expected"), [("square", "0"), ("soft", None), ("round", "1.375rem")])
    def test_corners_are_the_brands(self, open_site: Open, corners: str, expected: str | None) -> None:
        client = open_site(f'corners = "{corners}"')
        layer = style_of(client, Page(client, "/")).partition("@layer brand{")[2]
        found = re.search(r"--corner:([^;]+);", layer)
        assert (found[1] if found else None) == expected

    def test_every_corner_of_a_brand_is_one_that_the_site_has(self, open_site: Open, static: Path) -> None:
        client = open_site(EVERYTHING)
        layer = style_of(client, Page(client, "/")).partition("@layer brand{")[2]
        tokens = (static / "css" / "tokens.css").read_text()
        for name in set(re.findall(r"--(corner[a-z-]*|font[a-z-]*):", layer)):
            assert f"--{name}:" in tokens, name

    def test_a_font_of_the_brands_own_comes_before_its_stack(self, open_site: Open) -> None:
        client = open_site(EVERYTHING)
        page = Page(client, "/")
        text = style_of(client, page)
        assert '--font:"brand font","Georgia", serif' in text
        assert '@font-face{font-family:"brand font";src:url("/static/brands/shop/font.woff2?v=' in text
        assert "font-weight:1 1000;font-display:swap}" in text
        (preload,) = page.links("preload")
        assert (preload.get("as"), preload.get("crossorigin"), preload.get("type")) == ("font", "", "font/woff2")
        assert "font-src 'self'" in page.headers["Content-Security-Policy"]

    def test_a_brand_without_a_font_loads_none(self, open_site: Open) -> None:
        client = open_site('font = "Georgia, serif"')
        page = Page(client, "/")
        assert page.links("preload") == []
        assert "@font-face" not in style_of(client, page)

    def test_pictures_on_the_brands_own_host_are_allowed_and_no_others(self, open_site: Open) -> None:
        page = Page(open_site(f'logo = "https://{HOST}/a.svg"\nfavicon = "https://second.shop.example/b.png"'), "/")
        policy = page.headers["Content-Security-Policy"]
        assert f"img-src 'self' https://{HOST} https://second.shop.example;" in policy

    def test_the_brands_looks_are_not_another_brands(self, open_site: Open) -> None:
        text = Page(open_site(EVERYTHING, host=OTHER), "/").text
        for word in ("brands/shop", "Butter", "Boutique", "baker", "Fresh"):
            assert word not in text


class TestWords:
    def test_links_are_in_the_readers_language_or_say_which_they_are_in(self, open_site: Open) -> None:
        client = open_site(EVERYTHING)
        for lang, header, legal in (("en", "Shop", "fr"), ("fr", "Boutique", None)):
            page = Page(client, f"/?lang={lang}")
            navs = {nav.get("class"): nav for nav in page.all("nav")}
            (shop,), (notice,) = (navs[f"{name}"].findall(".//a") for name in ("masthead-links", "footer-legal"))
            assert (shop.text, shop.get("href"), shop.get("lang")) == (header, "https://shop.example/?a=1&b=2", None)
            assert (notice.text, notice.get("lang")) == ("Mentions légales", legal)
            (bread,) = navs["footer-links"].findall(".//a")
            assert (bread.text, bread.get("lang")) == ("Bread", None)

    def test_the_banner_is_one_link_with_the_brands_words_escaped(self, open_site: Open) -> None:
        page = Page(open_site(EVERYTHING), "/?lang=en")
        (banner,) = page.all("aside")
        (link,) = banner.findall("a")
        assert link.get("href") == "https://shop.example/today"
        assert page.words("aside") == ["Fresh <today>"]
        assert [image.get("alt") for image in banner.findall(".//img")] == [""]

    @pytest.mark.parametrize(
        ("times", "shown"),
        [("from = 2020-01-01", True), ("until = 2020-01-01", False), ("from = 9000-01-01", False)],
    )
    def test_the_banner_is_there_in_its_time_alone(self, open_site: Open, times: str, *, shown: bool) -> None:
        page = Page(open_site(f'[brands.shop.banner]\ntext = "a"\n{times}'), "/")
        assert len(page.all("aside")) == shown

    def test_a_banner_of_a_picture_alone_is_read_out(self, open_site: Open) -> None:
        banner = 'image = "brands/shop/banner.svg"\nalt = { fr = "Du pain" }'
        page = Page(open_site(f"[brands.shop.banner]\n{banner}"), "/?lang=en")
        (image,) = page.all("aside//img")
        assert (image.get("alt"), image.get("lang")) == ("Du pain", "fr")
        assert page.all("aside//a") == []

    def test_the_home_page_says_what_the_brand_says_and_the_rest_as_ever(self, open_site: Open) -> None:
        client = open_site(EVERYTHING)
        english, french = Page(client, "/?lang=en"), Page(client, "/?lang=fr")
        plain = Page(open_site(), "/?lang=fr")
        assert english.words("h1") == ["Where is my bread?"]
        assert english.words("title") == ["Where is my bread? – Bread & Butter Bakery"]
        assert "Talk to a baker" in english.words("footer//h2")
        assert french.words("h1") == plain.words("h1") != english.words("h1")
        assert "Le numéro est sur le sachet." in french.words("p")

    def test_an_unknown_number_is_answered_in_the_brands_words(self, open_site: Open) -> None:
        page = Page(open_site(EVERYTHING), "/track?slino=99999999&lang=en", 404)
        assert page.words("h1") == ["No such bread"]
        assert "Look at the paper bag." in page.words("p")

    def test_other_errors_keep_the_sites_words(self, open_site: Open) -> None:
        page = Page(open_site(EVERYTHING), "/nowhere?lang=en", 404)
        assert page.words("h1") != ["No such bread"]
        assert "Look at the paper bag." not in page.text

    def test_the_api_keeps_the_sites_words(self, open_site: Open) -> None:
        answer = open_site(EVERYTHING).get("/api/v1/shipment?slino=99999999")
        assert answer.status_code == 404
        assert "bread" not in answer.get_json()["error"]["message"]

    def test_a_status_is_said_in_the_brands_words(self, open_site: Open) -> None:
        sample = next(each for each in samples() if (each.carrier, each.status) == ("leaps", "delivered"))
        client = open_site(EVERYTHING)
        path = f"/track?{urlencode({'slino': sample.query['slino']})}"
        english, french = Page(client, f"{path}&lang=en"), Page(client, f"{path}&lang=fr")
        assert english.words("h1") == ["On your table"]
        assert "Enjoy it." in english.words("p")
        assert french.words("h1") == ["Livré"]
        assert "On your table" in english.text.partition('class="stages"')[2].partition("</ol>")[0]


class TestSharing:
    def test_a_preview_of_any_page_names_the_brand_alone(self, open_site: Open) -> None:
        client = open_site(EVERYTHING)
        sample = next(each for each in samples() if each.carrier == "logis" and "review_key" in each.query)
        sealed = client.get(f"/track?{urlencode(sample.query)}")
        assert sealed.status_code == 303
        pages = [
            Page(client, "/"),
            Page(client, "/track?slino=10482205"),
            Page(client, "/track?slino=99999999", 404),
            Page(client, sealed.headers["Location"]),
        ]
        told = pages[0].metas()
        assert told == {
            "og:type": "website",
            "og:site_name": "Bread & Butter Bakery",
            "og:title": "Bread & Butter Bakery",
            "twitter:card": "summary",
            "twitter:title": "Bread & Butter Bakery",
        }
        assert [page.metas() for page in pages] == [told] * len(pages)

    def test_a_preview_has_the_logo_where_it_is_a_png(self, open_site: Open) -> None:
        client = open_site('logo = "brands/shop/logo.png"')
        address = Page(client, "/").metas()["og:image"]
        assert address.startswith(f"https://{HOST}/static/brands/shop/logo.png?v=")
        parts = urlsplit(address)
        assert client.get(f"{parts.path}?{parts.query}").mimetype == "image/png"

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("/", "/"),
            ("/?utm_source=mail&fbclid=1", "/"),
            ("/?lang=fr&utm_source=mail", "/?lang=fr"),
            ("/?lang=xx", "/"),
            ("/track?slino=10482205&utm_source=mail&lang=fr", "/track?slino=10482205"),
            ("/track?slino=10482205&account=geodis&gclid=1", "/track?slino=10482205&account=geodis"),
        ],
    )
    def test_a_page_has_one_address_without_what_tracks_readers(
        self, open_site: Open, path: str, expected: str
    ) -> None:
        (link,) = Page(open_site(), path).links("canonical")
        assert link.get("href") == f"https://{HOST}{expected}"

    def test_what_is_the_recipients_own_or_not_there_has_no_address_to_pass_on(self, open_site: Open) -> None:
        client = open_site()
        sample = next(each for each in samples() if each.carrier == "logis" and "review_key" in each.query)
        sealed = client.get(f"/track?{urlencode(sample.query)}").headers["Location"]
        for path, status in ((sealed, 200), ("/track?slino=99999999", 404), ("/nowhere", 404), ("/track", 400)):
            assert Page(client, path, status).links("canonical") == [], path

    @pytest.mark.parametrize(
        ("public_url", "host", "base"),
        [
            (f"https://{HOST}", HOST, f"https://{HOST}"),
            ("https://second.shop.example:8443", HOST, "https://second.shop.example:8443"),
            (f"https://{HOST}", OTHER, f"https://{OTHER}"),
            ("http://127.0.0.1:8000", OTHER, f"http://{OTHER}:8000"),
        ],
    )
    def test_a_page_of_a_brand_is_never_said_to_be_at_another_brands_host(
        self, open_site: Open, public_url: str, host: str, base: str
    ) -> None:
        (link,) = Page(open_site(host=host, public_url=public_url), "/").links("canonical")
        assert link.get("href") == f"{base}/"

    def test_the_web_manifest_is_the_brands(self, open_site: Open) -> None:
        client = open_site(EVERYTHING)
        page = Page(client, "/")
        (link,) = page.links("manifest")
        answer = client.get(link.get("href", ""))
        assert answer.mimetype == "application/manifest+json"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "manifest-src 'self'" in page.headers["Content-Security-Policy"]
        told: dict[str, Any] = json.loads(answer.data)
        assert (told["name"], told["short_name"]) == ("Bread & Butter Bakery", "Bread &")
        assert (told["start_url"], told["scope"], told["lang"]) == ("/", "/", "en")
        assert told["theme_color"] == "#826b00"
        (icon,) = told["icons"]
        assert (icon["type"], icon["sizes"]) == ("image/png", "640x320")
        assert client.get(icon["src"]).status_code == 200

    def test_a_manifest_that_may_be_an_old_one_is_not_kept_for_long(self, open_site: Open) -> None:
        answer = open_site().get("/manifest.webmanifest?v=000000000000")
        assert answer.headers["Cache-Control"] == "public, max-age=86400"

    def test_the_browsers_bar_has_a_colour_in_each_theme(self, open_site: Open) -> None:
        colours = {
            meta.get("media"): meta.get("content") for meta in Page(open_site(EVERYTHING), "/").all("meta[@media]")
        }
        assert colours == {"(prefers-color-scheme: light)": "#826b00", "(prefers-color-scheme: dark)": "#2e2609"}


class TestTheStart:
    def test_files_that_are_not_there_stop_it_all_at_once(self, open_site: Open) -> None:
        with pytest.raises(ConfigurationError) as caught:
            open_site(
                """
                logo = "brands/shop/gone.svg"
                logo_dark = "brands/shop/gone-dark.svg"
                favicon = "brands/shop"
                font_file = "brands/shop/not-a-font.woff2"
                header_links = [{ text = { en = "a", xx = "b" }, url = "https://shop.example" }]
                banner = { text = { yy = "a" }, image = "brands/shop/gone.png", alt = { zz = "a" } }
                wording = { qq = { home_title = "a" } }
            """.replace('"brands/shop"\n', '"brands/shop/no-icon.png"\n')
            )
        lines = dict(line.split(": ", 1) for line in caught.value.problems)
        missing = "there is no such file below static/"
        names = ("logo", "logo_dark", "favicon", "banner.image")
        assert {name: lines.pop(f"brands.shop.{name}") for name in names} == dict.fromkeys(names, missing)
        assert lines.pop("brands.shop.font_file") == "is not a font in WOFF2"
        assert sorted(lines) == [
            "brands.shop.banner.alt.zz",
            "brands.shop.banner.text.yy",
            "brands.shop.header_links.0.text.xx",
            "brands.shop.wording.qq",
        ]

    def test_the_brands_of_the_demo_are_whole_and_unlike_each_other(self, request: pytest.FixtureRequest) -> None:
        settings = demo_settings()
        app = create_app(settings)
        request.addfinalizer(partial(svcs.flask.close_registry, app))
        brands = list(settings.brands.values())
        assert len(brands) == len(EXAMPLE["brands"]) == 3
        assert len({(brand.corners, brand.accent, brand.font) for brand in brands}) == 3
        assert {brand.corners for brand in brands} == {"square", "soft", "round"}
        for brand in brands:
            client = Visitor(app, brand.hosts[0])
            for lang in ("en", "fr"):
                page = Page(client, f"/?lang={lang}")
                assert [link.get("lang") for link in page.all("nav[@class='footer-legal']//a")] == [None] * len(
                    brand.legal_links
                )
