"""The embed on a merchant's page of another origin, in a real browser."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.configuration import Table, configuration
from tests.support.served_site import merchant, served
from tracking_site import assets
from tracking_site_sandbox.server import running

pytestmark = pytest.mark.xdist_group("e2e")

PAGE = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>
<script src="{site}/embed.js" defer></script><h1>Your order</h1>{body}</html>"""


@dataclass(frozen=True)
class Shop:
    """A shop that the brand's `embed_origins` name, one that they do not, and the site."""

    address: str
    stranger: str
    site: str
    pages: dict[str, str]

    def show(self, body: str) -> None:
        self.pages["/"] = PAGE.format(site=self.site, body=body)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    pages: dict[str, str] = {}
    with (
        running() as sandbox,
        merchant(pages) as address,
        merchant(pages) as stranger,
        served(_configuration(sandbox, address), tmp_path_factory.mktemp("embed")) as site,
    ):
        yield Shop(address, stranger, site, pages)


def _configuration(sandbox: str, origin: str) -> Table:
    mile = {"webhook_path_secret": None, "iframe": None}
    accounts = {"gls": {"time_zone": None}, "mile": mile}
    return configuration(sandbox, accounts=accounts, brands={"shop": {"embed_origins": [origin]}})


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="en-GB", viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def height(page: Page, place: int) -> float:
    box = page.locator("tracking-embed iframe").nth(place).bounding_box()
    assert box is not None
    return box["height"]


def test_three_embeds_on_one_page_each_fit_their_content(shop: Shop, page: Page) -> None:
    shop.show(
        '<tracking-embed ordno="GR432U5"></tracking-embed>'
        '<tracking-embed slino="30771501" theme="dark" lang="fr"></tracking-embed>'
        "<tracking-embed></tracking-embed>"
    )
    page.goto(shop.address)
    headings = ("Out for delivery", "En route", "Where is my delivery?")
    for place, heading in enumerate(headings):
        frame = page.frame_locator("tracking-embed iframe").nth(place)
        expect(frame.locator("h1")).to_have_text(heading)
        page.wait_for_function(f"document.querySelectorAll('tracking-embed iframe')[{place}].offsetHeight > 100")
        content = frame.locator("main").evaluate("element => element.getBoundingClientRect().height")
        assert abs(height(page, place) - content) <= 1
        assert frame.locator("html").evaluate("element => element.scrollWidth <= element.clientWidth")
    dark = page.frame_locator("tracking-embed iframe").nth(1).locator("body")
    assert dark.evaluate("element => getComputedStyle(element).backgroundColor") != "rgb(255, 255, 255)"


def test_an_embed_grows_with_its_content(shop: Shop, page: Page) -> None:
    shop.show("<tracking-embed></tracking-embed>")
    page.goto(shop.address)
    frame = page.frame_locator("tracking-embed iframe")
    frame.get_by_label("Tracking number or link").fill("GR432U5")
    page.wait_for_function("document.querySelector('tracking-embed iframe').offsetHeight > 100")
    before = height(page, 0)
    frame.get_by_role("button", name="Track").click()
    expect(frame.locator("h1")).to_have_text("Out for delivery")
    page.wait_for_function(f"document.querySelector('tracking-embed iframe').offsetHeight > {before} + 50")


def test_a_page_that_the_brand_does_not_name_gets_no_embed_but_keeps_its_link(shop: Shop, page: Page) -> None:
    shop.show(
        f'<tracking-embed ordno="GR432U5"><a href="{shop.site}/track?ordno=GR432U5">Track it</a></tracking-embed>'
    )
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(shop.stranger)
    expect(page.get_by_role("link", name="Track it")).to_be_visible()
    assert height(page, 0) == 0


def test_a_message_of_another_window_does_not_size_an_embed(shop: Shop, page: Page) -> None:
    shop.show("<tracking-embed></tracking-embed>")
    page.goto(shop.address)
    page.wait_for_function("document.querySelector('tracking-embed iframe').offsetHeight > 100")
    before = height(page, 0)
    page.evaluate("window.postMessage({trackingSiteHeight: 5000}, '*')")
    page.wait_for_timeout(100)
    assert height(page, 0) == before


def test_the_link_in_an_embed_gives_way_to_it_and_stays_without_javascript(shop: Shop, chromium: Browser) -> None:
    shop.show(
        f'<tracking-embed ordno="GR432U5"><a href="{shop.site}/track?ordno=GR432U5">Track it</a></tracking-embed>'
    )
    with_scripts = chromium.new_page()
    with_scripts.goto(shop.address)
    expect(with_scripts.get_by_role("link", name="Track it")).to_be_hidden()
    with_scripts.close()
    context = chromium.new_context(java_script_enabled=False)
    without = context.new_page()
    without.goto(shop.address)
    expect(without.get_by_role("link", name="Track it")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    "content",
    [
        "Track it",
        '<a style="display: inline-block" href="{site}/track?ordno=GR432U5">Track it</a>',
        '<a style="display: block !important" href="{site}/track?ordno=GR432U5">Track it</a>',
        "<p>Please <b>Track it</b></p>",
    ],
)
def test_whatever_stands_in_an_embed_does_not_stay_beside_its_frame(shop: Shop, page: Page, content: str) -> None:
    shop.show(f'<tracking-embed ordno="GR432U5">{content.format(site=shop.site)}</tracking-embed>')
    page.route("**/embed?**", lambda route: route.abort())
    page.goto(shop.address)
    expect(page.get_by_text("Track it")).to_be_visible()
    page.unroute("**/embed?**")
    page.reload()
    page.wait_for_function("document.querySelector('tracking-embed iframe').offsetHeight > 100")
    assert "Track it" not in page.locator("body").inner_text()
    element, frame = (page.locator(name).bounding_box() for name in ("tracking-embed", "tracking-embed iframe"))
    assert element is not None
    assert frame is not None
    assert element["height"] <= frame["height"] + 1


def test_an_embed_that_is_moved_shows_its_frame_again(shop: Shop, page: Page) -> None:
    shop.show('<tracking-embed ordno="GR432U5">Track it</tracking-embed><div id="elsewhere"></div>')
    page.goto(shop.address)
    page.wait_for_function("document.querySelector('tracking-embed iframe').offsetHeight > 100")
    page.evaluate("document.querySelector('#elsewhere').append(document.querySelector('tracking-embed'))")
    page.wait_for_function("document.querySelector('#elsewhere iframe').offsetHeight > 100")
    expect(page.locator("tracking-embed iframe")).to_have_count(1)
    assert "Track it" not in page.locator("body").inner_text()


def test_the_script_of_merchants_stays_small() -> None:

    assert len(gzip.compress((assets.STATIC / "js" / "embed.js").read_bytes(), 9)) < 1_500
