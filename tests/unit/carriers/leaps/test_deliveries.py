"""Which free texts tell of a delivery to the recipient, and which of another step."""

import re
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.carriers.leaps.deliveries import Recipient, delivery_status
from tracking_site.domain.shipment import Status

BERGERON = Recipient.of(
    names=["Étienne Bergeron & Fils", "37 rue Saint-Jean"],
    contacts=["Andre Cote", "Goods-in Warehouse"],
    towns=["G1R 1N8", "Québec"],
)
AT_THE_AIRPORT = Recipient.of(names=["Aarhus Airport Catering"], contacts=[], towns=["Tirstrup"])


def means(text: str, recipient: Recipient = BERGERON) -> Status | None:
    return delivery_status(text, recipient)


@pytest.mark.parametrize(
    "text",
    [
        "Delivered",
        "DELIVERED.",
        "Delivered!",
        "Shipment was delivered",
        "The goods have been delivered",
        "Parcel delivered",
        "All pieces delivered",
        "2 of 2 pcs delivered",
        "Delivered 2 of 2 pcs",
        "Delivered 3/3",
        "Delivered 12 pcs out of 12",
        "Delivered in full",
        "Delivered 14:05",
        "Delivered at 14.05 CET",
        "Delivered 2026-11-25 14:05:00",
        "Delivered on 25.11.2026 at 14:05",
        "Delivered 25-NOV-2026",
        "Delivered to consignee",
        "DELIVERED TO THE CONSIGNEE",
        "Delivered to receiver at 14:05",
        "Delivered to customer's door",
        "Delivered to recipient, in good order and condition",
        "Delivered at door",
        "Delivered to neighbour",
        "Delivered to reception",
        "Delivered. Signed by BLAIR",
        "Delivered, signed for by J. O'Brien at 14:05",
        "Delivered (signed by: petersen)",
        "Delivered - POD: SMITH, JOHN",
        "Delivered and signed",
        "Delivered to ETIENNE BERGERON & FILS",
        "Delivered to Étienne Bergeron & Fils, 37 RUE SAINT JEAN, G1R1N8",
        "Delivered at 37 rue Saint-Jean",
        "Delivered to Mr Cote",
        "Delivered to COTE",
        "Delivered, Québec",
    ],
)
def test_a_text_whose_rest_is_known_is_a_delivery(text: str) -> None:
    assert means(text) is Status.DELIVERED


@pytest.mark.parametrize(
    "text",
    [
        "Delivered to GLS depot",
        "Delivered to handling agent",
        "Delivered to airline",
        "Shipment was delivered to airline",
        "Packages delivered to the airline",
        "DELIVERED TO AIRPORT",
        "Delivered at terminal 2",
        "Delivered to customs",
        "Delivered to driver",
        "Delivered into bonded warehouse",
        "Delivered to consignee's agent",
        "Delivered to shipper's agent",
        "Delivered back to depot",
        "Delivered-to depot",
        "Delivered 2 of 2 pcs to depot",
        "Delivered 1 of 2 pcs to GLS depot",
        "2 of 2 pcs delivered to carrier",
        "Delivered 14:05 to hub",
        "Delivered to Québec",
        "Delivered to Warehouse",
        "Delivered to John Doe",
        "Part delivered to depot",
    ],
)
def test_a_delivery_to_anybody_else_is_a_step_on_the_way(text: str) -> None:
    assert means(text) is Status.IN_TRANSIT


@pytest.mark.parametrize(
    "text",
    [
        "Delivered 1 of 2 pcs",
        "Delivered 2/3 pieces",
        "Delivered 1 pcs of 2",
        "1 of 2 pcs delivered",
        "Delivered 1 out of 12 cartons, signed by Blair",
        "Delivered 1 of 2 pcs, rest on backorder",
        "Delivered short",
        "Partially delivered",
        "Part-delivered",
        "Short delivered 14:05",
        "Partial delivery",
    ],
)
def test_a_part_is_a_partial_delivery(text: str) -> None:
    assert means(text) is Status.PARTIALLY_DELIVERED


@pytest.mark.parametrize(
    "text", ["Delivered back to sender", "Delivered to sender", "DELIVERED BACK TO THE SHIPPER, 14:05"]
)
def test_a_delivery_to_the_sender_is_a_return(text: str) -> None:
    assert means(text) is Status.RETURNED


@pytest.mark.parametrize(
    "text",
    [
        "Delivered?",
        "Delivered 0 of 2 pcs",
        "Delivered 3 of 2 pcs",
        "Delivered 2 pcs",
        "Delivered back",
        "Delivered 1 of 2 pcs back to sender",
        "Delivered damaged",
        "Delivered in error",
        "Delivered to consignee, refused",
        "Delivered to be confirmed",
        "Delivered, signed by GLS depot",
        "Delivered, received by agent",
        "Delivered, POD pending",
        "Delivered signed by nobody",
        "Partial delivery planned",
        "Delivered. Ikke hjemme",
    ],
)
def test_a_text_whose_rest_is_not_known_is_unknown(text: str) -> None:
    assert means(text) is Status.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "Not delivered",
        "Undelivered",
        "To be delivered",
        "Will be delivered",
        "Could not be delivered",
        "Delivery refused",
        "Out for delivery",
        "Arrived at delivery depot",
        "Delivereds",
        "Documents delivered to customs broker",
        "Leveret",
        "Zugestellt",
        "Livré",
        "",
    ],
)
def test_a_text_that_does_not_begin_with_a_delivery_is_none(text: str) -> None:
    assert means(text) is None


def test_a_recipient_whose_name_sounds_like_a_place_on_the_way_needs_the_name_in_full() -> None:
    assert means("Delivered to Aarhus Airport Catering", AT_THE_AIRPORT) is Status.DELIVERED
    assert means("Delivered to airport", AT_THE_AIRPORT) is not Status.DELIVERED
    assert means("Delivered to Aarhus Airport", AT_THE_AIRPORT) is not Status.DELIVERED


LETTERS = st.text(string.ascii_letters + "æøåéßñ 0123456789,.:;-/()'?", min_size=1, max_size=40)
# Letters that no known word has in this order.
UNKNOWN_WORDS = st.text(string.ascii_lowercase, min_size=1, max_size=10).map(lambda word: f"xq{word}")
KNOWN = st.sampled_from(["", "to consignee", "2 of 2 pcs", "at 14:05", "in good order", "signed", "to", "at the"])


@given(KNOWN, UNKNOWN_WORDS, st.sampled_from([" ", ", ", ". ", " - ", ": "]), LETTERS)
@settings(max_examples=300, deadline=None)
def test_no_text_with_an_unknown_continuation_is_a_delivery(known: str, word: str, between: str, rest: str) -> None:
    for text in (f"Delivered {known}{between}{word}", f"Delivered {known} {word} {rest}"):
        if not re.search(r"\b(by|signed|pod)\b\W*xq", text):
            assert means(text) not in (Status.DELIVERED, None), text


@pytest.mark.parametrize("rest", [" signed by " + "a " * 400 + "?", " " + "-" * 500 + "?", " 1/1" * 160 + " x"])
def test_a_long_text_is_read_at_once(rest: str) -> None:
    began = time.monotonic()
    assert means(f"Delivered{rest}") is Status.UNKNOWN
    assert time.monotonic() - began < 0.2
