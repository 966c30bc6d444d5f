"""What a word of LogiNext means in each leg: a test for each cell, written out apart from the table."""

from itertools import product
from pathlib import Path

import pytest

from tracking_site.carriers.loginext.legs import FINISHED, TABLE, Part, Word, leg_of, meaning, part_of, status_word
from tracking_site.carriers.parsing import Fields
from tracking_site.domain.order_legs import LegDirection, LegKind, OrderLeg
from tracking_site.domain.shipment import Milestone, Status

PICKUP, DELIVER = LegKind.COLLECTION, LegKind.DELIVERY
FORWARD, REVERSE = LegDirection.FORWARD, LegDirection.BACK
LEGS = {
    "to the hub": OrderLeg(PICKUP, FORWARD),
    "to the recipient": OrderLeg(DELIVER, FORWARD),
    "from the recipient": OrderLeg(PICKUP, REVERSE),
    "to the sender": OrderLeg(DELIVER, REVERSE),
    "forward": OrderLeg(None, FORWARD),
    "back": OrderLeg(None, REVERSE),
}
CELLS = """
                        to the hub                     to the recipient                     from the recipient             to the sender                  forward                              back
NOTDISPATCHED           info_received -                info_received -                      info_received -                info_received -                info_received -                      info_received -
ORDERACCEPTED           info_received driver_assigned  info_received driver_assigned        info_received driver_assigned  info_received driver_assigned  info_received driver_assigned        info_received driver_assigned
ORDERREJECTED           info_received -                info_received -                      info_received -                info_received -                info_received -                      info_received -
LOADED                  info_received loaded           info_received loaded                 info_received loaded           info_received loaded           info_received loaded                 info_received loaded
TRIPSTARTED             in_transit collection_started  out_for_delivery out_for_delivery    in_transit collection_started  in_transit return_started      out_for_delivery out_for_delivery    in_transit return_started
CHECKEDINATPICKUP       in_transit collection_arrived  in_transit collection_arrived        in_transit collection_arrived  in_transit collection_arrived  in_transit collection_arrived        in_transit collection_arrived
PICKEDUP                picked_up collected            picked_up collected                  picked_up collected            picked_up collected            picked_up collected                  picked_up collected
NOTPICKEDUP             attempt_failed not_collected   attempt_failed not_collected         attempt_failed not_collected   attempt_failed not_collected   attempt_failed not_collected         attempt_failed not_collected
INTRANSIT               in_transit collection_started  out_for_delivery out_for_delivery    in_transit collection_started  in_transit return_started      in_transit started                   in_transit return_started
CHECKEDINATDELIVERY     in_transit -                   out_for_delivery arrived             in_transit -                   in_transit -                   out_for_delivery arrived             in_transit -
CHECKEDOUTATDELIVERY    in_transit -                   out_for_delivery left                in_transit -                   in_transit -                   out_for_delivery left                in_transit -
DELIVERED               in_transit reached_hub         delivered delivered                  in_transit reached_hub         returned returned              delivered delivered                  returned returned
DELIVEREDTOPICKUPPOINT  in_transit reached_hub         delivered ready_for_collection       in_transit reached_hub         returned returned              delivered ready_for_collection       returned returned
COMPLETED               in_transit reached_hub         delivered delivered                  in_transit reached_hub         returned returned              delivered delivered                  returned returned
PARTIALLYDELIVERED      in_transit reached_hub         partially_delivered partially_delivered in_transit reached_hub      partially_delivered partially_delivered partially_delivered partially_delivered partially_delivered partially_delivered
NOTDELIVERED            attempt_failed not_collected   attempt_failed not_delivered         attempt_failed not_collected   attempt_failed not_delivered   attempt_failed not_delivered         attempt_failed not_delivered
NOTCOMPLETED            attempt_failed not_collected   attempt_failed not_delivered         attempt_failed not_collected   attempt_failed not_delivered   attempt_failed not_delivered         attempt_failed not_delivered
CANCELLED               cancelled cancelled            cancelled cancelled                  cancelled cancelled            cancelled cancelled            cancelled cancelled                  cancelled cancelled
UNKNOWN                 unknown -                      unknown -                            unknown -                      unknown -                      unknown -                            unknown -
"""
EXPECTED = {
    (words[0], leg): (words[1 + 2 * turn], words[2 + 2 * turn])
    for words in (line.split() for line in CELLS.strip("\n").splitlines()[1:])
    for turn, leg in enumerate(LEGS)
}


