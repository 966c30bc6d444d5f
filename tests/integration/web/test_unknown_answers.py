"""A 200 of a carrier that is not of the documented shape is a failure; "unknown" is what a carrier says, twice."""

import json
import time
from typing import Any

import pytest

from tests.support.sites import OPEN, PROVEN_JOBS, QUIET, Open, Site
from tests.support.visitor import Visitor
from tracking_site.tracking import unknown_answers

ORDER, BOOKING = {"ordno": "GR432U5"}, {"slino": "30771501"}
TRIP = next(dict(sample.query) for sample in OPEN if "tripname" in sample.query)
JOB = dict(PROVEN_JOBS[0].query)
ENDPOINTS = {"ordno": "loginext", "tripname": "loginext.haul.trip", "slino": "leaps.gls", "job_id": "logis"}
CONFIRM_AFTER = 1.0


def rows(data: Any) -> dict[str, Any]:
    return {"status": 200, "message": "SUCCESS", "data": data, "hasError": False}


def results(booking: Any, **more: Any) -> dict[str, Any]:
    return {"status": 1, "msg": "OK", "results": [{"status": 1, "shipment": booking, **more}, {"status": 1}]}


SHAPES = [
    (ORDER, rows("GR432U5")),
    (ORDER, rows(["GR432U5"])),
    (ORDER, rows({})),
    (ORDER, rows([{}])),
    (ORDER, rows([{"status": "INTRANSIT", "shipmentOrderTypeCd": "DELIVER"}])),
    (ORDER, {"status": 200, "message": "SUCCESS", "hasError": False}),
    (TRIP, rows([TRIP["tripname"]])),
    (TRIP, rows([{"tripStatus": "STARTED"}])),
    (TRIP, rows({})),
    (BOOKING, results("30771501")),
    (BOOKING, results({})),
    (BOOKING, results(None)),
    (BOOKING, {"status": 1, "msg": "OK"}),
    (BOOKING, {"status": 1, "msg": "OK", "results": [{"status": 0}]}),
    (JOB, {"job_track": {"job": "text"}}),
    (JOB, {"job_track": {"job": {}}}),
    (JOB, {"job_track": None}),
    (JOB, []),
]
SAID = [
    (ORDER, rows([])),
    (ORDER, rows(None)),
    (ORDER, {"status": 200, "data": None, "error": {"0": "GR432U5"}, "hasError": True}),
    (ORDER, {"status": 404, "message": "Not Found", "data": None, "hasError": True}),
    (TRIP, {"status": 200, "data": [], "error": {"0": TRIP["tripname"]}, "hasError": True}),
    (BOOKING, {"status": 1, "results": [{"status": 0, "msg": "Shipment not found"}, {"status": 0, "msg": "x"}]}),
]


def visitor_of(site: Site, query: dict[str, str]) -> Visitor:
    return site.visitor.at(QUIET) if "slino" in query else site.visitor


def spoil(site: Site, query: dict[str, str], body: Any) -> None:
    endpoint = next(ENDPOINTS[name] for name in query if name in ENDPOINTS)
    for name in ("loginext.mile.order", "loginext.ondemand.order") if endpoint == "loginext" else (endpoint,):
        site.sandbox.fault(name, status=200, body=json.dumps(body))


def answer_of(site: Site, query: dict[str, str]) -> Any:
    return visitor_of(site, query).get("/api/v1/shipment", query)


def until_stale(site: Site, query: dict[str, str]) -> None:
    """Look until the shipment is shown as stale: while the carrier is being asked it is shown as it was."""
    ends = time.monotonic() + 5
    while not (answer := answer_of(site, query)).get_json().get("stale"):
        assert answer.status_code == 200
        assert time.monotonic() < ends
        time.sleep(0.02)
    assert answer.status_code == 200


def label(value: Any) -> str:
    return json.dumps(value)[:60]


@pytest.mark.parametrize(("query", "body"), SHAPES, ids=label)
def test_an_answer_of_another_shape_is_a_503_when_cold_and_a_notice_when_warm(
    open_fresh: Open, query: dict[str, str], body: Any
) -> None:
    site = open_fresh(fresh=0.0)
    assert answer_of(site, query).status_code == 200
    spoil(site, query, body)
    until_stale(site, query)
    other = open_fresh()
    cold = answer_of(other, query)
    assert (cold.status_code, cold.get_json()["error"]["code"]) == (503, "carrier_unreadable")
    assert int(cold.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(("query", "body"), SAID, ids=label)
def test_a_carrier_that_says_so_makes_a_shipment_unknown_the_second_time(
    open_fresh: Open, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], body: Any
) -> None:
    monkeypatch.setattr(unknown_answers, "CONFIRM_AFTER_SECONDS", CONFIRM_AFTER)
    site = open_fresh(fresh=0.0)
    assert answer_of(site, query).status_code == 200
    spoil(site, query, body)
    before = site.sandbox.calls()
    until_stale(site, query)
    shown = [answer_of(site, query) for _ in range(3)]
    assert [(each.status_code, each.get_json()["stale"]) for each in shown] == [(200, True)] * 3
    once = site.sandbox.calls() - before
    time.sleep(CONFIRM_AFTER)
    assert answer_of(site, query).status_code == 404
    assert site.sandbox.calls() - before == once + once, "it is asked twice, and no more"
    assert answer_of(open_fresh(), query).status_code == 404, "what was never shown is unknown at once"
