"""Redaction for unverified viewers: personal data are removed, and everything else is unchanged."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize

import pytest

from tests.support.fakes import shipment
from tracking_site.domain.shipment import (
    Coordinates,
    Location,
    PersonalData,
    Place,
    References,
    Shipment,
    SmsNotifications,
    Status,
    TrackingEvent,
    TrackingResult,
)
from tracking_site.tracking.privacy import HIDDEN, public_result

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
TOLD = [
    "Maude",
    "TREMBLAY",
    "Tremblay-Roy",
    "tremblay roy",
    "Maude Tremblay-Roy",
    "M. Roy",
    "Oscar",
    "Quiñones",
    "QUINONES",
    "rue Saint-Ambroise",
    "4210, rue Saint-Ambroise, app. 304",
    "RUE SAINT-AMBROISE 4210",
    "Bâtiment Lumière",
    "Batiment Lumiere",
    "H4C 2C9",
    "h4c2c9",
    "H4C-2C9",
    "Sonner deux fois, le chien mord",
    "maude.tremblay@example.com",
    "+1 514-555-0142",
    "514-555-0142",
    "5145550142",
    "(514) 555 0142",
    "Boréal Mobilier",
    "7Q4-Z",
]
CARRIERS_WORDS = [
    "Arrived at the terminal in Copenhagen",
    "Out for delivery",
    "Customs clearance: 2 of 3 colli",
    "Handed over at 14:05 on 2026-11-23",
    "AWB 435-16685675, shipment 10482203",
    "Temperature +4 degrees",
    "Zone 12-34-56",
    "Left hub YUL-7",
]


def told_of(description: str | None, personal: PersonalData | None = MAUDE, **more: Any) -> Shipment:
    """Return a shipment with a text in every field for a carrier's own texts."""
    seen = Location(name=description, position=Coordinates(45.4741, -73.5836), time=EIGHT, address="4210, rue Untel")
    event = TrackingEvent(EIGHT, Status.IN_TRANSIT, description, location=seen)
    return shipment(
        carrier_status=description, events=(event,), last_location=seen, personal=personal, verifies=True, **more
    )


def seen(whole: Shipment) -> Shipment:
    return public_result(TrackingResult(whole, EIGHT)).shipment


def texts(shown: Shipment) -> list[str | None]:
    (event,) = shown.events
    assert event.location is not None
    assert shown.last_location is not None
    return [shown.carrier_status, event.description, event.location.name, shown.last_location.name]


