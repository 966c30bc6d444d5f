"""The shipment page in words: its stages, its events, where it is and what else is known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.page_fixtures import NOON, ORDER, local, view
from tracking_site.domain.shipment import (
    Coordinates,
    Location,
    Milestone,
    Moment,
    PersonalData,
    Place,
    References,
    Status,
    TrackingEvent,
)
from tracking_site.web.i18n.labels import LEADS, STATUSES
from tracking_site.web.i18n.languages import language

# What happened


def happened(time: Moment | None, description: str | None = "Scanned", **more: object) -> TrackingEvent:
    return TrackingEvent(time, Status.IN_TRANSIT, description, **more)  # type: ignore[arg-type]


def test_events_are_gathered_by_the_days_where_the_brand_is() -> None:
    events = (
        happened(datetime(2026, 11, 26, 5, 1, tzinfo=UTC)),
        happened(datetime(2026, 11, 26, 4, 59, tzinfo=UTC)),
        happened(local(24, 8)),
        happened(local(31, 8, month=12, year=2025)),
        happened(None),
    )
    days = view(replace(ORDER, events=events)).recent
    assert [(day.title, len(day.events)) for day in days] == [
        ("Today", 1),
        ("Yesterday", 1),
        ("Tuesday 24 November", 1),
        ("Wednesday, 31 December 2025", 1),
        ("Time not known", 1),
    ]
    times = [event.time.text if event.time else None for day in days for event in day.events]
    assert times == ["00:01", "23:59", "08:00", "08:00", None]


def test_an_event_of_a_day_without_a_time_has_the_day_in_its_place() -> None:
    ((event,),) = (day.events for day in view(replace(ORDER, events=(happened(date(2026, 11, 24)),))).recent)
    assert event.time is not None
    assert (event.time.text, event.time.iso) == ("Tue 24 Nov", "2026-11-24")


def test_an_event_is_told_in_the_sites_words_with_the_carriers_below() -> None:
    events = (
        happened(None, "POD signed", milestone=Milestone.DELIVERED),
        happened(None, "Scanned at hub"),
        happened(None, None, milestone=Milestone.COLLECTED, location=Location("Hub", address="1, rue Untel")),
        happened(None, None),
    )
    (day,) = view(replace(ORDER, events=events), "fr").recent
    say = language("fr").words.gettext
    assert [(event.title, event.detail, event.carriers_words, event.place) for event in day.events] == [
        (say("Delivered"), "POD signed", True, None),
        ("Scanned at hub", None, True, None),
        (say("Collected"), None, False, "1, rue Untel"),
        (say("On its way"), None, False, None),
    ]


# Where it is, and what else is known


def test_the_last_location_opens_in_a_map() -> None:
    seen = Location(None, Coordinates(40.74, -73.99), local(26, 11, 50))
    found = view(replace(ORDER, last_location=seen)).location
    assert found is not None
    assert (found.text, found.time) == ("Position of the vehicle", "Seen there: today, 11:50")
    assert found.geo == "geo:40.74,-73.99"
    assert found.map == "https://www.openstreetmap.org/?mlat=40.74&mlon=-73.99#map=14/40.74/-73.99"


def test_a_location_without_a_time_tells_when_it_was_asked_for() -> None:
    found = view(replace(ORDER, last_location=Location("West Brooklyn"))).location
    assert found is not None
    assert (found.text, found.geo, found.map) == ("West Brooklyn", None, None)
    assert found.time == "Asked for: today, 12:00. The carrier does not say how old the position is."


def test_the_facts_name_numbers_carrier_and_ends_and_no_job() -> None:
    shipment = replace(
        ORDER,
        references=References(job_id="106", order_number="GR432U5", awb_number="435-1"),
        merchant="Boréal",
        provider="LogiNext",
        origin=Place("Leeds", "UK"),
        destination=Place("Laval", "ca"),
        attempts=2,
    )
    assert [(fact.label, fact.value) for fact in view(shipment).facts] == [
        ("Order number", "GR432U5"),
        ("Air waybill", "435-1"),
        ("Carrier", "LogiNext"),
        ("Sent by", "Boréal"),
        ("From", "Leeds, United Kingdom"),
        ("To", "Laval, Canada"),
        ("Delivery attempts", "2"),
    ]
    places = {fact.label: fact.value for fact in view(shipment, "fr").facts}
    assert places["De"] == "Leeds, Royaume-Uni"
    assert "106" not in repr(view(shipment))


def test_a_country_that_nobody_knows_is_written_as_the_carrier_did() -> None:
    facts = view(replace(ORDER, destination=Place("Utopia", "QQ"))).facts
    assert facts[-1].value == "Utopia, QQ"


def test_one_delivery_attempt_is_nothing_to_tell() -> None:
    assert not any(fact.label == "Delivery attempts" for fact in view(replace(ORDER, attempts=1)).facts)


def test_only_the_verified_read_about_the_recipient() -> None:
    personal = PersonalData("Maude", ("4210, rue Untel", "Montréal"), "H4C 2C9", "Sonner", "Óscar")
    shipment = replace(ORDER, personal=personal)
    assert view(shipment).recipient == ()
    assert "Maude" not in repr(view(shipment))
    assert [(fact.label, fact.value) for fact in view(shipment, verified=True).recipient] == [
        ("For", "Maude"),
        ("Address", "4210, rue Untel, Montréal"),
        ("Note", "Sonner"),
        ("Driver", "Óscar"),
    ]
    assert view(replace(ORDER, personal=PersonalData()), verified=True).recipient == ()


@pytest.mark.parametrize("tag", ["en", "fr"])
@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_title_a_lead_and_a_tone(status: Status, tag: str) -> None:
    shown = view(replace(ORDER, status=status, carrier_status="WORD"), tag)
    say = language(tag).words.gettext
    assert (shown.title, shown.lead, shown.tone) == (say(STATUSES[status]), say(LEADS[status]), status.value)
    assert shown.carriers_word == ("WORD" if status is Status.UNKNOWN else None)


def test_the_page_tells_of_when_it_is_and_in_which_zone() -> None:
    shown = view(stale=True, fetched_at=NOON - timedelta(days=1))
    assert shown.stale
    assert (shown.as_of.time.text, shown.as_of.time.iso) == ("today, 12:00", "2026-11-25T17:00:00Z")
    assert shown.zone == "Eastern Standard Time"
    assert view(fetched_at=datetime(2026, 7, 1, tzinfo=UTC)).zone == "Eastern Daylight Time"
