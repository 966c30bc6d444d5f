"""LogiNext's live map in a real browser: a press, then the map with the right number and token, also from an embed."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
import svcs
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.support.configuration import Table, account, configuration, load
from tests.support.served_site import merchant, served
from tests.support.sites import service
from tracking_site.app import create_app
from tracking_site.features.live_map.service import KEY_SECONDS, LiveMaps
from tracking_site_sandbox.app import create_sandbox
from tracking_site_sandbox.loginext import credentials as loginext_credentials
from tracking_site_sandbox.loginext.state import LoginextState
from tracking_site_sandbox.server import running
from tracking_site_sandbox.state import EXTENSION as SANDBOX

ODD_ORDER, TRIP = "A&B #1/ü", "Mum-AMD 0412"


def map_configuration(sandbox: str, shop: str, database: Path | None = None) -> Table:
    """A site whose live map is offered to everybody."""
    public = {**account("mile")["iframe"], "public": True}
    return configuration(
        sandbox,
        accounts={"mile": {"webhook_path_secret": None, "iframe": public}},
        brands={"shop": {"embed_origins": [shop], "languages": ["en"]}},
        site={"database_url": f"sqlite:///{database}" if database else None},
    )


@dataclass(frozen=True)
class Street:
    site: str
    shop: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    pages: dict[str, str] = {}
    with running() as sandbox, merchant(pages) as address:
        shop = address.replace("127.0.0.1", "localhost")
        with served(map_configuration(sandbox, shop), tmp_path_factory.mktemp("map")) as site:
            yield Street(site, shop, pages)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def context(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(locale="en-GB", java_script_enabled=request.param)
    yield opened
    opened.close()


def content(page: Page) -> dict[str, list[str]]:
    """What LogiNext's page is told, as a browser gives it the fragment."""
    expect(page.locator("iframe")).to_be_visible()
    address = page.frames[1].url if len(page.frames) > 1 else ""
    return parse_qs(address.partition("#")[2].partition("?")[2], strict_parsing=True)


@pytest.mark.parametrize(("name", "number"), [("ordno", ODD_ORDER), ("tripname", TRIP)])
def test_a_press_opens_the_map_of_exactly_this_shipment(
    street: Street, context: BrowserContext, name: str, number: str
) -> None:
    page = context.new_page()
    page.goto(f"{street.site}/track?{name}={quote(number, safe='')}")
    page.get_by_role("link", name="Live map by LogiNext").click()
    expect(page.get_by_role("heading", name="Live map by LogiNext")).to_be_visible()
    page.wait_for_load_state("load")
    said = content(page)
    assert said[name] == [number]
    assert len(said["aid"][0]) > 8
    page.get_by_role("link", name="Back to the delivery").click()
    expect(page.locator("h1")).not_to_have_text("Live map by LogiNext")


def test_the_map_says_when_it_is_there_and_its_script_runs(street: Street, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{street.site}/live?tripname={quote(TRIP)}&account=mile")
    expect(page.locator("[data-livemap][data-loaded]")).to_be_visible()
    expect(page.frame_locator("iframe").locator("#fragment")).to_contain_text("tripname=Mum-AMD%200412")
    expect(page.get_by_text("The map is loading.")).to_be_hidden()
    page.close()


def test_a_map_that_does_not_come_is_said_after_ten_seconds(street: Street, chromium: Browser) -> None:
    page = chromium.new_page()
    page.clock.install()
    page.route("**/loginext/track/**", lambda _: None)
    page.goto(f"{street.site}/live?tripname={quote(TRIP)}&account=mile", wait_until="domcontentloaded")
    expect(page.get_by_text("The map is loading.")).to_be_visible()
    failed = page.get_by_text("The map does not answer.")
    for _ in range(40):
        # The script starts its timer when it has loaded, however long that takes.
        page.wait_for_timeout(300)
        page.clock.run_for(10_500)
        if failed.is_visible():
            break
    expect(failed).to_be_visible()
    page.close()


def test_inside_an_embed_the_map_opens_in_a_window_of_its_own(street: Street, context: BrowserContext) -> None:
    street.pages["/"] = (
        f'<!doctype html><iframe width="400" height="900" src="{street.site}/embed?tripname={quote(TRIP)}">'
    )
    page = context.new_page()
    page.goto(street.shop)
    with context.expect_page() as news:
        page.frame_locator("iframe").get_by_role("link", name="Live map by LogiNext").click()
    expect(news.value.get_by_role("heading", name="Live map by LogiNext")).to_be_visible()


def test_maps_that_are_open_go_on_while_their_token_is_replaced_and_the_accounts_own_is_told_to_nobody(
    tmp_path: Path, chromium: Browser
) -> None:
    carriers = create_sandbox()
    with running(carriers) as sandbox, ExitStack() as stack:
        tree = map_configuration(sandbox, "https://shop.example", tmp_path / "site.db")
        app = create_app(load(tmp_path, tree))
        stack.callback(svcs.flask.close_registry, app)
        maps = service(app, LiveMaps)
        with running(app) as site:
            visitor = chromium.new_context(locale="en-GB")
            answers = _answers_of(visitor, site)
            opened = [_map_of(visitor, site)]
            maps._clock = lambda: time.monotonic() + KEY_SECONDS + 1
            opened.append(_map_of(visitor, site))
            tokens = [content(page)["aid"][0] for page in opened]
            assert tokens[0] != tokens[1], "the second map has another token"
            for page in opened:
                expect(page.frame_locator("iframe").locator("#session")).to_have_text("alive")
            page = opened[0]
            page.frame_locator("iframe").locator("#session").evaluate("it => it.textContent = 'asked again'")
            expect(page.frame_locator("iframe").locator("#session")).to_have_text("alive")
            sessions = carriers.extensions[SANDBOX].of(LoginextState).sessions._sessions.values()
            own = [session.token for session in sessions if session.user.name == loginext_credentials.USER]
            assert own, "the account has a session of its own"
            assert len(answers) > 6
            secret = (
                *own,
                loginext_credentials.SECRET_KEY,
                loginext_credentials.PASSWORD,
                loginext_credentials.IFRAME_PASSWORD,
            )
            assert not [word for word in secret for answer in answers if word in answer]
            visitor.close()


def _map_of(visitor: BrowserContext, site: str) -> Page:
    page = visitor.new_page()
    page.goto(f"{site}/track?ordno={quote(ODD_ORDER, safe='')}")
    page.get_by_role("link", name="Live map by LogiNext").click()
    expect(page.frame_locator("iframe").locator("#session")).to_have_text("alive")
    return page


def _answers_of(visitor: BrowserContext, site: str) -> list[str]:
    """Everything that the site answers to a visitor from now on, headers and address included."""
    found: list[str] = []

    def note(response: Response) -> None:
        if response.url.startswith(site):
            text = "" if response.status in (204, 303, 304) else response.body().decode("utf-8", "replace")
            found.append(f"{response.url}\n{response.all_headers()}\n{text}")

    visitor.on("response", note)
    return found
