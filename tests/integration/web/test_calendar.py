"""The delivery in a calendar: one event that moves, and nothing personal but for the recipient."""

from datetime import date, datetime
from typing import cast

import pytest
from icalendar import Calendar, Event

from tests.support.personal_data import knowledge
from tests.support.recipients import ON_ITS_WAY, TO_REVIEW
from tests.support.sites import NORTHWIND, OPEN, SHIPMENTS, Open, Site, title_of
from tracking_site_sandbox.sample import Sample


def event_of(site: Site, sample: Sample, *, for_recipient: bool = True) -> Event | None:
    answer = site.visitor.open("GET", f"/t/{site.token(sample, for_recipient=for_recipient)}/delivery.ics")
    if answer.status_code == 404:
        return None
    assert answer.mimetype == "text/calendar"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    return cast("Event", event)


def test_the_window_is_an_event_with_the_page_and_the_address(site: Site) -> None:
    event = event_of(site, ON_ITS_WAY)
    assert event is not None
    assert isinstance(event.decoded("dtstart"), datetime)
    assert event.decoded("dtstart") < event.decoded("dtend")
    assert "/t/" in str(event["url"])
    assert str(event["location"])
    assert "Northwind Delivery" in str(event["summary"])


def test_the_same_delivery_is_the_same_event_and_a_later_look_is_newer(open_fresh: Open) -> None:
    first, again = (event_of(open_fresh(), ON_ITS_WAY) for _ in range(2))
    assert first is not None
    assert again is not None
    assert first["uid"] == again["uid"]
    assert int(str(again["sequence"])) >= int(str(first["sequence"]))


def test_one_link_opened_at_two_hosts_of_a_brand_is_one_event(open_fresh: Open) -> None:
    site = open_fresh(any_host=True)
    path = f"/t/{site.token(ON_ITS_WAY)}/delivery.ics"
    events = [
        Calendar.from_ical(site.visitor.at(host).get(path).data).walk("VEVENT")[0]
        for host in (NORTHWIND, "www.northwind.example", f"{NORTHWIND}:8443")
    ]
    assert {str(event["uid"]).partition("@")[2] for event in events} == {NORTHWIND}
    assert len({str(event["uid"]) for event in events}) == 1
    sequences = [int(str(event["sequence"])) for event in events]
    assert sequences == sorted(sequences)


def test_deliveries_are_told_apart(site: Site) -> None:
    events = [event_of(site, sample) for sample in SHIPMENTS]
    known = [str(event["uid"]) for event in events if event is not None]
    assert len(known) > 5
    assert len(set(known)) == len(known)


def test_what_has_arrived_is_no_event(site: Site) -> None:
    assert event_of(site, TO_REVIEW) is None


def test_a_day_alone_is_a_whole_day(site: Site) -> None:
    found = [event_of(site, sample) for sample in OPEN]
    days = [event for event in found if event is not None and not isinstance(event.decoded("dtstart"), datetime)]
    assert days
    assert all(
        isinstance(event.decoded("dtend"), date) and event.decoded("dtend") > event.decoded("dtstart") for event in days
    )


@pytest.mark.parametrize("sample", OPEN, ids=title_of)
def test_a_link_that_proves_nothing_has_nothing_personal_in_its_calendar(site: Site, sample: Sample) -> None:
    event = event_of(site, sample, for_recipient=False)
    if event is None:
        return
    text = event.to_ical().decode().replace("\r\n ", "")
    (known,) = (each for each in knowledge() if each.sample == sample)
    assert known.told_by(text) == set()
    assert "URL" not in event
    assert "LOCATION" not in event
