"""The settings of a brand's look and wording: accepted and refused values, and the paths of problems."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import EVERY_LANGUAGE, SENTENCES, Banner, Brand, ConfigurationError, StatusWord, load_settings
from tracking_site.config.wording import STATUS_WORDS

BrandOf = Callable[[str], Brand]
Problems = Callable[[str], dict[str, str]]

CONFIGURATION = """
[site]
secret_keys = ["0123456789abcdef0123456789abcdef"]

[accounts.nord]
carrier = "logis"
name = "Nord"
api_key = "k"

[brands.shop]
name = "Shop"
accounts = ["nord"]
hosts = ["track.shop.example"]
"""
NOW = datetime(2026, 12, 24, 12, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def brand_of(tmp_path: Path) -> BrandOf:
    def loaded(lines: str) -> Brand:
        file = tmp_path / "tracking-site.toml"
        file.write_text(CONFIGURATION + lines, encoding="utf-8")
        return load_settings(file, {"TEXT": "from the environment", "DAY": "2026-12-24"}, ACCOUNT_MODELS).default_brand

    return loaded


@pytest.fixture
def problems(brand_of: BrandOf) -> Problems:
    """Return the problems of a brand's settings, by the path below the brand."""

    def found(lines: str) -> dict[str, str]:
        with pytest.raises(ConfigurationError) as caught:
            brand_of(lines)
        pairs = dict(line.split(": ", 1) for line in caught.value.problems)
        assert all(where.startswith("brands.shop.") for where in pairs)
        return {where.removeprefix("brands.shop."): what for where, what in pairs.items()}

    return found


class TestLooks:
    def test_the_default_look_has_soft_corners_and_nothing_else(self, brand_of: BrandOf) -> None:
        brand = brand_of("")
        assert (brand.logo, brand.logo_dark, brand.favicon, brand.font, brand.font_file) == (None,) * 5
        assert (brand.corners, brand.wordmark, brand.banner, brand.wording) == ("soft", False, None, {})
        assert brand.header_links == brand.footer_links == brand.legal_links == ()

    def test_all_problems_of_a_brands_look_are_reported_at_once(self, problems: Problems) -> None:
        found = problems("""
            accent = "red"
            logo_dark = "../dark.svg"
            favicon = "https://elsewhere.example/icon.png"
            corners = "oval"
            font = "a}b"
            font_file = "brands/shop/font.ttf"
            header_links = [{ text = "", url = "https://a.example" }, { url = "javascript:alert(1)" }]
            banner = { link = "ftp://a.example", colour = "red" }
            wording = { en = { home_titel = "x" } }
        """)
        assert list(found) == [
            "accent",
            "banner.colour",
            "banner.link",
            "banner.text",
            "corners",
            "favicon",
            "font",
            "font_file",
            "header_links.0.text",
            "header_links.1.text",
            "header_links.1.url",
            "logo_dark",
            "wording.en.home_titel",
        ]

    @pytest.mark.parametrize("key", ["logo", "logo_dark", "favicon"])
    @pytest.mark.parametrize(
        "path",
        ["../x.svg", "/x.svg", "brands/x.gif", "brands//x.svg", "brands/x.svg?a", "a b.svg", ".x.svg", "x.svg\\n", ""],
    )
    def test_a_path_that_is_not_below_static_is_refused(self, problems: Problems, key: str, path: str) -> None:
        logo = 'logo = "a.svg"\n' if key == "logo_dark" else ""
        assert list(problems(f'{logo}{key} = "{path}"')) == [key]

    @pytest.mark.parametrize("key", ["logo_dark", "favicon"])
    def test_a_picture_may_only_be_on_the_brands_own_host(
        self, brand_of: BrandOf, problems: Problems, key: str
    ) -> None:
        logo = 'logo = "a.svg"\n'
        assert brand_of(f'{logo}{key} = "https://track.shop.example/x.svg"')
        found = problems(f'{logo}{key} = "https://other.example/x.svg"')
        assert found == {key: "must be below static/ or on one of the brand's own hosts"}

    def test_a_dark_logo_without_a_logo_is_refused(self, problems: Problems) -> None:
        assert problems('logo_dark = "x.svg"') == {"logo_dark": "goes with a logo alone"}

    def test_the_problem_of_unknown_corners_names_the_known_ones(self, problems: Problems) -> None:
        assert problems('corners = "Round"') == {"corners": "must be one of square, soft, round"}


