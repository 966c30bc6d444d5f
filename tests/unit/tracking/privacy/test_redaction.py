"""What an unverified viewer sees of a shipment: nothing that may be personal, and everything else as it was."""

import time
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.carrier_texts import PersonalText, impersonal_texts, personal_texts
from tests.support.fakes import shipment
from tracking_site.domain.shipment import (
    Coordinates,
    Location,
    Milestone,
    PersonalData,
    Place,
    References,
    Shipment,
    SmsNotifications,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.privacy import public_result, without_others
from tracking_site.tracking.privacy.vocabulary import fold_word, vocabulary

EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)
JOB = "10610600-5c4b-4d7e-9a61-000000000001"
MAUDE = PersonalData(
    recipient="Maude Tremblay-Roy",
    address=("4210, rue Saint-Ambroise, app. 304", "Bâtiment Lumière"),
    postcode="H4C 2C9",
    note="Sonner deux fois, le chien mord",
    driver="Óscar Quiñones",
    words=frozenset({"maude.tremblay@example.com", "+1 514-555-0142", "Boréal Mobilier", "7Q4-Z"}),
)
PERSONAL_WORDS = [
    *(
        "Maude",
        "TREMBLAY",
        "Tremblay-Roy",
        "tremblay roy",
        "Maude Tremblay-Roy",
        "M. Roy",
        "Oscar",
        "Quiñones",
        "QUINONES",
    ),
    *("rue Saint-Ambroise", "4210, rue Saint-Ambroise, app. 304", "RUE SAINT-AMBROISE 4210", "Bâtiment Lumière"),
    *(
        "Batiment Lumiere",
        "H4C 2C9",
        "h4c2c9",
        "H4C-2C9",
        "Sonner deux fois, le chien mord",
        "7Q4-Z",
        "Boréal Mobilier",
    ),
    *("maude.tremblay@example.com", "+1 514-555-0142", "514-555-0142", "5145550142", "(514) 555 0142"),
]


def with_text(text: str | None, personal: PersonalData | None = MAUDE, **more: Any) -> Shipment:
    """Return a shipment with a text in every field for a carrier's own texts."""
    seen = Location(name=text, position=Coordinates(45.4741, -73.5836), time=EIGHT, address="4210, rue Untel")
    event = TrackingEvent(EIGHT, Status.IN_TRANSIT, text, location=seen)
    content = {"status": Status.UNKNOWN, "carrier_status": text, "events": (event,), "last_location": seen, **more}
    return shipment(personal=personal, verifies=True, **content)


def public(whole: Shipment, *also_redact: PersonalData, phrases: frozenset[str] = frozenset()) -> Shipment:
    return public_result(TrackingResult(whole, EIGHT), also_redact, phrases).shipment


def description(whole: Shipment, *also_redact: PersonalData) -> str | None:
    (event,) = public(whole, *also_redact).events
    assert event.withheld is (event.description is None and whole.events[0].description is not None)
    return event.description


@pytest.mark.parametrize("word", PERSONAL_WORDS)
@pytest.mark.parametrize("around", ["{}", "Signed by {}.", "Livré à {}, merci", "({})", "Left with:{}/door", "{} {}"])
def test_a_text_with_a_personal_word_is_hidden_in_every_field(word: str, around: str) -> None:
    text = around.format(word, word)
    shown = public(with_text(text, origin=Place(text), destination=Place(text)))
    assert shown.events[0].description is None
    assert shown.events[0].withheld
    assert shown.carrier_status is None
    assert word not in repr(shown)


@pytest.mark.parametrize("personal", personal_texts(), ids=lambda each: each.text)
def test_personal_texts_in_any_field_are_shown_to_nobody(personal: PersonalText) -> None:
    for people in (None, MAUDE):
        whole = with_text(personal.text, people, carrier_status=personal.text)
        shown = public(replace(whole, references=References()))
        told = [shown.carrier_status, shown.events[0].description]
        assert told == [None, None]
        assert shown.events[0].location is not None
        assert shown.last_location is not None
        assert personal.told_by(f"{shown.events[0].location.name} {shown.last_location.name}") == []


