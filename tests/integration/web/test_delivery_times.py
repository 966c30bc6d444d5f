"""What is expected, promised and late, as people and programs are told: on page, in embed, JSON and calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from tests.support.page_rules import elements, words_of
from tests.support.recipients import ON_ITS_WAY
from tests.support.sites import SHIPMENTS, Open, Site
from tests.support.visitor import Visitor
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import (
    DeliveryWindow,
    Location,
    Milestone,
    References,
    Shipment,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.preview.fake_tracker import FakeTracker
from tracking_site.services import Replacements
from tracking_site_sandbox.sample import Sample

TORONTO = ZoneInfo("America/Toronto")
OVER, OUT, BY_DATE = "KL-5503", "GR432U5", "10482203"
NOON = datetime(2026, 11, 26, 17, tzinfo=UTC)
"""Thursday noon in Toronto."""
NUMBER = "HH-1"
SHIPMENT = Shipment(
    "loginext", "mile", "LogiNext", References(order_number=NUMBER), Status.OUT_FOR_DELIVERY, "INTRANSIT"
)


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TORONTO).astimezone(UTC)


AFTERNOON = DeliveryWindow(at(14), at(17))


def sample_of(number: str) -> Sample:
    return next(sample for sample in SHIPMENTS if number in sample.query.values())


def json_of(visitor: Visitor, query: dict[str, str]) -> dict[str, Any]:
    shipment: dict[str, Any] = visitor.get("/api/v1/shipment", query).get_json()["shipment"]
    return shipment


def expected_on(page: str) -> list[str]:
    """Return the lines of the block about the expected delivery."""
    blocks = [each for each in elements(page, "section") if each.get("class") == "expected"]
    return [words_of(line) for block in blocks for line in block]


def calendar_event(site: Site, token: str) -> Event | None:
    answer = site.visitor.get(f"/t/{token}/delivery.ics")
    if answer.status_code == 404:
        return None
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert isinstance(event, Event)
    return event


@pytest.fixture
def open_with(open_fresh: Open) -> Any:
    """Return a function that opens a site whose carrier knows one order, and is looked at on Thursday noon."""

    def open_one(shipment: Shipment, fetched_at: datetime = NOON) -> Site:
        ref = ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, NUMBER))
        tracker = FakeTracker({ref: TrackingResult(shipment, fetched_at)})
        site = open_fresh(replaced=Replacements(tracker=tracker, journey_index=tracker))
        site.set_clock(NOON)
        return site

    return open_one


def seen(site: Site) -> list[str]:
    """Return the block on the page, after checking that the embed has the same."""
    page = expected_on(site.visitor.get("/track", {"ordno": NUMBER}).text)
    assert expected_on(site.visitor.get("/embed", {"ordno": NUMBER}).text) == page
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in page]


@pytest.mark.parametrize("path", ["/track", "/embed"])
def test_a_window_that_is_over_is_running_late_and_not_expected_yesterday(visitor: Visitor, path: str) -> None:
    page = visitor.get(path, {"ordno": OVER}).text
    heading, time, was_expected = expected_on(page)
    assert (heading, time) == ("Expected delivery", "Running late")
    assert was_expected.startswith("Was expected: ")
    assert json_of(visitor, {"ordno": OVER})["overdue"] is True


def test_every_sample_is_running_late_exactly_where_the_json_says_overdue(site: Site) -> None:
    found = []
    for sample in SHIPMENTS:
        token = site.token(sample)
        overdue = json_of(site.visitor, {"token": token})["overdue"]
        page = site.visitor.get(f"/t/{token}").text
        late = [line for line in expected_on(page) if line == "Running late"]
        assert bool(late) == overdue, sample.title
        assert ("delivery.ics" in page) == bool(not late and expected_on(page)), sample.title
        found.append(overdue)
    assert {True, False} == set(found)


def test_page_and_json_are_other_ones_once_the_time_is_over_though_no_data_changed(open_fresh: Open) -> None:
    site, query = open_fresh(), {"ordno": OUT}
    ends = max(
        datetime.fromisoformat(window["latest"])
        for name in ("estimated_delivery", "promised_delivery")
        if (window := json_of(site.visitor, query)[name])
    )
    for path in ("/track", "/embed", "/api/v1/shipment"):
        site.set_clock(ends)
        before = site.visitor.get(path, query)
        known = site.visitor.sending(If_None_Match=before.headers["ETag"])
        since = site.visitor.sending(If_Modified_Since=before.headers["Last-Modified"])
        assert known.get(path, query).status_code == 304
        site.set_clock(ends + timedelta(seconds=1))
        after = known.get(path, query)
        assert (after.status_code, since.get(path, query).status_code) == (200, 200)
        assert ('overdue":true' if "api" in path else "Running late") in after.text


def test_no_page_of_yesterday_is_the_same_after_midnight(open_fresh: Open) -> None:
    site, query = open_fresh(), {"slino": BY_DATE}
    today = datetime.now(TORONTO).date()
    midnight = datetime.combine(today + timedelta(days=1), datetime.min.time(), TORONTO)
    for path in ("/track", "/embed"):
        site.set_clock(midnight - timedelta(seconds=1))
        before = site.visitor.get(path, query)
        site.set_clock(midnight)
        after = site.visitor.sending(If_None_Match=before.headers["ETag"]).get(path, query)
        assert after.status_code == 200
        renewals = [next(elements(each.text, "article")).get("data-renew-at") for each in (before, after)]
        assert renewals[0] == midnight.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert renewals[0] < (renewals[1] or "")


def test_a_day_that_the_carrier_asked_about_yesterday_calls_tomorrow_is_today(open_with: Any) -> None:
    day = date(2026, 11, 26)
    site = open_with(replace(SHIPMENT, estimated_delivery=DeliveryWindow(day, day)), NOON - timedelta(days=1))
    assert seen(site) == ["Expected delivery", "Today"]
    assert "yesterday, 12:00" in site.visitor.get("/track", {"ordno": NUMBER}).text
    site.set_clock(at(0, 1, day=27))
    assert seen(site) == ["Expected delivery", "Running late", "Was expected: yesterday"]


def test_an_estimate_has_the_promise_beside_it(open_with: Any) -> None:
    arrival = DeliveryWindow(at(15, 10), at(15, 10))
    site = open_with(replace(SHIPMENT, estimated_delivery=arrival, promised_delivery=AFTERNOON))
    assert seen(site) == ["Expected delivery", "Today, 15:10", "Promised: today, between 14:00 and 17:00"]
    written = json_of(site.visitor, {"ordno": NUMBER})
    assert written["estimated_delivery"]["latest"] == "2026-11-26T20:10:00Z"
    assert written["promised_delivery"] == {"earliest": "2026-11-26T19:00:00Z", "latest": "2026-11-26T22:00:00Z"}
    site.set_clock(at(15, 11))
    assert seen(site) == ["Expected delivery", "Today, between 14:00 and 17:00"]
    assert json_of(site.visitor, {"ordno": NUMBER})["overdue"] is False
    site.set_clock(at(17, 1))
    assert seen(site)[1:] == ["Running late", "Was expected: today, between 14:00 and 17:00"]


def test_the_deadline_of_a_job_is_its_promise(site: Site) -> None:
    token = site.token(ON_ITS_WAY)
    written = json_of(site.visitor, {"token": token})
    assert written["promised_delivery"] == {"earliest": None, "latest": written["deadline"]["time"]}
    lines = expected_on(site.visitor.get(f"/t/{token}").text)
    assert sum("romised" in line for line in lines) == 1


def test_the_carriers_delay_is_told_and_not_together_with_the_change_of_the_estimate(open_with: Any) -> None:
    first = DeliveryWindow(at(13), at(16))
    late = replace(SHIPMENT, estimated_delivery=AFTERNOON, first_estimated_delivery=first, delay=timedelta(minutes=35))
    site = open_with(late)
    assert seen(site) == ["Expected delivery", "Today, between 14:00 and 17:00", "Late by 35 mins"]
    assert json_of(site.visitor, {"ordno": NUMBER})["delayed_by_minutes"] == 35


def test_a_delay_of_which_the_carrier_does_not_say_how_long_it_is_is_running_late(open_with: Any) -> None:
    site = open_with(replace(SHIPMENT, delay=timedelta()))
    assert seen(site) == ["Expected delivery", "Running late"]
    written = json_of(site.visitor, {"ordno": NUMBER})
    assert (written["delayed_by_minutes"], written["overdue"]) == (0, False)


def test_what_waits_at_a_pick_up_point_is_waiting_to_be_collected_and_no_driver_is_on_the_way(open_with: Any) -> None:
    point = Location("Toronto")
    ready = TrackingEvent(at(10), Status.OUT_FOR_DELIVERY, milestone=Milestone.READY_FOR_COLLECTION, location=point)
    site = open_with(
        replace(SHIPMENT, awaits_collection=True, events=(ready,), estimated_delivery=DeliveryWindow(at(8), at(11)))
    )
    assert seen(site) == ["Delivery", "Waiting to be collected", "Toronto"]
    page = site.visitor.get("/track", {"ordno": NUMBER}).text
    assert [words_of(each) for each in elements(page, "h1")] == ["Out for delivery"]
    assert "The driver is on the way with it." not in page
    assert json_of(site.visitor, {"ordno": NUMBER})["awaits_collection"] is True


def test_the_calendar_of_an_overdue_delivery_does_not_expect_it_in_the_past(open_with: Any) -> None:
    site = open_with(replace(SHIPMENT, estimated_delivery=AFTERNOON, promised_delivery=AFTERNOON))
    token = site.token(Sample("loginext", "", {"ordno": NUMBER}, "out_for_delivery", "INTRANSIT"))
    before = calendar_event(site, token)
    site.set_clock(at(17, 1))
    after = calendar_event(site, token)
    assert before is not None
    assert after is not None
    assert (str(before["summary"]), str(before["status"])) == ("Delivery from Northwind Delivery", "CONFIRMED")
    assert str(after["summary"]) == "Running late: delivery from Northwind Delivery"
    assert str(after["status"]) == "TENTATIVE"
    assert (before["uid"], before.decoded("dtend")) == (after["uid"], after.decoded("dtend"))
    assert int(str(after["sequence"])) > int(str(before["sequence"])), "calendars take the newer event"
    assert "delivery.ics" not in site.visitor.get(f"/t/{token}").text


def test_a_calendar_takes_the_promise_once_the_estimate_is_over(open_with: Any) -> None:
    estimate = DeliveryWindow(at(13), at(13))
    site = open_with(replace(SHIPMENT, estimated_delivery=estimate, promised_delivery=AFTERNOON))
    token = site.token(Sample("loginext", "", {"ordno": NUMBER}, "out_for_delivery", "INTRANSIT"))
    site.set_clock(at(13, 30))
    event = calendar_event(site, token)
    assert event is not None
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (at(14), at(17))


def test_a_window_that_is_open_since_yesterday_is_neither_expected_nor_an_event(open_with: Any) -> None:
    site = open_with(replace(SHIPMENT, estimated_delivery=DeliveryWindow(at(9, day=25))))
    token = site.token(Sample("loginext", "", {"ordno": NUMBER}, "out_for_delivery", "INTRANSIT"))
    assert seen(site) == []
    assert calendar_event(site, token) is None
    assert json_of(site.visitor, {"ordno": NUMBER})["overdue"] is False


def test_what_waits_to_be_collected_is_no_event(open_with: Any) -> None:
    site = open_with(replace(SHIPMENT, estimated_delivery=AFTERNOON, awaits_collection=True))
    token = site.token(Sample("loginext", "", {"ordno": NUMBER}, "out_for_delivery", "INTRANSIT"))
    assert calendar_event(site, token) is None


@pytest.mark.parametrize("path", ["/api/v1/shipment", "/track", "/embed"])
def test_a_304_says_when_the_carrier_was_asked(visitor: Visitor, path: str) -> None:
    first = visitor.get(path, {"slino": BY_DATE})
    again = visitor.sending(If_None_Match=first.headers["ETag"]).get(path, {"slino": BY_DATE})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Last-Modified"] == first.headers["Last-Modified"]
    compressed = visitor.sending(If_None_Match=f"W/{first.headers['ETag']}", Accept_Encoding="gzip")
    assert compressed.get(path, {"slino": BY_DATE}).headers["Last-Modified"] == first.headers["Last-Modified"]