class TestFonts:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("Georgia, serif", '"Georgia", serif'),
            ("'Times New Roman' , system-ui", '"Times New Roman", system-ui'),
            ("-apple-system, 'serif', Serif", '-apple-system, "serif", "Serif"'),
            ("游ゴシック, Source Sans 3", '"游ゴシック", "Source Sans 3"'),
        ],
    )
    def test_a_font_is_normalised_for_css(self, brand_of: BrandOf, given: str, kept: str) -> None:
        assert brand_of(f'font = "{given}"').font == kept

    @pytest.mark.parametrize(
        "font",
        [
            *("", ",", "Georgia,", "a;b", "a}b", "a{b", "a:b", "url(x)", "var(--x)", "a/*b", "a@b", "a!b"),
            *("a\\\\62", "a\\nb", "'a", "'a\\\"", "'a'b'", '\\"a\\", b\\"c', "12", "<a>", "a" * 80, "a," * 12 + "a"),
        ],
    )
    def test_a_font_that_could_break_out_of_the_style_sheet_is_refused(self, problems: Problems, font: str) -> None:
        assert list(problems(f'font = "{font}"')) == ["font"]

    @pytest.mark.parametrize("path", ["x.woff", "../x.woff2", "https://track.shop.example/x.woff2", "x.woff2)"])
    def test_a_font_file_is_below_static(self, problems: Problems, path: str) -> None:
        assert list(problems(f'font_file = "{path}"')) == ["font_file"]


class TestTexts:
    def test_a_text_is_for_every_language_or_for_each(self, brand_of: BrandOf) -> None:
        brand = brand_of("""
            footer_links = [
              { text = "Shop", url = "https://shop.example" },
              { text = { en = "Returns", pt-BR = "Devoluções" }, url = "http://shop.example/returns" },
              { text = "env:TEXT", url = "https://shop.example" },
            ]
        """)
        assert [link.text for link in brand.footer_links] == [
            {EVERY_LANGUAGE: "Shop"},
            {"en": "Returns", "pt-BR": "Devoluções"},
            {EVERY_LANGUAGE: "from the environment"},
        ]

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            ('""', "text"),
            ("{}", "text"),
            ("7", "text"),
            ('["a"]', "text"),
            ('{ english = "a" }', "text.english"),
            ('{ en = "" }', "text.en"),
            ('{ en = "a", fr = 7 }', "text.fr"),
            ('"a\\nb"', "text"),
            (f'"{"a" * 61}"', "text"),
            (f'{{ en = "{"a" * 61}" }}', "text.en"),
        ],
    )
    def test_an_invalid_text_is_reported_with_its_language(self, problems: Problems, text: str, where: str) -> None:
        found = problems(f'legal_links = [{{ text = {text}, url = "https://shop.example" }}]')
        assert list(found) == [f"legal_links.0.{where}"]
        assert found[f"legal_links.0.{where}"] != "is not valid"

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "//shop.example", "/returns", "data:text/html,x", "a.example"]
    )
    def test_a_link_leads_to_a_web_page_only(self, problems: Problems, url: str) -> None:
        assert list(problems(f'header_links = [{{ text = "a", url = "{url}" }}]')) == ["header_links.0.url"]

    def test_a_menu_with_too_many_links_is_refused(self, problems: Problems) -> None:
        links = ", ".join(['{ text = "a", url = "https://a.example" }'] * 13)
        assert problems(f"header_links = [{links}]") == {"header_links": "must have at most 12 entries"}