@pytest.mark.parametrize("text", impersonal_texts()[:60])
def test_two_people_behind_one_shipment_look_alike(text: str) -> None:
    other = PersonalData(recipient="Jørgen Gårdsøe", address=("Sankt Hans Gade 12",), postcode="8000", driver="Li Wu")
    assert public(with_text(text)) == public(with_text(text, other)) == public(with_text(text, None))


def test_an_event_with_a_hidden_text_keeps_time_status_and_milestone() -> None:
    event = TrackingEvent(EIGHT, Status.ATTEMPT_FAILED, "Called Ms Lee", Milestone.NOT_DELIVERED)
    (shown,) = public(shipment(events=(event,))).events
    assert shown == replace(event, description=None, withheld=True)


def test_events_that_differ_in_hidden_texts_alone_are_shown_once() -> None:
    events = tuple(TrackingEvent(EIGHT, Status.DELIVERED, f"Signed by {name}") for name in ("Petersen", "Jensen"))
    assert len(public(shipment(events=events)).events) == 1


def test_a_status_that_a_table_has_is_shown_whatever_its_words() -> None:
    whole = replace(with_text("Arrived"), status=Status.IN_TRANSIT, carrier_status="Xyzzy")
    assert public(whole).carrier_status == "Xyzzy"
    assert public(replace(whole, status=Status.UNKNOWN)).carrier_status is None
    assert public(replace(whole, carrier_status="Tremblay")).carrier_status is None


def test_a_text_that_the_account_knows_is_shown() -> None:
    whole = with_text("Udstukket til Xyzzy.")
    assert public(whole, phrases=frozenset({"udstukket  til xyzzy"})).events[0].description == "Udstukket til Xyzzy."
    assert public(whole).events[0].description is None


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        *(
            (45.4741, 45.47),
            (-73.5836, -73.58),
            (-0.017, -0.02),
            (0.004, 0.0),
            (-0.004, 0.0),
            (1e-9, 0.0),
            (-1e-9, 0.0),
        ),
        *((89.999, 90.0), (-89.999, -90.0), (12.0, 12.0), (55.676098123, 55.68)),
    ],
)
def test_positions_are_rounded_to_two_decimals(exact: float, rounded: float) -> None:
    where = Location(position=Coordinates(exact, exact))
    event = TrackingEvent(EIGHT, Status.IN_TRANSIT, location=where)
    shown = public(shipment(last_location=where, events=(event,)))
    for location in (shown.last_location, shown.events[0].location):
        assert location is not None
        assert location.position == Coordinates(rounded, rounded)
        assert "-0.0)" not in repr(location.position)


def test_the_address_of_a_location_is_removed() -> None:
    shown = public(with_text("West Brooklyn")).last_location
    assert shown == Location("West Brooklyn", Coordinates(45.47, -73.58), EIGHT, None)


def test_personal_data_job_id_and_sms_settings_are_removed() -> None:
    whole = with_text(
        "Signed by Maude",
        references=References(job_id=JOB, order_number="NW-10255"),
        sms_notifications=SmsNotifications(job=True, client=False),
    )
    shown = public(whole)
    assert (shown.personal, shown.sms_notifications, shown.verifies) == (None, None, False)
    assert shown.references == References(order_number="NW-10255")


def test_all_other_fields_are_unchanged() -> None:
    whole = replace(
        shipment(Status.OUT_FOR_DELIVERY),
        carrier_status="INTRANSIT",
        delivered_at=EIGHT,
        stops_before=3,
        attempts=2,
        merchant="Boréal Mobilier inc.",
        provider="Nord Livraison",
        origin=Place("Montréal", "CA"),
        destination=Place("Laval", "CA"),
        personal=MAUDE,
    )
    shown = public(whole)
    changed = {each.name for each in fields(Shipment) if getattr(shown, each.name) != getattr(whole, each.name)}
    assert changed == {"personal"}


def test_fetch_time_and_staleness_are_unchanged() -> None:
    tracking = public_result(TrackingResult(with_text("Arrived"), EIGHT, stale=True))
    assert (tracking.fetched_at, tracking.stale) == (EIGHT, True)


def test_redaction_does_not_change_the_cached_shipment() -> None:
    whole = with_text("Signed by Maude")
    before = repr(whole)
    public(whole)
    assert repr(whole) == before


