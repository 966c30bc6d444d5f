"""A picture of every state of every brand, in English and Arabic, light and dark: drawn, and each brand's own."""

import io
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.support.axe import Heard, scrolls_sideways
from tests.system.browser.test_states import NOWHERE, SECRET
from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import load_settings
from tracking_site.demo import configuration
from tracking_site.preview.site import create_preview
from tracking_site.web.http.context import offered_languages
from tracking_site_sandbox.server import running

ARABIC, FRENCH = "ar", "fr"
SCHEMES = ("light", "dark")
LEAST_SHADES = 12
"""A page that was drawn has more: the edges of its letters alone are of many greys."""


@dataclass
class ProofStorePort:
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
def album(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> ProofStorePort:
    found = ProofStorePort()
    file = tmp_path_factory.mktemp("pictures") / "tracking-site.toml"
    file.write_text(configuration(NOWHERE, 8000), encoding="utf-8")
    settings = load_settings(file, {"DEMO_SECRET": SECRET}, ACCOUNT_MODELS)
    with ExitStack() as opened:
        for name, brand in settings.brands.items():
            shown = create_preview(settings, brand)
            address = opened.enter_context(running(shown.app))
            # Half the dots are enough to tell pictures apart.
            page = chromium.new_page(viewport={"width": 390, "height": 700}, locale="en-GB", device_scale_factor=0.5)
            heard = Heard(address)
            heard.listen(page)
            languages = ("en", ARABIC if ARABIC in offered_languages(brand) else FRENCH)
            for state in shown.states:
                for language in languages:
                    page.goto(f"{address}{state.address}{'&' if '?' in state.address else '?'}lang={language}")
                    where = f"{name} {state.name} {language}"
                    found.wrong += [f"{where}: scrolls sideways"] if scrolls_sideways(page) else []
                    found.take(page, name, state.name, language)
                    found.wrong += [f"{where}: {each}" for each in heard.taken()]
            page.close()
    return found


def test_every_state_of_every_brand_is_drawn_whole_and_asks_nobody_else(album: ProofStorePort) -> None:
    assert album.wrong == []
    assert len(album.pictures) > 500


def test_every_brand_looks_like_itself(album: ProofStorePort) -> None:
    alike = defaultdict(set)
    for (brand, *rest), picture in album.pictures.items():
        alike[picture].add((brand, *rest))
    assert [names for names in alike.values() if len({brand for brand, *_ in names}) > 1] == []


def test_the_dark_is_dark_and_another_language_is_another_page(album: ProofStorePort) -> None:
    for (brand, state, language, scheme), picture in album.pictures.items():
        if scheme == "light":
            assert picture != album.pictures[brand, state, language, "dark"], (brand, state, language)
        if language == "en":
            other = ARABIC if (brand, state, ARABIC, scheme) in album.pictures else FRENCH
            assert picture != album.pictures[brand, state, other, scheme], (brand, state, scheme)
