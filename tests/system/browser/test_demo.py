"""The demo in a real browser: every link that it prints, with JavaScript and without, as a person would use it."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, expect

from tests.system.browser.conftest import Demo
from tracking_site.domain.shipment import Status
from tracking_site.web.i18n.labels import STATUSES
from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.sample import Sample

pytestmark = pytest.mark.xdist_group("e2e")

CHOICE = "Which delivery is it?"
PHONE: ViewportSize = {"width": 320, "height": 640}


class Watched:
    """A page that keeps what went wrong on it, and whom it asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def watched(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Watched]:
    context = chromium.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=request.param)
    yield Watched(context.new_page())
    context.close()


def expected_heading(sample: Sample) -> str:
    return CHOICE if sample.status == "choice" else STATUSES[Status(sample.status)]


def shown_number(sample: Sample) -> str:
    return sample.query.get("slino") or sample.query.get("ordno") or sample.query.get("tripname") or ""


def test_every_link_of_the_demo_shows_what_the_sandbox_says(demo: Demo, watched: Watched) -> None:
    assert len(demo.links) == len(samples())
    for link, sample in zip(demo.links, samples(), strict=True):
        answer = watched.page.goto(link)
        assert answer is not None
        assert answer.status == 200, sample.title
        expect(watched.page.locator("h1")).to_have_text(expected_heading(sample))
        expect(watched.page).to_have_title(f"{expected_heading(sample)} – Northwind Delivery")
        assert shown_number(sample) in watched.page.locator("main").inner_text(), sample.title
        if "review_key" in sample.query and "no review key" not in sample.title:
            assert urlsplit(watched.page.url).path.startswith("/t/"), sample.title
    assert watched.complaints == []
    assert watched.hosts == {urlsplit(demo.address).netloc}


def test_no_page_of_the_demo_scrolls_sideways_on_a_small_phone(demo: Demo, chromium: Browser) -> None:
    context = chromium.new_context(viewport=PHONE, locale="fr-FR", color_scheme="dark")
    page = context.new_page()
    for link in (*demo.links, f"{demo.address}/", f"{demo.address}/track?q={'9' * 90}"):
        page.goto(link)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], link
    context.close()


def test_a_recipient_finds_a_delivery_with_the_keyboard_alone(demo: Demo, watched: Watched) -> None:
    page = watched.page
    page.goto(demo.address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Tracking number or link")).to_be_focused()
    page.keyboard.type("Hello! Your parcel GR432U5 comes on 24.11. between 14:00 and 17:00.")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Out for delivery")
    assert watched.complaints == []


def test_a_pasted_link_of_logis_opens_the_sealed_page(demo: Demo, watched: Watched) -> None:
    sample = next(sample for sample in samples() if sample.carrier == "logis")
    pasted = f"https://app.logisapp.example/suivi?{'&'.join(f'{name}={value}' for name, value in sample.query.items())}"
    watched.page.goto(demo.address)
    watched.page.get_by_label("Tracking number or link").fill(f"Suivez votre livraison : {pasted}")
    watched.page.get_by_role("button", name="Track").click()
    expect(watched.page.locator("h1")).to_have_text(expected_heading(sample))
    assert urlsplit(watched.page.url).path.startswith("/t/")


def test_a_wrong_number_says_what_to_do_and_lets_one_try_again(demo: Demo, watched: Watched) -> None:
    page = watched.page
    answer = page.goto(f"{demo.address}/track?q=NOT-A-NUMBER-77")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("We could not find this shipment")
    page.get_by_label("Tracking number or link").fill("KL-5501")
    page.get_by_role("button", name="Track").click()
    expect(page.locator("h1")).to_have_text("Delivered")


def test_one_of_several_deliveries_can_be_chosen(demo: Demo, watched: Watched) -> None:
    page = watched.page
    several = next(sample for sample in samples() if sample.status == "choice")
    page.goto(f"{demo.address}/track?q={several.query['q']}")
    page.get_by_role("link", name="GLS").click()
    expect(page.locator("h1")).not_to_have_text(CHOICE)
    expect(page.get_by_text("GLS", exact=True)).to_be_visible()
    assert parse_qs(urlsplit(page.url).query)["account"] == ["gls"]


def test_the_other_brand_of_the_demo_speaks_french_and_switches_to_english(demo: Demo, chromium: Browser) -> None:
    page = chromium.new_page(locale="fr-CA")
    page.goto(f"{demo.other_brand}/track?slino=10482205")
    expect(page.locator("h1")).to_have_text("Livré")
    expect(page).to_have_title("Livré – Fjord Parts")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Delivered")
    assert parse_qs(urlsplit(page.url).query)["slino"] == ["10482205"]
    page.close()