def test_the_destination_stays_even_if_the_recipient_has_the_same_name() -> None:
    anna = PersonalData(recipient="Anna Laval", address=("1 Boréal",), words=frozenset({"Laval"}))
    assert description(with_text("Arrived in Laval", anna, destination=Place("Laval"))) == "Arrived in Laval"


def test_a_city_that_is_the_recipients_name_is_hidden_on_the_way() -> None:
    jack = PersonalData(recipient="Jack London")
    assert description(with_text("Arrived in London", jack)) is None
    assert description(with_text("Arrived in London", None)) == "Arrived in London"
    assert description(with_text("Arrived in London", None), jack) is None


def test_a_recipient_in_the_field_for_the_city_is_hidden() -> None:
    jorgen = PersonalData(recipient="Jørgen Gårdsøe")
    shown = public(
        shipment(personal=jorgen, origin=Place("Jørgen Gårdsøe"), destination=Place("8000 Aarhus C", "DK-8000"))
    )
    assert (shown.origin, shown.destination) == (None, Place("Aarhus C", "DK"))


def test_a_firm_named_with_usual_words_hides_no_usual_text() -> None:
    firm = PersonalData(recipient="Nordic Transport ApS")
    assert description(with_text("In transport to the terminal", firm)) == "In transport to the terminal"
    assert description(with_text("Signed by Nordic", firm)) is None


@given(st.sampled_from(impersonal_texts()), st.text("abcdefghijklmnopqrstuvwxyzæøåßłéü", min_size=2), st.data())
def test_no_word_of_the_recipients_is_ever_shown(text: str, name: str, data: st.DataObject) -> None:
    if fold_word(name) in vocabulary().words:
        return
    place = data.draw(st.integers(0, len(text)))
    parts = text[:place].split(), text[place:].split()
    whole = with_text(" ".join([*parts[0], name, *parts[1]]), PersonalData(recipient=f"Ib {name.title()}"))
    shown = public(whole)
    assert (shown.carrier_status, shown.events[0].description) == (None, None)


@pytest.mark.parametrize(
    "hostile", ["(", "[a-", "\\", "a|b", ".*", "(?P<x>", "$^", "*" * 400, "(a+)+" * 80, "\u0130" * 60]
)
def test_personal_words_are_not_treated_as_regular_expressions(hostile: str) -> None:
    personal = PersonalData(hostile, (hostile,), hostile, hostile, hostile, words=frozenset({hostile}))
    assert description(with_text("Arrived in Copenhagen", personal)) == "Arrived in Copenhagen"


def test_an_absent_text_stays_absent() -> None:
    shown = public(with_text(None))
    assert (shown.carrier_status, shown.events[0].description, shown.events[0].withheld) == (None, None, False)


def test_a_recipient_reads_no_text_that_names_the_recipient_of_another_leg() -> None:
    other = PersonalData(recipient="Jørgen Gårdsøe", words=frozenset({"+45 40 12 34 56"}))
    texts = ["Signed by GARDSOE", "Gaardsøes nabo", "Call 40123456", "Signed by Maude", "Arrived in Aarhus"]
    events = tuple(TrackingEvent(EIGHT, Status.IN_TRANSIT, text) for text in texts)
    shown = without_others(TrackingResult(shipment(events=events, personal=MAUDE), EIGHT), [other, MAUDE]).shipment
    assert [event.description for event in shown.events] == [None, None, None, "Signed by Maude", "Arrived in Aarhus"]
    assert [event.withheld for event in shown.events] == [True, True, True, False, False]
    assert shown.personal == MAUDE


@pytest.mark.parametrize(
    "text", ["Petersen {} ", "Arrived at hub Paris London Berlin {} ", "at the depot {} ", "12/{}", "{}", "配達中{}"]
)
def test_a_history_of_hostile_texts_is_read_within_fifty_milliseconds(text: str) -> None:
    def event(index: int) -> TrackingEvent:
        hostile = (text.format(index) * 500)[:500]
        return TrackingEvent(EIGHT, Status.IN_TRANSIT, hostile, location=Location(hostile[:100]))

    whole = shipment(events=tuple(map(event, range(500))), personal=MAUDE)
    public(with_text("Arrived in Copenhagen"))
    began = time.process_time()
    public(whole)
    assert time.process_time() - began < 0.05
