"""One test a line of what is checked: secrets. `tests/conftest.py` and the sites of the tests search after every test."""

import traceback
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog

from tests.conftest import FOUND, pytest_runtest_logreport
from tests.support.canaries import CREDENTIALS, canaries, canaries_in
from tests.support.recipients import CODE, ON_ITS_WAY, TO_REVIEW, WITH_CODE, Recipient
from tests.support.sites import JOBS, SECRETS, SHIPMENTS, Open, Site, written_by
from tracking_site.domain.errors import TrackingError
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.storage.memory_cache import MemoryCache
from tracking_site.tracking.lookup import BrandScopes, Lookup
from tracking_site.tracking.query import read_query


def test_there_is_something_of_every_kind_to_search_for() -> None:
    found = canaries()
    assert found > {
        value
        for credentials in CREDENTIALS
        for name, value in vars(credentials).items()
        if name.endswith(("PASSWORD", "APIKEY", "API_KEY"))
    }
    assert {"K703QX", WITH_CODE.query["review_key"]} <= found
    assert len(found) > 100


@pytest.mark.parametrize("word", ["K703QX", WITH_CODE.query["review_key"]])
def test_the_search_finds_what_stands_anywhere(word: str) -> None:
    for written in (word, f"key={word}&x", f'{{"a": "{word}"}}', f"\n{word}.", word.encode(), b"\xff" + word.encode()):
        assert canaries_in(written) == {word}
    assert canaries_in(f"x{word}y") == set()


@pytest.fixture
def _nothing_found() -> Iterator[None]:
    before = dict(FOUND)
    yield
    FOUND.clear()
    FOUND.update(before)


@pytest.mark.usefixtures("_nothing_found")
def test_what_a_test_has_written_is_searched() -> None:
    report = pytest.TestReport(
        "tests/x.py::test_x", ("x", 1, "x"), {}, "passed", None, "call", [("Captured stderr call", "K703QX")]
    )
    pytest_runtest_logreport(report)
    assert FOUND.pop("tests/x.py::test_x") == {"K703QX"}


def test_a_key_in_the_memory_is_found(open_fresh: Open) -> None:
    site = open_fresh()
    cache = site.service(MemoryCache)
    cache.put("K703QX", None)
    assert written_by(site.app, site.settings) == {"K703QX"}
    cache.drop("")


def test_no_error_page_or_error_of_the_api_tells_a_secret(open_fresh: Open) -> None:
    site = open_fresh(fresh=0.0)
    for carrier in ("leaps", "logis", "loginext"):
        site.sandbox.fault(carrier, status=500, body=" ".join(SECRETS))
    for sample in SHIPMENTS:
        query = {**sample.query, **({"review_key": JOBS[0].query["review_key"]} if sample in JOBS else {})}
        for path in ("/track", "/api/v1/shipment", "/embed"):
            answer = site.visitor.raw("GET", path, query)
            assert answer.status_code >= 400
            assert canaries_in(answer.text + str(answer.headers)) <= {
                sample.query.get("ordno"),
                sample.query.get("tripname"),
            }


def test_a_fault_of_the_sites_own_tells_nothing(open_fresh: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    site = open_fresh()

    def broken(*_: object, **__: object) -> None:
        raise ValueError("K703QX")

    monkeypatch.setattr(Lookup, "by_link", broken)
    with structlog.testing.capture_logs() as logs:
        answer = site.visitor.raw("GET", f"/t/{site.token(ON_ITS_WAY)}")
    assert (answer.status_code, canaries_in(answer.text), canaries_in(str(logs))) == (500, set(), set())
    assert any(line["event"] == "internal_error" for line in logs)


def test_no_exception_and_no_repr_tells_a_secret(site: Site) -> None:
    job = JOBS[0].query
    reference = Reference(ReferenceKind.JOB_ID, job["job_id"], job["review_key"])
    shown = [repr(reference), repr(ShipmentRef("nord", reference)), repr(site.settings), str(site.settings)]
    lookup, scope = site.service(Lookup), site.service(BrandScopes).of(site.settings.brands["northwind"])
    link = lookup.open_link(scope, site.token(ON_ITS_WAY))
    shown += [repr(scope), repr(link), repr(lookup.by_link(scope, link))]
    for query in ({"job_id": [job["job_id"]], "review_key": ["x" * 500]}, {"q": [f"{job['review_key']} {'x' * 3000}"]}):
        try:
            read_query(query)
        except TrackingError as error:
            shown.append("".join(traceback.format_exception(error)))
    assert [canaries_in(each) for each in shown] == [set()] * len(shown)


def test_a_delivery_code_and_a_comment_are_kept_nowhere(open_fresh: Open) -> None:
    site = open_fresh()
    recipient = Recipient.of(site, WITH_CODE)
    assert recipient.call("POST", CODE, {}).status_code == 200
    reviewer = replace(recipient, token=site.token(TO_REVIEW))
    assert reviewer.press("review", {"delivery": "5", "comment": "K705QX"}).status_code == 303
    assert written_by(site.app, site.settings) == set()
