"""Screenshots of every state of a preview: on a phone and on a desktop, in the light and in the dark theme."""

import shutil
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tracking_site.preview.states import State

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Theme = Literal["light", "dark"]

WIDTHS = {390: 844, 1280: 800}
"""The widths of the windows in CSS pixels, each with the window's height."""
THEMES: tuple[Theme, ...] = ("light", "dark")


class NoBrowser(Exception):
    """Screenshots are impossible here; the text tells what is missing."""


def take_screenshots(address: str, states: Sequence[State], folder: Path, languages: Sequence[str]) -> Iterator[Path]:
    """Write a screenshot of each state in each language, theme and width, and yield its file.

    `address` is that of the preview. Raise `NoBrowser` where Playwright or Chromium is missing.
    """
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - only the tests depend on it
    except ImportError as error:
        raise NoBrowser("pictures need Playwright: pip install playwright") from error
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        except Error as error:
            raise NoBrowser("pictures need Chromium: install it, or run playwright install chromium") from error
        for theme, (width, height) in product(THEMES, WIDTHS.items()):
            page = _page(browser, theme, width, height)
            for state, language in product(states, languages):
                file = folder / f"{state.name}.{language}.{theme}.{width}.png"
                page.goto(f"{address}{_in_language(state.address, language)}")
                page.screenshot(path=file, full_page=True)
                yield file
            page.context.close()
        browser.close()


def _page(browser: "Browser", theme: Theme, width: int, height: int) -> "Page":
    return browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce")


def _in_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={language}"
