"""What recipients do, in a real browser: with and without JavaScript, on the page and inside a shop of another site.

The browser blocks the cookies of third parties, as most do by now.
"""

import json
import re
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, Playwright, expect

from tests.support.configuration import Table, configuration
from tests.support.recipients import ON_ITS_WAY, TO_REVIEW, WITH_CODE
from tests.support.served_site import merchant, served_here
from tests.support.sites import OPEN
from tests.system.browser.conftest import launched
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.server import running

PARCEL = next(sample for sample in OPEN if sample.carrier == "leaps")
PARCELS_POSTCODE = "69002"
PLACES = ("page", "embed")
WITHOUT_TLS = "site.test"
PLAIN = {"geodis": {"time_zone": None}, "mile": {"webhook_path_secret": None, "iframe": None}}
"""Accounts without what these tests do not need."""


def shop_configuration(sandbox: str, shop: str, accounts: Iterable[str] = ("nord", "geodis")) -> Table:
    """A site that asks the carriers again for every page, and that a shop embeds."""
    never = {"fresh": 0.0, "fresh_out_for_delivery": 0.0, "fresh_final": 0.0, "renewing": 0.0}
    return configuration(
        sandbox,
        accounts={name: PLAIN.get(name, {}) for name in accounts},
        brands={"shop": {"embed_origins": [shop], "languages": ["en"]}},
        site={"freshness": never, "limits": {"actions": "1000 per minute"}},
    )


@dataclass(frozen=True)
class Street:
    """A site, the shop of another one that embeds it, and the carriers behind."""

    site: str
    shop: str
    sandbox: str
    pages: dict[str, str]

    def changes(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.sandbox}/sandbox/changes") as answer:
            found: list[dict[str, Any]] = json.load(answer)
            return found


@pytest.fixture(scope="module")
def carriers() -> Iterator[str]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a shop, and its pages."""
    pages: dict[str, str] = {}
    with merchant(pages) as address:
        # To a browser an address and a name are two sites.
        yield address.replace("127.0.0.1", "localhost"), pages


@pytest.fixture
def street(carriers: str, shop: tuple[str, dict[str, str]], tmp_path: Path) -> Iterator[Street]:
    """A site of its own for every test: what was pressed a moment ago is remembered."""
    address, pages = shop
    pages.clear()
    with urllib.request.urlopen(urllib.request.Request(f"{carriers}/sandbox/reset", b"{}")):
        pass
    with served_here(shop_configuration(carriers, address), tmp_path) as site:
        yield Street(site, address, carriers, pages)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    opened = launched(playwright, "--test-third-party-cookie-phaseout")
    yield opened
    opened.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        locale="en-GB", java_script_enabled=request.param, viewport={"width": 390, "height": 900}
    )
    yield opened
    opened.close()


def opened(street: Street, context: BrowserContext, sample: Sample, place: str) -> tuple[Page, Page | FrameLocator]:
    """The page of a sample, or the frame with it inside of a shop's page."""
    page = context.new_page()
    query = "&".join(f"{name}={value}" for name, value in sample.query.items())
    if place == "page":
        page.goto(f"{street.site}/track?{query}")
        return page, page
    street.pages["/"] = (
        f'<!doctype html><title>Shop</title><iframe title="Delivery" width="380" height="1500" src="{street.site}/embed?{query}">'
    )
    page.goto(f"{street.shop}/")
    return page, page.frame_locator("iframe")


@pytest.mark.parametrize("place", PLACES)
def test_text_messages_go_off_for_the_job_on_again_and_off_for_all(
    street: Street, context: BrowserContext, place: str
) -> None:
    _, view = opened(street, context, ON_ITS_WAY, place)
    job, all_of_them = (view.get_by_role("switch", name=name) for name in ("For this delivery", "For all future"))
    for switch, on in ((job, "false"), (job, "true"), (all_of_them, "false")):
        switch.click()
        expect(switch).to_have_attribute("aria-checked", on)
    expect(job).to_have_attribute("aria-checked", "true")
    sent = [(change["update_target"], change["do_notify_sms"]) for change in street.changes()]
    assert sent == [("job", False), ("job", True), ("client", False)]
    assert context.cookies() == []


@pytest.mark.parametrize("place", PLACES)
def test_the_code_is_shown_on_a_press_and_never_inside_another_page(
    street: Street, context: BrowserContext, place: str
) -> None:
    page, view = opened(street, context, WITH_CODE, place)
    button = view.get_by_role("button", name="Show the code")
    expect(button).to_be_visible()
    assert street.changes() == []
    if place == "embed":
        with context.expect_page() as news:
            button.click()
        shown = news.value
    else:
        button.click()
        shown = page
    expect(shown.locator(".delivery-code")).to_have_text("K703QX")
    if place == "embed":
        expect(view.get_by_text("K703QX")).to_have_count(0)
    assert len(street.changes()) == 1


