"""Nothing that opens a shipment or an account is ever written down."""

import logging
import re
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from prometheus_client import generate_latest

from tests.support.personal_data import knowledge
from tests.support.sites import API_KEY, OPEN, PROVEN_JOBS, SECRETS, SHIPMENTS, Open, Site
from tracking_site.logs import configure_logs


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Everything is logged as in production, and goes where the test can read it."""
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    before, root = structlog.get_config(), logging.getLogger()
    level, handler = root.level, logging.StreamHandler(written)
    configure_logs()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)
    structlog.configure(**before)


def visit_everything(site: Site) -> list[str]:
    """Every way of asking, with every outcome; gives the tokens that were made on the way."""
    tokens = [site.token(sample) for sample in SHIPMENTS]
    for sample, token in zip(SHIPMENTS, tokens, strict=True):
        site.visitor.get("/track", sample.query)
        site.visitor.get("/api/v1/shipment", {"token": token})
        site.visitor.get(f"/t/{token[:-1]}")
    for sample in PROVEN_JOBS:
        tokens.append(site.visitor.get("/track", sample.query).headers["Location"].removeprefix("/t/"))
        link = f"https://app.logisapp.ca/track?job_id={sample.query['job_id']}&review_key={sample.query['review_key']}"
        site.visitor.get("/track", {"q": link})
    site.visitor.sending(Authorization=f"Bearer {API_KEY}", Referer=f"https://x/t/{tokens[0]}").get("/")
    site.visitor.open("POST", "/track", data={"review_key": PROVEN_JOBS[0].query["review_key"]})
    for carrier in ("leaps", "logis", "loginext"):
        site.sandbox.fault(carrier, status=500, body=" ".join(SECRETS))
    for sample in SHIPMENTS:
        site.visitor.get("/track", sample.query)
    return tokens


def test_no_key_token_number_or_name_is_in_any_line(open_fresh: Open, logged: StringIO) -> None:
    site = open_fresh(fresh=0.0)
    tokens = visit_everything(site)
    written = logged.getvalue()
    assert written.count('"route": "/track"') > 100, "nothing was logged"
    assert "carrier_failed" in written
    secrets = {*SECRETS, *tokens, *(token[:-1] for token in tokens)}
    secrets |= {sample.query["review_key"] for sample in PROVEN_JOBS} | {
        sample.query["job_id"] for sample in PROVEN_JOBS
    }
    secrets |= {number for sample in OPEN for number in sample.query.values()}
    assert sorted(secret for secret in secrets if secret in written) == []
    personal = set().union(*(known.secret for known in knowledge()))
    assert sorted(word for word in personal if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", written)) == []


def test_a_word_that_no_table_has_is_logged_once(open_fresh: Open, logged: StringIO) -> None:
    site = open_fresh(fresh=0.0)
    unknown = next(sample for sample in OPEN if sample.carrier_status == "Awaiting tender")
    for _ in range(3):
        assert site.visitor.get("/track", unknown.query).status_code == 200
    assert logged.getvalue().count("Awaiting tender") == 1


def test_a_strange_method_is_written_down_nowhere(site: Site, logged: StringIO) -> None:
    assert site.visitor.open("KANARIENVOGEL", "/").status_code == 405
    assert "KANARIENVOGEL" not in logged.getvalue()
    counted = generate_latest().decode()
    assert "tracking_site_request_seconds" in counted
    assert "KANARIENVOGEL" not in counted, "whoever makes methods up fills the memory with counters"
