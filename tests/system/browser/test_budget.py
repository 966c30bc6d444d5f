"""What a first visit costs, over the wire of the production server: on a phone in a lift every kilobyte counts."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser

from tests.support.recipients import ON_ITS_WAY, TO_REVIEW
from tests.support.served_site import served
from tests.support.sites import OPEN
from tests.system.browser.test_actions import shop_configuration
from tracking_site_sandbox.sample import Sample
from tracking_site_sandbox.server import running

FIRST_VIEW, PAGE, SCRIPTS, EMBED = 14_000, 30_000, 8_000, 1_500
PARCEL = next(sample for sample in OPEN if sample.carrier == "leaps")
ORDER = next(sample for sample in OPEN if "ordno" in sample.query)
SAMPLES = (ON_ITS_WAY, TO_REVIEW, PARCEL, ORDER)


@dataclass
class Loaded:
    """What came over the wire, headers not counted, by the kind of file."""

    bytes: dict[str, int] = field(default_factory=dict)

    @property
    def all(self) -> int:
        return sum(self.bytes.values())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running() as sandbox:
        tree = shop_configuration(sandbox, "http://localhost:1", ("nord", "geodis", "mile"))
        with served(tree, tmp_path_factory.mktemp("budget")) as address:
            yield address


def loaded(chromium: Browser, address: str) -> Loaded:
    """Visits an address with an empty cache."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 390, "height": 800})
    page, found = context.new_page(), Loaded()
    wire = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def add(event: dict[str, float]) -> None:
        kind = kinds.get(str(event["requestId"]), "Other")
        found.bytes[kind] = found.bytes.get(kind, 0) + int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", add)
    page.goto(address, wait_until="networkidle")
    context.close()
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.carrier}: {sample.title}")
def test_a_shipments_page_is_small(site: str, chromium: Browser, sample: Sample) -> None:
    query = "&".join(f"{name}={value}" for name, value in sample.query.items())
    cost = loaded(chromium, f"{site}/track?{query}")
    assert set(cost.bytes) >= {"Document", "Stylesheet", "Script"}
    # Scripts improve a page that is there already.
    assert cost.bytes["Document"] + cost.bytes["Stylesheet"] <= FIRST_VIEW, cost
    assert cost.bytes["Script"] <= SCRIPTS, cost
    assert cost.all <= PAGE, cost


def test_the_home_page_is_small(site: str, chromium: Browser) -> None:
    assert loaded(chromium, f"{site}/").all <= PAGE


def test_what_a_merchants_page_loads_is_tiny(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    answer = page.request.get(f"{site}/embed.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) <= EMBED
    page.close()
