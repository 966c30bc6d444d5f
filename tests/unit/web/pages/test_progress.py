"""The stages of a shipment: done, current and ahead, and those of shipments that are never delivered."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.page_fixtures import JOB, LEAPS, ORDER, TRIP, view
from tracking_site.domain.shipment import Shipment, Status, TrackingEvent
from tracking_site.web.i18n.labels import STATUSES

INTERRUPTED = [Status.CANCELLED, Status.RETURNED, Status.UNKNOWN]
every_shipment = pytest.mark.parametrize("shipment", [ORDER, JOB, TRIP, LEAPS], ids=["order", "job", "trip", "leaps"])


def states(shipment: Shipment) -> list[tuple[str, str]]:
    return [(stage.label, stage.state) for stage in view(shipment).stages]


def with_history(shipment: Shipment, status: Status, *before: Status) -> Shipment:
    """A shipment in a status, with an event for each of the statuses before."""
    events = tuple(TrackingEvent(datetime(2026, 11, 25, tzinfo=UTC), each) for each in before)
    return replace(shipment, status=status, events=events)


@every_shipment
@pytest.mark.parametrize("status", Status)
def test_the_stages_name_every_status(shipment: Shipment, status: Status) -> None:
    drawn = states(replace(shipment, status=status))
    order = [state for _, state in drawn]
    assert STATUSES[status] in dict(drawn)
    assert order == sorted(order, key=["done", "current", "ended", "ahead"].index)
    assert order.count("current") == (0 if status.final else 1)
    assert order.count("ended") == (1 if status in (Status.CANCELLED, Status.RETURNED) else 0)


def test_the_stages_are_those_of_the_carrier() -> None:
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


def test_a_status_for_which_the_carrier_has_no_stage_is_shown_between_its_stages() -> None:
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


def test_a_failure_is_shown_at_the_stage_where_it_happened() -> None:
    assert states(replace(ORDER, status=Status.ATTEMPT_FAILED))[3:] == [
        ("Delivery attempt failed", "current"),
        ("Delivered", "ahead"),
    ]
    assert states(replace(LEAPS, status=Status.EXCEPTION))[1] == ("Held up on the way", "current")
    assert states(replace(LEAPS, status=Status.ATTEMPT_FAILED))[1:3] == [
        ("On its way", "done"),
        ("Delivery attempt failed", "current"),
    ]


def test_a_partial_delivery_is_not_the_last_stage() -> None:
    assert states(replace(ORDER, status=Status.PARTIALLY_DELIVERED))[3:] == [
        ("Out for delivery", "done"),
        ("Partly delivered", "current"),
    ]


def test_a_cancelled_shipment_shows_how_far_it_got_and_nothing_ahead() -> None:
    assert states(with_history(ORDER, Status.CANCELLED, Status.CANCELLED, Status.PICKED_UP, Status.INFO_RECEIVED)) == [
        ("Registered", "done"),
        ("Picked up", "done"),
        ("Cancelled", "ended"),
    ]


def test_a_returned_shipment_went_as_far_as_the_attempt_and_was_never_delivered() -> None:
    assert states(with_history(ORDER, Status.RETURNED, Status.DELIVERED, Status.RETURNED, Status.ATTEMPT_FAILED))[
        2:
    ] == [
        ("On its way", "done"),
        ("Out for delivery", "done"),
        ("Returned to the sender", "ended"),
    ]


@pytest.mark.parametrize("status", INTERRUPTED)
def test_without_a_history_only_the_first_stage_is_done(status: Status) -> None:
    assert [label for label, _ in states(replace(ORDER, status=status))] == ["Registered", STATUSES[status]]


def test_an_unknown_word_promises_no_stage_ahead() -> None:
    assert states(with_history(LEAPS, Status.UNKNOWN, Status.IN_TRANSIT)) == [
        ("Registered", "done"),
        ("On its way", "done"),
        ("Status not known", "current"),
    ]


def test_a_carrier_without_stages_shows_none() -> None:
    assert states(replace(ORDER, stages=())) == []
