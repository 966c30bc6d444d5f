"""The stages of a shipment's way: whole ways, and ways that ended somewhere else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.page_fixtures import JOB, LEAPS, ORDER, TRIP, view
from tracking_site.domain.shipment import Shipment, Status, TrackingEvent
from tracking_site.web.i18n.labels import STATUSES

BROKEN_OFF = [Status.CANCELLED, Status.RETURNED, Status.UNKNOWN]
every_shipment = pytest.mark.parametrize("shipment", [ORDER, JOB, TRIP, LEAPS], ids=["order", "job", "trip", "leaps"])


def states(shipment: Shipment) -> list[tuple[str, str]]:
    return [(stage.label, stage.state) for stage in view(shipment).stages]


def been(shipment: Shipment, status: Status, *before: Status) -> Shipment:
    """A shipment in a status, whose history has these."""
    events = tuple(TrackingEvent(datetime(2026, 11, 25, tzinfo=UTC), each) for each in before)
    return replace(shipment, status=status, events=events)


@every_shipment
@pytest.mark.parametrize("status", Status)
def test_a_way_is_drawn_in_every_status_and_names_it(shipment: Shipment, status: Status) -> None:
    drawn = states(replace(shipment, status=status))
    order = [state for _, state in drawn]
    assert STATUSES[status] in dict(drawn)
    assert order == sorted(order, key=["done", "current", "ended", "ahead"].index)
    assert order.count("current") == (0 if status.final else 1)
    assert order.count("ended") == (1 if status in (Status.CANCELLED, Status.RETURNED) else 0)


def test_the_stages_are_those_of_the_carriers_way() -> None:
    assert states(ORDER) == [
        ("Registered", "done"),
        ("Picked up", "done"),
        ("On its way", "done"),
        ("Out for delivery", "current"),
        ("Delivered", "ahead"),
    ]
    assert states(replace(TRIP, status=Status.DELIVERED)) == [
        ("Registered", "done"),
        ("On its way", "done"),
        ("Delivered", "done"),
    ]
    assert states(replace(JOB, status=Status.PENDING))[0] == ("Waiting for confirmation", "current")


def test_a_status_that_the_carriers_way_has_no_stage_for_is_drawn_between_its_stages() -> None:
    assert states(replace(LEAPS, status=Status.OUT_FOR_DELIVERY)) == [
        ("Registered", "done"),
        ("On its way", "done"),
        ("Out for delivery", "current"),
        ("Delivered", "ahead"),
    ]
    assert states(replace(LEAPS, status=Status.PICKED_UP)) == [
        ("Registered", "done"),
        ("Picked up", "current"),
        ("On its way", "ahead"),
        ("Delivered", "ahead"),
    ]


def test_what_goes_wrong_stands_where_it_went_wrong() -> None:
    assert states(replace(ORDER, status=Status.ATTEMPT_FAILED))[3:] == [
        ("Delivery attempt failed", "current"),
        ("Delivered", "ahead"),
    ]
    assert states(replace(LEAPS, status=Status.EXCEPTION))[1] == ("Held up on the way", "current")
    assert states(replace(LEAPS, status=Status.ATTEMPT_FAILED))[1:3] == [
        ("On its way", "done"),
        ("Delivery attempt failed", "current"),
    ]


def test_a_part_that_has_arrived_is_not_the_end_of_the_way() -> None:
    assert states(replace(ORDER, status=Status.PARTIALLY_DELIVERED))[3:] == [
        ("Out for delivery", "done"),
        ("Partly delivered", "current"),
    ]


def test_a_cancelled_shipment_shows_how_far_it_got_and_nothing_ahead() -> None:
    assert states(been(ORDER, Status.CANCELLED, Status.CANCELLED, Status.PICKED_UP, Status.INFO_RECEIVED)) == [
        ("Registered", "done"),
        ("Picked up", "done"),
        ("Cancelled", "ended"),
    ]


def test_a_returned_shipment_went_as_far_as_the_attempt_and_was_never_delivered() -> None:
    assert states(been(ORDER, Status.RETURNED, Status.DELIVERED, Status.RETURNED, Status.ATTEMPT_FAILED))[2:] == [
        ("On its way", "done"),
        ("Out for delivery", "done"),
        ("Returned to the sender", "ended"),
    ]


@pytest.mark.parametrize("status", BROKEN_OFF)
def test_without_a_history_nothing_is_claimed_but_that_it_was_registered(status: Status) -> None:
    assert [label for label, _ in states(replace(ORDER, status=status))] == ["Registered", STATUSES[status]]


def test_an_unknown_word_promises_no_stage_ahead() -> None:
    assert states(been(LEAPS, Status.UNKNOWN, Status.IN_TRANSIT)) == [
        ("Registered", "done"),
        ("On its way", "done"),
        ("Status not known", "current"),
    ]


def test_a_shipment_without_stages_draws_none() -> None:
    assert states(replace(ORDER, stages=())) == []
