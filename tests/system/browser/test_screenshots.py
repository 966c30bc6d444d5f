"""A picture of every state of the first brand, and of samples of the others', in two languages, light and dark."""

import io
from collections import defaultdict
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from hashlib import sha256

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.support.axe import Heard, scrolls_sideways
from tests.support.configuration import demo_settings
from tracking_site.preview.site import create_preview
from tracking_site.web.http.context import offered_languages
from tracking_site_sandbox.server import running

ARABIC, FRENCH = "ar", "fr"
SCHEMES = ("light", "dark")
SAMPLED = 4
"""Of the brands after the first, every so many-th state has its picture taken."""
LEAST_SHADES = 12
"""A page that was drawn has more: the edges of its letters alone are of many greys."""


@dataclass
class Screenshots:
    """The pictures' digests by brand, state, language and scheme, and what was wrong on the way."""

    pictures: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def take(self, page: Page, brand: str, state: str, language: str) -> None:
        """Two pictures of what is open."""
        for scheme in SCHEMES:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            png = page.screenshot(animations="disabled", caret="hide")
            shades = Image.open(io.BytesIO(png)).convert("L").getcolors(256) or []
            if len(shades) < LEAST_SHADES:
                self.wrong.append(f"{brand} {state} {language} {scheme}: blank")
            self.pictures[brand, state, language, scheme] = sha256(png).hexdigest()


@pytest.fixture(scope="module")
def screenshots(chromium: Browser) -> Screenshots:
    found = Screenshots()
    settings = demo_settings()
    with ExitStack() as opened:
        for position, (name, brand) in enumerate(settings.brands.items()):
            shown = opened.enter_context(closing(create_preview(settings, brand)))
            address = opened.enter_context(running(shown.app))
            # Half the dots are enough to tell pictures apart.
            page = chromium.new_page(viewport={"width": 390, "height": 700}, locale="en-GB", device_scale_factor=0.5)
            heard = Heard(address)
            heard.listen(page)
            languages = ("en", ARABIC if ARABIC in offered_languages(brand) else FRENCH)
            for state in shown.states[:: SAMPLED if position else 1]:
                for language in languages:
                    page.goto(f"{address}{state.address}{'&' if '?' in state.address else '?'}lang={language}")
                    where = f"{name} {state.name} {language}"
                    found.wrong += [f"{where}: scrolls sideways"] if scrolls_sideways(page) else []
                    found.take(page, name, state.name, language)
                    found.wrong += [f"{where}: {each}" for each in heard.taken()]
            page.close()
    return found


def test_every_state_is_drawn_whole_and_asks_nobody_else(screenshots: Screenshots) -> None:
    assert screenshots.wrong == []
    assert len(screenshots.pictures) > 300


def test_every_brand_looks_like_itself(screenshots: Screenshots) -> None:
    alike = defaultdict(set)
    for (brand, *rest), picture in screenshots.pictures.items():
        alike[picture].add((brand, *rest))
    assert [names for names in alike.values() if len({brand for brand, *_ in names}) > 1] == []


def test_the_dark_is_dark_and_another_language_is_another_page(screenshots: Screenshots) -> None:
    for (brand, state, language, scheme), picture in screenshots.pictures.items():
        if scheme == "light":
            assert picture != screenshots.pictures[brand, state, language, "dark"], (brand, state, language)
        if language == "en":
            other = ARABIC if (brand, state, ARABIC, scheme) in screenshots.pictures else FRENCH
            assert picture != screenshots.pictures[brand, state, other, scheme], (brand, state, scheme)
