"""The map of streets in a real browser: nothing is asked of the tiles' host before the press, and what it shows after."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.configuration import SECRET, configuration
from tests.support.served_site import served
from tests.system.browser.conftest import Demo
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.tracking.sealed_links import LinkSealer
from tracking_site_sandbox.server import running

pytestmark = pytest.mark.xdist_group("e2e")

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
BUTTON = "Show on a street map"
ORDER, OLD_TRIP = "NW-20418", "Pun-HYD 0390"
A_MINUTE = 61_000


@dataclass
class Tiles:
    """A tile server on a port of its own: what it was asked for, and whether it works."""

    origin: str
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    status: int = 200


@dataclass(frozen=True)
class Site:
    """A site whose operator configured tiles."""

    address: str
    tiles: Tiles

    def sealed(self, kind: ReferenceKind, number: str) -> str:
        asked = ShipmentRef("mile", Reference(kind, number))
        return f"{self.address}/t/{LinkSealer([SECRET]).seal('shop', asked, days=5)}"


@contextmanager
def tile_server() -> Iterator[Tiles]:
    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tiles.asked.append((self.path, self.headers["Referer"]))
            self.send_response(tiles.status)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PICTURE if tiles.status == 200 else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    tiles = Tiles(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield tiles
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("streets")
    with running() as sandbox, tile_server() as tiles:
        tiles_of = {
            "tiles": f"{tiles.origin}/{{z}}/{{x}}/{{y}}.png",
            "attribution": "© OpenStreetMap contributors",
            "attribution_url": "https://www.openstreetmap.org/copyright",
        }
        mile = {"webhook_path_secret": None, "iframe": None}
        with served(configuration(sandbox, accounts={"mile": mile}, site={"map": tiles_of}), folder) as address:
            yield Site(address, tiles)


@pytest.fixture
def site(running_site: Site) -> Site:
    running_site.tiles.asked.clear()
    running_site.tiles.status = 200
    return running_site


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser says against the page, the content policy's refusals among it."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def press(page: Page) -> None:
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("region", name="Last position")).to_be_focused()


def shapes(page: Page, name: str) -> list[str]:
    """The shapes that are drawn of one kind, as they are drawn now."""
    return [shape.get_attribute("d") or "" for shape in page.locator(f"path.streets-{name}").all()]


def test_nobody_else_is_asked_before_the_press(site: Site, page: Page, complaints: list[str]) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(site.sealed(ReferenceKind.ORDER_NUMBER, ORDER))
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    assert site.tiles.asked == []
    assert hosts == {urlsplit(site.address).netloc}
    press(page)
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert site.tiles.asked
    assert hosts == {urlsplit(site.address).netloc, urlsplit(site.tiles.origin).netloc}
    assert complaints == []


def test_the_tiles_host_learns_the_sites_origin_and_nothing_of_the_shipment(site: Site, page: Page) -> None:
    page.goto(site.sealed(ReferenceKind.ORDER_NUMBER, ORDER))
    press(page)
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert {referrer for _, referrer in site.tiles.asked} == {f"{site.address}/"}


def test_the_recipient_sees_the_position_and_the_address(site: Site, page: Page) -> None:
    page.goto(site.sealed(ReferenceKind.ORDER_NUMBER, ORDER))
    press(page)
    assert len(shapes(page, "position")) == len(shapes(page, "address")) == 1
    expect(page.get_by_text("The carrier does not say how old the position is.").last).to_be_visible()
    expect(page.get_by_role("link", name="© OpenStreetMap contributors")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()
    expect(page.get_by_role("button", name="Zoom in")).to_be_visible()


def test_nobody_else_sees_the_address_nor_the_exact_position(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/track?ordno={ORDER}")
    content = page.locator("[data-streets-position]")
    assert content.get_attribute("data-address") == ""
    assert content.get_attribute("data-latitude") == "40.71"
    press(page)
    assert shapes(page, "address") == []
    # A circle as wide as the position was rounded, not a point.
    assert page.locator("path.streets-position").evaluate("shape => shape.getBBox().width") > 40


def test_an_old_position_is_greyed_and_said_to_be_old(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/track?tripname={OLD_TRIP}")
    press(page)
    expect(page.locator("path.streets-position")).to_have_class("streets-position leaflet-interactive streets-old")
    expect(page.get_by_text("This position is more than 30 minutes old.")).to_be_visible()


def test_a_position_grows_old_on_an_open_page(site: Site, page: Page) -> None:
    page.clock.install()
    page.goto(f"{site.address}/track?tripname=Mum-AMD 0412")
    press(page)
    old = page.locator("path.streets-old")
    expect(old).to_have_count(0)
    page.clock.fast_forward(30 * A_MINUTE)
    expect(old).to_have_count(1)


def test_the_map_follows_what_the_page_learns(site: Site, page: Page) -> None:
    page.goto(site.sealed(ReferenceKind.ORDER_NUMBER, ORDER))
    press(page)
    before, address = shapes(page, "position"), shapes(page, "address")
    page.evaluate(
        """() => {
            const part = document.querySelector('[data-part="summary"]');
            const fresh = part.cloneNode(true);
            fresh.querySelector("[data-streets-position]").dataset.latitude = "40.7120";
            part.replaceChildren(...fresh.childNodes);
        }"""
    )
    expect(page.locator("path.streets-position")).not_to_have_attribute("d", before[0])
    assert len(shapes(page, "position")) == 1
    assert shapes(page, "address") == address


def test_tiles_that_do_not_come_are_said_not_to_come(site: Site, page: Page) -> None:
    site.tiles.status = 503
    page.goto(site.sealed(ReferenceKind.ORDER_NUMBER, ORDER))
    press(page)
    expect(page.get_by_text("The map could not be loaded. Please try again.")).to_be_visible()


def test_without_leaflet_the_button_stays_and_says_so(site: Site, page: Page) -> None:
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto(site.sealed(ReferenceKind.ORDER_NUMBER, ORDER))
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("The map could not be loaded. Please try again.")).to_be_visible()
    page.unroute("**/leaflet.js")
    press(page)
    assert len(shapes(page, "position")) == 1


def test_without_javascript_there_is_no_button_that_does_nothing(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.sealed(ReferenceKind.ORDER_NUMBER, ORDER))
    expect(page.get_by_text(BUTTON)).to_be_hidden()
    expect(page.locator(".route-sentence")).to_contain_text("of the delivery address")
    context.close()


def test_the_page_does_not_scroll_sideways_with_the_map_open(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, locale="en-GB")
    page = context.new_page()
    page.goto(site.sealed(ReferenceKind.ORDER_NUMBER, ORDER))
    press(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_the_policy_allows_the_tiles_only_where_they_are_configured(site: Site, page: Page, demo: Demo) -> None:
    with_tiles = page.request.get(f"{site.address}/track?ordno={ORDER}")
    assert f"img-src 'self' {site.tiles.origin};" in with_tiles.headers["content-security-policy"]
    without = page.request.get(f"{demo.address}/track?ordno={ORDER}")
    assert "img-src 'self';" in without.headers["content-security-policy"]
    assert "data-streets" not in without.text()
