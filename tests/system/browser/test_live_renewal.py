"""A page that is open while something happens to its shipment, in a real browser."""

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.support.configuration import Table, configuration
from tests.support.served_site import served
from tracking_site_sandbox.server import running

pytestmark = pytest.mark.xdist_group("e2e")

LONG_HISTORY = "30771501"
A_MINUTE = 61_000


def story_configuration(sandbox: str) -> Table:
    """A site that asks its carrier again after a tenth of a second."""
    soon = {"fresh": 0.1, "fresh_out_for_delivery": 0.1, "fresh_final": 0.1}
    return configuration(sandbox, accounts={"gls": {"time_zone": None}, "mile": {}}, site={"freshness": soon})


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
        served(story_configuration(sandbox), tmp_path_factory.mktemp("live")) as site,
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


def test_news_whose_page_could_not_be_fetched_come_with_the_next_check(page: Page, story: Story) -> None:
    story.tell("Delivered", "Delivered")
    page.route("**/track?**", lambda route: route.abort())
    let_pass(page, A_MINUTE)
    expect(page.locator("h1")).to_have_text("On its way")
    page.unroute("**/track?**")
    let_pass(page, 2 * A_MINUTE)
    expect(page.locator("h1")).to_have_text("Delivered")


AS_OF = "time[data-as-of]"
A_DAY = timedelta(days=1)
LONGEST_SPREAD = 11_000
"""Milliseconds after the instant at which every open page has renewed itself."""


def as_of(page: Page) -> str:
    return page.locator(AS_OF).get_attribute("datetime") or ""


@pytest.mark.parametrize("path", ["/track", "/embed"])
def test_the_time_of_the_data_moves_with_every_check_that_finds_nothing_new(
    page: Page, story: Story, path: str
) -> None:
    page.goto(f"{story.site}{path}?slino={LONG_HISTORY}")
    page.wait_for_timeout(200)
    let_pass(page, A_MINUTE)
    before = as_of(page)
    page.wait_for_timeout(1_100)
    statuses: list[int] = []
    page.on("response", lambda response: statuses.append(response.status))
    let_pass(page, A_MINUTE)
    assert statuses == [304], "nothing but the API was asked"
    assert before < as_of(page) <= datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    expect(page.locator(AS_OF)).to_have_text(re.compile(r"^today, \d\d:\d\d$"))


def test_the_time_at_which_a_position_was_asked_for_moves_too(page: Page, story: Story) -> None:
    page.goto(f"{story.site}/track?ordno=GR432U5&lang=de")
    page.wait_for_timeout(200)
    hint = page.locator(".location .hint")
    before = hint.text_content() or ""
    asked = datetime.fromisoformat(as_of(page))
    other = asked + (timedelta(hours=-1) if asked.hour else timedelta(hours=1))
    headers = {"Last-Modified": format_datetime(other, usegmt=True)}
    page.route("**/api/**", lambda route: route.fulfill(status=304, headers=headers))
    let_pass(page, A_MINUTE)
    assert before.replace(f" {asked:%H}:", f" {other:%H}:") == hint.text_content() != before


def test_data_of_another_day_are_not_said_to_be_of_today(page: Page) -> None:
    let_pass(page, A_MINUTE)
    yesterday = format_datetime(datetime.now(UTC) - A_DAY, usegmt=True)
    page.route("**/api/**", lambda route: route.fulfill(status=304, headers={"Last-Modified": yesterday}))
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "/track?" in request.url else None)
    let_pass(page, A_MINUTE)
    assert len(fetched) == 1, "the site alone has the words for another day"


def tomorrow_on_the_site(page: Page) -> list[str]:
    """From now on the site is a day ahead; returns the addresses of the pages that it is asked for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        response = route.fetch()
        text = response.text().replace("today, ", "yesterday, ")
        route.fulfill(response=response, body=re.sub(r'(data-renew-at=")([^"]+)', _a_day_later, text))

    page.route("**/track?**", answer)
    return asked


def _a_day_later(found: re.Match[str]) -> str:
    return found[1] + (datetime.fromisoformat(found[2]) + A_DAY).strftime("%Y-%m-%dT%H:%M:%SZ")


def until_midnight(page: Page) -> int:
    """Returns the milliseconds until the day of the page's brand ends."""
    found: int = page.evaluate("Date.parse(document.querySelector('[data-live]').dataset.renewAt) - Date.now()")
    assert 0 < found <= 25 * 3_600_000
    return found


def jump(page: Page, milliseconds: int) -> None:
    """Lets time pass as it does while a device sleeps: timers that were missed run once, late."""
    page.clock.fast_forward(milliseconds)
    let_pass(page, 1_000)


def test_yesterdays_words_do_not_stay_when_midnight_passes_where_the_brand_is(page: Page) -> None:
    page.route("**/api/**", lambda route: route.abort())
    asked = tomorrow_on_the_site(page)
    jump(page, until_midnight(page) - 5_000)
    assert asked == []
    expect(page.locator(AS_OF)).to_have_text(re.compile("^today, "))
    let_pass(page, 5_000 + LONGEST_SPREAD)
    assert len(asked) == 1
    expect(page.locator(AS_OF)).to_have_text(re.compile("^yesterday, "))
    jump(page, 3_600_000)
    assert len(asked) == 1, "once a day"


def test_a_delivered_shipment_was_not_delivered_today_for_ever(page: Page, story: Story) -> None:
    story.tell("Delivered", "Delivered")
    let_pass(page, A_MINUTE)
    expect(page.locator("h1")).to_have_text("Delivered")
    asked = tomorrow_on_the_site(page)
    jump(page, until_midnight(page) + LONGEST_SPREAD)
    assert len(asked) == 1


@pytest.mark.parametrize("event", ["visibilitychange", "pageshow"])
def test_a_device_that_slept_through_midnight_shows_the_new_day_when_it_wakes_up(page: Page, event: str) -> None:
    page.route("**/api/**", lambda route: route.abort())
    asked = tomorrow_on_the_site(page)
    visible = "Object.defineProperty(document, 'visibilityState', {value: '%s', configurable: true});"
    target = "document" if event == "visibilitychange" else "window"
    page.evaluate(visible % "hidden" + "document.dispatchEvent(new Event('visibilitychange'))")
    jump(page, until_midnight(page) + LONGEST_SPREAD)
    assert asked == [], "nobody looks at it"
    page.evaluate(visible % "visible" + f"{target}.dispatchEvent(new Event('{event}'))")
    let_pass(page, 100)
    assert len(asked) == 1
    expect(page.locator(AS_OF)).to_have_text(re.compile("^yesterday, "))


def test_a_device_whose_clock_is_ahead_of_the_site_does_not_ask_without_end(page: Page) -> None:
    page.route("**/api/**", lambda route: route.abort())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/track?" in request.url else None)
    jump(page, until_midnight(page) + LONGEST_SPREAD)
    let_pass(page, 30_000)
    assert len(asked) == 1
    let_pass(page, 10 * A_MINUTE)
    assert len(asked) <= 11