def normalise_word(text: str) -> str:
    """Return the letters and digits of a text, without case and accents."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if letter.isalnum())


@pytest.mark.parametrize("word", TOLD)
@pytest.mark.parametrize("around", ["{}", "Signed by {}.", "Livré à {}, merci", "({})", "Left with:{}/door", "{} {}"])
def test_personal_words_are_removed_from_every_text_for_unverified_viewers(word: str, around: str) -> None:
    shown = seen(told_of(around.format(word, word)))
    for text in texts(shown):
        assert HIDDEN in str(text)
        assert normalise_word(word.removeprefix("M. ")) not in normalise_word(str(text))
    assert word not in repr(shown)


@pytest.mark.parametrize("text", CARRIERS_WORDS)
def test_carriers_descriptions_without_personal_data_are_unchanged(text: str) -> None:
    assert texts(seen(told_of(text))) == [text] * 4
    assert texts(seen(told_of(text, personal=None))) == [text] * 4


def test_the_text_around_a_removed_word_is_unchanged() -> None:
    (event,) = seen(told_of("Delivered, signed by TREMBLAY at the door")).events
    assert event.description == f"Delivered, signed by {HIDDEN} at the door"


@pytest.mark.parametrize(
    "reached", ["anna@example.org", "o.brien+parcel@mail.example.co.uk", "x_y-z@a-b.example", "ÉLODIE@exemple.québec"]
)
def test_every_e_mail_address_is_removed(reached: str) -> None:
    for personal in (None, MAUDE):
        (event,) = seen(told_of(f"Notice sent to {reached}, thanks", personal)).events
        assert event.description == f"Notice sent to {HIDDEN}, thanks"


@pytest.mark.parametrize(
    "reached",
    [
        *("+45 12 34 56 78", "+4512345678", "+1 (514) 555-0142", "+33.1.23.45.67.89", "+49 30 1234567"),
        *("514-555-0142", "514 555 0142", "514.555.0142", "(514) 555-0142", "01 23 45 67 89", "06.12.34.56.78"),
    ],
)
def test_every_telephone_number_is_removed(reached: str) -> None:
    for personal in (None, MAUDE):
        (event,) = seen(told_of(f"Driver: {reached}, call him", personal)).events
        assert event.description == f"Driver: {HIDDEN}, call him"


@pytest.mark.parametrize(
    "number",
    ["435-16685675", "10482203", "2026-11-23", "00123456789012345678", "NW-514-555-0142", "1Z999AA10123456784"],
)
def test_shipment_numbers_are_not_mistaken_for_telephone_numbers(number: str) -> None:
    (event,) = seen(told_of(f"Number {number} scanned", None)).events
    assert event.description == f"Number {number} scanned"


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (45.4741, 45.47),
        (-73.5836, -73.58),
        (-0.017, -0.02),
        (0.004, 0.0),
        (-0.004, 0.0),
        (1e-9, 0.0),
        (-1e-9, 0.0),
        (89.999, 90.0),
        (-89.999, -90.0),
        (12.0, 12.0),
        (55.676098123, 55.68),
    ],
)
def test_positions_are_rounded_to_two_decimals(exact: float, rounded: float) -> None:
    where = Location(position=Coordinates(exact, exact))
    event = TrackingEvent(EIGHT, Status.IN_TRANSIT, location=where)
    shown = seen(shipment(last_location=where, events=(event,)))
    for location in (shown.last_location, shown.events[0].location):
        assert location is not None
        assert location.position == Coordinates(rounded, rounded)
        assert "-0.0)" not in repr(location.position)


def test_the_address_of_a_location_is_removed() -> None:
    shown = seen(told_of("West Brooklyn")).last_location
    assert shown == Location("West Brooklyn", Coordinates(45.47, -73.58), EIGHT, None)


def test_a_location_with_only_an_address_loses_it() -> None:
    shown = seen(shipment(last_location=Location(address="4210, rue Saint-Ambroise"))).last_location
    assert shown == Location()


def test_personal_data_job_id_and_sms_settings_are_removed() -> None:
    whole = told_of(
        "Signed by Maude",
        references=References(job_id=JOB, order_number="NW-10255"),
        sms_notifications=SmsNotifications(job=True, client=False),
    )
    shown = seen(whole)
    assert shown.personal is None
    assert shown.sms_notifications is None
    assert shown.verifies is False
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
    shown = seen(whole)
    changed = {each.name for each in fields(Shipment) if getattr(shown, each.name) != getattr(whole, each.name)}
    assert changed == {"personal"}


def test_fetch_time_and_staleness_are_unchanged() -> None:
    tracking = TrackingResult(told_of("Arrived"), EIGHT, stale=True)
    assert (public_result(tracking).fetched_at, public_result(tracking).stale) == (EIGHT, True)


def test_redaction_does_not_change_the_cached_shipment() -> None:
    whole = told_of("Signed by Maude")
    before = repr(whole)
    seen(whole)
    assert repr(whole) == before
    assert whole.personal is MAUDE


def test_cities_and_the_merchant_stay_even_if_the_recipient_has_the_same_name() -> None:
    anna = PersonalData(recipient="Anna Laval", address=("1 Boréal",), words=frozenset({"Laval"}))
    shown = seen(told_of("Arrived in Laval", anna, destination=Place("Laval")))
    assert shown.events[0].description == "Arrived in Laval"


@pytest.mark.parametrize("name", ["Li Wu", "王小明", "Ng", "Jo Bo"])
def test_names_of_two_letters_are_removed(name: str) -> None:
    (event,) = seen(told_of(f"Signed by {name}", PersonalData(recipient=name))).events
    assert event.description is not None
    assert not any(part in event.description for part in name.split())


def test_common_words_stay_even_if_they_are_part_of_a_name() -> None:
    firm = PersonalData(recipient="Nordic Transport ApS")
    assert seen(told_of("In transport to the terminal", firm)).events[0].description == "In transport to the terminal"
    assert "Nordic" not in repr(seen(told_of("Signed by Nordic", firm)))


@pytest.mark.parametrize(
    "hostile", ["(", "[a-", "\\", "a|b", ".*", "(?P<x>", "$^", "*" * 400, "(a+)+" * 80, "\u0130" * 60]
)
def test_personal_words_are_not_treated_as_regular_expressions(hostile: str) -> None:
    personal = PersonalData(hostile, (hostile,), hostile, hostile, hostile, words=frozenset({hostile}))
    shown = seen(told_of(f"Arrived in Copenhagen {hostile}", personal))
    assert "Arrived in Copenhagen" in str(shown.events[0].description)


def test_an_absent_text_stays_absent() -> None:
    assert texts(seen(told_of(None))) == [None] * 4
