"""Every state of every page of the demo's three brands: for everybody to read, at every width, without anybody else."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page

from tests.support.axe import CONTRAST, Heard, axe_source, scrolls_sideways, violations
from tests.support.configuration import demo_settings
from tracking_site.preview.site import Preview, create_preview
from tracking_site.preview.states import State
from tracking_site_sandbox.server import running

pytestmark = pytest.mark.xdist_group("states")

PHONE, TABLET, DESK, HEIGHT = 320, 640, 1280, 800
SAMPLED = 4
"""Of the other brands and widths every so many-th state is looked at."""
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"
AS_IT_WAS = "document.documentElement.style.fontSize = ''"


@dataclass
class Report:
    """What was wrong, by what was looked for; and how many pages were looked at."""

    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    pages: int = 0

    def add(self, kind: str, where: str, what: list[str]) -> None:
        self.wrong[kind] += [f"{where}: {each}" for each in what]


@dataclass(frozen=True)
class Brand:
    """A running preview."""

    address: str
    shown: Preview


@pytest.fixture(scope="module")
def brands() -> Iterator[dict[str, Brand]]:
    settings = demo_settings()
    with ExitStack() as opened:
        previews = {
            name: opened.enter_context(closing(create_preview(settings, brand)))
            for name, brand in settings.brands.items()
        }
        yield {name: Brand(opened.enter_context(running(shown.app)), shown) for name, shown in previews.items()}


class Visit:
    """One browser window that goes from state to state of a brand."""

    def __init__(self, brand: Brand, page: Page, report: Report) -> None:
        self.brand = brand
        self.page = page
        self.report = report
        self.heard = Heard(brand.address)
        self.heard.listen(page)

    def open(self, state: State, language: str) -> str:
        """Opens a state, and tells how it is called where something is wrong with it."""
        where = f"{state.name} {language} {self.page.viewport_size and self.page.viewport_size['width']}"
        answer = self.page.goto(
            f"{self.brand.address}{state.address}{'&' if '?' in state.address else '?'}lang={language}"
        )
        status = answer.status if answer else None
        self.report.add("status", where, [f"answered {status}"] if status != state.status else [])
        self.report.pages += 1
        return where

    def look(self, state: State, language: str) -> str:
        """Light, then dark, for whoever cannot see it as it was drawn."""
        where = self.open(state, language)
        self.report.add("sideways", where, ["scrolls"] if scrolls_sideways(self.page) else [])
        self.page.evaluate(axe_source())
        self.report.add("axe", f"{where} light", violations(self.page))
        self.page.emulate_media(color_scheme="dark")
        self.report.add("axe", f"{where} dark", violations(self.page, CONTRAST))
        self.page.emulate_media(color_scheme="light")
        self.report.add("heard", where, list(self.heard.taken()))
        return where

    def enlarge(self, where: str) -> None:
        """What is open, with text of twice the size on twice the width; then in forced colours and without motion."""
        self.page.set_viewport_size({"width": TABLET, "height": HEIGHT})
        self.page.evaluate(TWICE_AS_LARGE)
        self.report.add("enlarged", where, ["scrolls"] if scrolls_sideways(self.page) else [])
        self.page.evaluate(AS_IT_WAS)
        self.page.emulate_media(forced_colors="active", reduced_motion="reduce")
        headings = self.page.locator("h1:visible").count()
        self.report.add("plain", where, [] if headings == 1 and not scrolls_sideways(self.page) else ["is not whole"])
        self.page.emulate_media(forced_colors="none", reduced_motion="no-preference")
        self.page.set_viewport_size({"width": PHONE, "height": HEIGHT})
        self.report.add("heard", where, list(self.heard.taken()))


@pytest.fixture(scope="module")
def report(brands: dict[str, Brand], chromium: Browser) -> Report:
    """Every state of the first brand on a phone, every other one in Arabic, and samples of everything else."""
    found = Report()
    first, *others = brands.values()
    for brand, width, languages, step in (
        (first, PHONE, ("en",), 1),
        (first, PHONE, ("ar",), 2),
        (first, DESK, ("ar",), SAMPLED),
        *((brand, DESK, ("en",), SAMPLED) for brand in others),
    ):
        page = chromium.new_page(viewport={"width": width, "height": HEIGHT}, locale="en-GB", color_scheme="light")
        visit = Visit(brand, page, found)
        for language in languages:
            for state in brand.shown.states[::step]:
                where = visit.look(state, language)
                if width == PHONE and language == "en":
                    visit.enlarge(where)
        page.close()
    return found


def test_the_previews_have_every_state(brands: dict[str, Brand]) -> None:
    names = {name: [state.name for state in brand.shown.states] for name, brand in brands.items()}
    assert len(names["northwind"]) > 50
    assert all(len(set(each)) == len(each) > 30 for each in names.values())
    everywhere = set.intersection(*map(set, names.values()))
    assert {"choice", "unasked", "stale", "expired-link", "embed-choice"} <= everywhere
    assert {"announced", "embed-announced"} <= everywhere
    assert {"running-late", "promise", "delayed", "awaiting-collection", "embed-running-late"} <= everywhere


def test_every_state_answers_as_it_says(report: Report) -> None:
    assert report.pages > 110
    assert report.wrong["status"] == []


def test_axe_finds_nothing_in_any_state_in_light_and_dark_in_english_and_arabic(report: Report) -> None:
    assert report.wrong["axe"] == []


def test_no_state_scrolls_sideways_on_a_small_phone(report: Report) -> None:
    assert report.wrong["sideways"] == []


def test_no_state_scrolls_sideways_with_text_of_twice_the_size(report: Report) -> None:
    assert report.wrong["enlarged"] == []


def test_no_state_asks_anybody_else_or_breaks_the_content_policy(report: Report) -> None:
    assert report.wrong["heard"] == []


def test_every_state_is_whole_in_forced_colours_and_without_motion(report: Report) -> None:
    assert report.wrong["plain"] == []


def test_axe_finds_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(
        '<html lang="en"><title>x</title><main><h1>x</h1><p style="color:#ccc">pale</p><img src="x"></main>'
    )
    page.evaluate(axe_source())
    assert {line.split(":")[0] for line in violations(page)} >= {"color-contrast", "image-alt"}
    page.close()
