"""A page that is open while something happens to its shipment, in a real browser."""

import json
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.support.served_site import served
from tracking_site_sandbox import credentials as known
from tracking_site_sandbox.server import running

pytestmark = pytest.mark.xdist_group("e2e")

CONFIGURATION = f"""
[site]
secret_keys = ["{"s" * 40}"]
any_host = true
[site.freshness]
fresh = 0.1
fresh_out_for_delivery = 0.1
fresh_final = 0.1
[brands.shop]
name = "Shop"
accounts = ["gls"]
[accounts.gls]
carrier = "leaps"
name = "GLS"
endpoint = "{{sandbox}}/leaps/gls/api/endpoint.php"
apikey = "{known.GLS_APIKEY}"
username = "{known.GLS_USER}"
password = "{known.GLS_PASSWORD}"
contract = {known.GLS_CONTRACT}
"""
LONG_HISTORY = "30771501"
A_MINUTE = 61_000


class Story:
    """A site whose carrier can be made to tell something new."""

    def __init__(self, site: str, sandbox: str) -> None:
        self.site = site
        self.sandbox = sandbox

    def tell(self, status: str, message: str) -> None:
        shipment = {"slino": LONG_HISTORY, "status": status, "receiver": {"city": "Leeds"}}
        messages = [{"slino": LONG_HISTORY, "date": "2026-11-20", "time": "10:00", "description": message}]
        results = [{"status": 1, "shipment": shipment}, {"status": 1, "statusmessages": messages}]
        body = json.dumps({"status": 1, "msg": "OK", "results": results})
        self._control("faults", {"carrier": "leaps.gls", "status": 200, "body": body})

    def fail(self) -> None:
        self._control("faults", {"carrier": "leaps.gls", "status": 503})

    def begin_anew(self) -> None:
        self._control("reset", {})

    def calls(self) -> int:
        with urllib.request.urlopen(f"{self.sandbox}/sandbox/calls") as answer:
            return int(json.load(answer).get("leaps.gls.endpoint", 0))

    def _control(self, name: str, said: object) -> None:
        request = urllib.request.Request(
            f"{self.sandbox}/sandbox/{name}", json.dumps(said).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request):
            pass


@pytest.fixture(scope="module")
def running_story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with (
        running() as sandbox,
        served(CONFIGURATION.replace("{sandbox}", sandbox), tmp_path_factory.mktemp("live")) as site,
    ):
        yield Story(site, sandbox)


@pytest.fixture
def story(running_story: Story) -> Story:
    running_story.begin_anew()
    return running_story


under_way: set[Request] = set()
"""What the page has asked for and not been answered yet."""


def watch(page: Page) -> None:
    """Keeps note of what a page asks for; Playwright takes no method of a set for this."""

    def begun(request: Request) -> None:
        under_way.add(request)

    def ended(request: Request) -> None:
        under_way.discard(request)

    page.on("request", begun)
    page.on("requestfinished", ended)
    page.on("requestfailed", ended)


@pytest.fixture
def page(chromium: Browser, story: Story) -> Iterator[Page]:
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.clock.install()
    under_way.clear()
    watch(page)
    with page.expect_response("**/modules/live.js"):
        page.goto(f"{story.site}/track?slino={LONG_HISTORY}")
    page.wait_for_timeout(200)
    yield page
    context.close()


def let_pass(page: Page, milliseconds: int) -> None:
    """Lets the page's time go on, and waits until its requests, which take real time, are answered."""
    page.clock.run_for(milliseconds)
    page.wait_for_timeout(250)
    while under_way:
        page.wait_for_timeout(100)


def asked_of_the_api(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    return asked


def test_news_come_without_a_reload_and_keep_what_the_reader_had_open(page: Page, story: Story) -> None:
    expect(page.locator("h1")).to_have_text("On its way")
    page.locator("summary").click()
    page.locator("summary").focus()
    page.evaluate("window.sameDocument = true")
    let_pass(page, A_MINUTE)
    expect(page.locator("details")).to_have_attribute("open", "")
    story.tell("Delivered", "Delivered")
    let_pass(page, A_MINUTE)
    expect(page.locator("h1")).to_have_text("Delivered")
    expect(page).to_have_title("Delivered – Shop")
    expect(page.locator("[data-live-announcement]")).to_have_text("Delivered")
    assert page.evaluate("window.sameDocument") is True


def test_focus_stays_where_it_was_while_the_page_renews_itself(page: Page, story: Story) -> None:
    page.get_by_role("link", name="Check again").focus()
    story.tell("Deviation", "Held at customs")
    let_pass(page, A_MINUTE)
    expect(page.locator("h1")).to_have_text("Held up on the way")
    expect(page.get_by_role("link", name="Check again")).to_be_focused()


def test_a_final_shipment_is_not_asked_for_any_more(page: Page, story: Story) -> None:
    story.tell("Delivered", "Delivered")
    let_pass(page, A_MINUTE)
    expect(page.locator("h1")).to_have_text("Delivered")
    calls = story.calls()
    asked = asked_of_the_api(page)
    let_pass(page, 10 * A_MINUTE)
    assert asked == []
    assert story.calls() == calls


def test_a_page_that_nobody_looks_at_asks_nothing(page: Page, story: Story) -> None:
    asked = asked_of_the_api(page)
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    let_pass(page, 10 * A_MINUTE)
    assert asked == []


def test_a_page_whose_site_is_away_asks_less_and_less_often(page: Page) -> None:
    asked = asked_of_the_api(page)
    page.route("**/api/**", lambda route: route.abort())
    for _ in range(20):
        let_pass(page, A_MINUTE)
    assert 3 <= len(asked) <= 8
    expect(page.locator("h1")).to_have_text("On its way")