@pytest.mark.parametrize("place", PLACES)
def test_a_delivery_is_rated_by_keyboard_once_and_then_shown(
    street: Street, context: BrowserContext, place: str
) -> None:
    page, view = opened(street, context, TO_REVIEW, place)
    how = view.get_by_role("radiogroup").or_(view.get_by_role("group")).filter(has_text="How was the delivery?")
    how.get_by_role("radio").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    view.get_by_label("Comment").fill("On time, thank you")
    view.get_by_role("button", name="Send the rating").press("Enter")
    expect(view.get_by_text("5 / 5")).to_be_visible()
    expect(view.get_by_text("On time, thank you")).to_be_visible()
    expect(view.get_by_role("button", name="Send the rating")).to_have_count(0)
    assert [change["rating_delivery"] for change in street.changes()] == [5]


@pytest.mark.parametrize("place", PLACES)
def test_a_wrong_postcode_says_so_and_a_right_one_shows_everything(
    street: Street, context: BrowserContext, place: str
) -> None:
    _, view = opened(street, context, PARCEL, place)
    assert PARCELS_POSTCODE not in view.locator("body").inner_text()
    view.get_by_label("Postcode").fill("99999")
    view.get_by_role("button", name="Show", exact=True).click()
    expect(view.get_by_role("alert")).to_contain_text("not the postcode of this delivery")
    expect(view.get_by_label("Postcode")).to_have_value("99999")
    view.get_by_label("Postcode").fill(PARCELS_POSTCODE.lower())
    view.get_by_role("button", name="Show", exact=True).click()
    expect(view.get_by_label("Postcode")).to_have_count(0)
    if place == "page":
        expect(view.locator("body")).to_contain_text(PARCELS_POSTCODE)
    assert context.cookies() == []


@pytest.mark.parametrize("place", PLACES)
def test_a_form_works_in_a_browser_that_sends_no_fetch_metadata(
    street: Street, playwright: Playwright, place: str
) -> None:
    """Chromium sends none to a plain http address that is not the machine's own."""
    own = launched(playwright, f"--host-resolver-rules=MAP {WITHOUT_TLS} 127.0.0.1")
    plain = replace(street, site=street.site.replace("127.0.0.1", WITHOUT_TLS))
    posted: list[dict[str, str]] = []
    context = own.new_context(locale="en-GB")
    context.on("request", lambda sent: posted.append(sent.all_headers()) if sent.method == "POST" else None)
    _, view = opened(plain, context, TO_REVIEW, place)
    view.get_by_role("radio").nth(4).check(force=True)
    view.get_by_role("button", name="Send the rating").click()
    expect(view.get_by_text("4 / 5")).to_be_visible()
    own.close()
    (headers,) = posted
    assert headers["origin"] == plain.site
    assert not [name for name in headers if name.startswith("sec-fetch")]
    assert len(street.changes()) == 1


def test_no_other_site_is_told_the_address_of_a_recipients_page(street: Street, browser: Browser) -> None:
    context = browser.new_context()
    page, _ = opened(street, context, TO_REVIEW, "page")
    street.pages["/"] = "<!doctype html><title>Shop</title><h1>Shop</h1>"
    page.evaluate(
        "address => { const link = document.createElement('a'); link.href = address; document.body.append(link); link.click() }",
        f"{street.shop}/",
    )
    expect(page.locator("h1")).to_have_text("Shop")
    assert page.evaluate("document.referrer") == ""
    context.close()


def test_after_a_wrong_postcode_the_page_is_the_shipments_and_the_focus_is_at_the_form(
    street: Street, context: BrowserContext
) -> None:
    page, _ = opened(street, context, PARCEL, "page")
    heading = page.locator("h1").inner_text()
    page.get_by_label("Postcode").fill("99999")
    page.get_by_label("Postcode").press("Enter")
    field = page.get_by_label("Postcode")
    expect(field).to_have_value("99999")
    assert re.fullmatch(rf"{street.site}/track\?.*#verify", page.url)
    assert "99999" not in page.url
    expect(page.locator("#verify:focus, #verify :focus")).to_have_count(1)
    expect(field).to_be_in_viewport()
    expect(page.get_by_role("alert")).to_contain_text("You can try 4 more times.")
    expect(field).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Tab")
    for _ in range(2):
        page.reload()
        expect(page.locator("h1")).to_have_text(heading)
        expect(page.get_by_label("Postcode")).to_have_value("99999")
    page.get_by_role("link", name="Check again").click()
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.get_by_label("Postcode")).to_have_value("")


def test_with_javascript_the_field_of_a_failed_form_has_the_focus(street: Street, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page, view = opened(street, context, PARCEL, "embed")
    view.get_by_label("Postcode").fill("99999")
    view.get_by_label("Postcode").press("Enter")
    expect(view.get_by_role("alert")).to_contain_text("not the postcode")
    expect(view.get_by_label("Postcode")).to_be_focused()
    page.keyboard.type(PARCELS_POSTCODE)
    page.keyboard.press("Enter")
    expect(view.get_by_label("Postcode")).to_have_count(0)
    context.close()