class TestBanner:
    def test_a_banner_needs_a_text_or_a_picture_with_words(self, problems: Problems) -> None:
        assert problems("banner = {}") == {"banner.text": "is required where there is no image"}
        assert problems('banner = { image = "a.png" }') == {
            "banner.alt": "is required where the image stands without a text"
        }
        assert problems('banner = { text = "a", alt = "b" }') == {"banner.alt": "goes with an image alone"}

    def test_a_banners_picture_is_below_static(self, problems: Problems) -> None:
        found = problems('banner = { text = "a", image = "https://track.shop.example/a.png" }')
        assert list(found) == ["banner.image"]

    @pytest.mark.parametrize(
        ("lines", "zone", "shown"),
        [
            ("", LISBON, True),
            ("from = 2026-12-24", LISBON, True),
            ("from = 2026-12-25", LISBON, False),
            ("from = 2026-12-24T12:00:00Z", LISBON, True),
            ("from = 2026-12-24T12:00:01Z", LISBON, False),
            ("from = 2026-12-24T20:30:00", TOKYO, True),
            ("from = 2026-12-24T21:30:00", TOKYO, False),
            ("until = 2026-12-24", LISBON, True),
            ("until = 2026-12-23", LISBON, False),
            ("until = 2026-12-24T12:00:00Z", LISBON, False),
            ("until = 2026-12-24T13:00:00+00:30", LISBON, True),
            ("until = 2026-12-24T21:30:00", TOKYO, True),
            ('until = "env:DAY"', LISBON, True),
            ('until = "2026-12-24T11:59:59Z"', LISBON, False),
        ],
    )
    def test_a_banner_is_shown_during_its_time_only(
        self, brand_of: BrandOf, lines: str, zone: ZoneInfo, *, shown: bool
    ) -> None:
        banner = brand_of(f'[brands.shop.banner]\ntext = "a"\n{lines}').banner
        assert banner is not None
        assert banner.shown_at(NOW, zone) is shown

    def test_days_of_the_banner_are_in_the_brands_time_zone(self, brand_of: BrandOf) -> None:
        banner = brand_of('[brands.shop.banner]\ntext = "a"\nfrom = 2026-12-24\nuntil = 2026-12-24').banner
        assert banner is not None
        assert (banner.begins, banner.until) == (date(2026, 12, 24), date(2026, 12, 24))
        day = [datetime(2026, 12, 23, 15, tzinfo=UTC), datetime(2026, 12, 24, 14, 59, tzinfo=UTC)]
        beside = [datetime(2026, 12, 23, 14, 59, tzinfo=UTC), datetime(2026, 12, 24, 15, tzinfo=UTC)]
        assert [banner.shown_at(moment, TOKYO) for moment in day] == [True, True]
        assert [banner.shown_at(moment, TOKYO) for moment in beside] == [False, False]

    @pytest.mark.parametrize("moment", ["12:00:00", "7", "true", '"soon"', '"24.12.2026"', "1969-12-31", "9999-12-31"])
    def test_an_invalid_moment_is_refused(self, problems: Problems, moment: str) -> None:
        for key in ("from", "until"):
            found = problems(f'[brands.shop.banner]\ntext = "a"\n{key} = {moment}')
            assert list(found) == [f"banner.{key}"]
            assert found[f"banner.{key}"].startswith("must be a date")

    @pytest.mark.parametrize(
        ("begins", "until"),
        [
            ("2026-12-24", "2026-12-23"),
            ("2026-12-24T12:00:00Z", "2026-12-24T12:00:00Z"),
            ("2026-12-24T09:00:00Z", "2026-12-24T17:59:00"),
            ("2026-12-25", "2026-12-24T14:00:00Z"),
        ],
    )
    def test_a_banner_that_ends_before_it_begins_is_refused(self, problems: Problems, begins: str, until: str) -> None:
        found = problems(
            f'time_zone = "Asia/Tokyo"\n[brands.shop.banner]\ntext = "a"\nfrom = {begins}\nuntil = {until}'
        )
        assert found == {"banner.until": "must be later than from"}

    def test_an_unknown_time_zone_does_not_hide_other_problems(self, problems: Problems) -> None:
        found = problems('time_zone = "Mars/Olympus"\nbanner = { text = "a", from = 2026-12-24, until = 2026-12-23 }')
        assert list(found) == ["time_zone"]


class TestWording:
    def test_every_status_can_be_worded(self) -> None:
        words: Any = StatusWord
        assert set(STATUS_WORDS) == set(words.__args__)
        assert {f"{kind}_{word}" for kind in ("status", "lead") for word in STATUS_WORDS} < SENTENCES

    def test_a_brand_can_reword_any_sentence_in_any_language(self, brand_of: BrandOf) -> None:
        brand = brand_of('[brands.shop.wording.fr]\nhome_title = "Où est mon colis ?"')
        assert brand.wording == {"fr": {"home_title": "Où est mon colis ?"}}

    @pytest.mark.parametrize(
        ("lines", "where"),
        [
            ('wording.en.home = "a"', "wording.en.home"),
            ('wording.en.status_lost = "a"', "wording.en.status_lost"),
            ('wording.home_title = "a"', "wording.home_title"),
            ('wording.en.home_title = ""', "wording.en.home_title"),
            ('wording.en.home_title = "a\\nb"', "wording.en.home_title"),
            (f'wording.en.home_title = "{"a" * 401}"', "wording.en.home_title"),
            ('wording.english.home_title = "a"', "wording.english"),
            ('wording.en.home_title = { fr = "a" }', "wording.en.home_title"),
        ],
    )
    def test_an_unknown_sentence_is_refused(self, problems: Problems, lines: str, where: str) -> None:
        found = problems(lines)
        assert list(found) == [where]
        assert found[where] != "is not valid"


class TestTheDocumentation:
    DOCUMENTS = Path(__file__).parents[3] / "docs"

    def test_the_documents_example_loads_and_sets_every_setting(self, tmp_path: Path) -> None:
        least, everything = re.findall(
            r"```toml\n(.*?)```", (self.DOCUMENTS / "add-a-brand.md").read_text("utf-8"), re.DOTALL
        )
        accounts = CONFIGURATION.partition("[brands.shop]")[0]
        accounts += accounts.partition("[accounts.nord]")[2].join(["[accounts.mile]", ""])
        file = tmp_path / "tracking-site.toml"
        file.write_text(accounts + least + everything.replace("[brands.lune]\n", "", 1), encoding="utf-8")
        brand = load_settings(file, {"LUNE_API_KEY": "0123456789abcdef"}, ACCOUNT_MODELS).default_brand
        assert brand.model_fields_set == set(Brand.model_fields)
        assert brand.banner is not None
        assert brand.banner.model_fields_set == set(Banner.model_fields)

    def test_the_document_names_every_sentence(self) -> None:
        reference = (self.DOCUMENTS / "configuration.md").read_text("utf-8")
        for key in SENTENCES - {f"{kind}_{word}" for kind in ("status", "lead") for word in STATUS_WORDS}:
            assert f"`{key}`" in reference
        for word in STATUS_WORDS:
            assert f"`{word}`" in reference