@pytest.mark.parametrize(("word", "leg"), list(product([word.value for word in Word], LEGS)))
def test_a_word_means_in_a_leg_what_the_documentation_says(word: str, leg: str) -> None:
    meant = meaning(word, LEGS[leg])
    assert (meant.status.value, meant.milestone.value if meant.milestone else "-") == EXPECTED[word, leg]


def test_the_table_has_a_cell_for_each_word_in_each_part() -> None:
    assert {(word, part) for word, row in TABLE.items() for part in row} == set(product(Word, Part))
    kinds, directions = (None, *LegKind), (None, *LegDirection)
    assert {part_of(OrderLeg(kind, way)) for kind, way in product(kinds, directions)} == set(Part)


@pytest.mark.parametrize("kind", [None, *LegKind])
@pytest.mark.parametrize("word", Word)
def test_a_leg_whose_state_nothing_says_goes_forward(word: Word, kind: LegKind | None) -> None:
    assert meaning(word, OrderLeg(kind)) == meaning(word, OrderLeg(kind, FORWARD))


def test_only_what_reaches_the_recipient_is_delivered() -> None:
    delivered = {part for word in Word for part in Part if TABLE[word][part][0] is Status.DELIVERED}
    assert delivered == {Part.TO_RECIPIENT, Part.FORWARD}
    out = {part for word in Word for part in Part if TABLE[word][part][0] is Status.OUT_FOR_DELIVERY}
    assert out == {Part.TO_RECIPIENT, Part.FORWARD}


@pytest.mark.parametrize("word", ["", "custody changed", "UNKNOWN", "DELIVERED "])
def test_a_word_that_a_later_release_stored_is_unknown_and_breaks_nothing(word: str) -> None:
    assert meaning(word, OrderLeg(DELIVER)).status is Status.UNKNOWN


def test_goods_at_a_pickup_point_wait_to_be_collected() -> None:
    at_point = OrderLeg(DELIVER, FORWARD, to_pickup_point=True)
    assert meaning("COMPLETED", at_point).milestone is Milestone.READY_FOR_COLLECTION
    assert meaning("DELIVERED", OrderLeg(DELIVER, REVERSE, to_pickup_point=True)).status is Status.RETURNED


@pytest.mark.parametrize(
    ("row", "leg"),
    [
        ({"shipmentOrderTypeCd": "PICKUP", "orderState": "FORWARD"}, OrderLeg(PICKUP, FORWARD)),
        ({"orderLeg": "deliver", "orderState": "reverse"}, OrderLeg(DELIVER, REVERSE)),
        ({"shipmentType": "DELIVER"}, OrderLeg(DELIVER)),
        ({"orderState": "REVERSE"}, OrderLeg(None, REVERSE)),
        (
            {"shipmentOrderTypeCd": "RETURN", "orderState": 7, "deliveryLocationType": "PUP"},
            OrderLeg(to_pickup_point=True),
        ),
        ({}, OrderLeg()),
    ],
)
def test_a_leg_is_read_by_whatever_name_its_source_has_for_it(row: dict[str, object], leg: OrderLeg) -> None:
    assert leg_of(Fields(row)) == leg


def test_statuses_are_read_with_and_without_blanks_and_steps_of_webhooks_are_none() -> None:
    assert status_word(Fields({"status": "Order Accepted"})) is Word.ORDERACCEPTED
    assert status_word(Fields({"status": "TRIPSTARTED"})) is Word.UNKNOWN
    assert status_word(Fields({})) is Word.UNKNOWN
    assert Word.INTRANSIT not in FINISHED


DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "carriers" / "loginext.md"


def test_the_document_has_every_cell_of_the_table() -> None:
    lines = [line.strip("| ").split(" | ") for line in DOCUMENT.read_text(encoding="utf-8").splitlines()]
    documented = {line[0]: line[1:] for line in lines if len(line) == len(Part) + 1 and line[0] in set(Word)}
    expected = {
        word.value: [
            f"`{status}`" + (f", {milestone.value.replace('_', ' ')}" if milestone else "")
            for status, milestone in (TABLE[word][part] for part in Part)
        ]
        for word in Word
    }
    assert documented == expected
