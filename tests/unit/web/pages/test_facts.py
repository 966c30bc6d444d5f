"""The table of facts, and what only the recipient reads."""

from dataclasses import replace

from tests.support.page_fixtures import ORDER, view
from tracking_site.domain.shipment import PersonalData, Place, References


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


def test_a_country_that_is_not_known_is_written_as_the_carrier_did() -> None:
    facts = view(replace(ORDER, destination=Place("Utopia", "QQ"))).facts
    assert facts[-1].value == "Utopia, QQ"


def test_a_single_delivery_attempt_is_not_shown() -> None:
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
