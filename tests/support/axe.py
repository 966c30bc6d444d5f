"""Checks of a page with axe-core, and of the browser's console messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

AXE = Path(__file__).with_name("vendor") / "axe-core-4.14.1.min.js"
RULES = """async (rules) => {
    const options = rules ? {runOnly: {type: "rule", values: rules}} : {};
    const {violations} = await axe.run(document, {...options, resultTypes: ["violations"]});
    return violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(" ").slice(0, 300)}`);
}"""
CONTRAST = ["color-contrast", "link-in-text-block"]
"""The rules whose result depends on the theme."""


def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return the violations that axe-core finds on the current page, for all or some rules."""
    found: list[str] = page.evaluate(RULES, rules)
    return found


def scrolls_sideways(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide


@dataclass
class Heard:
    """A page's requests to other hosts and its console messages since the last call."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    # The browser's own line for an answer of 404 is no complaint about the page.
    expected: str = "Failed to load resource: the server responded with a status of"

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def taken(self) -> Iterator[str]:
        yield from self.complaints
        self.complaints.clear()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(self.expected):
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        if urlsplit(request.url)._replace(path="", query="").geturl() != self.origin:
            self.complaints.append(f"asked {request.url}")
