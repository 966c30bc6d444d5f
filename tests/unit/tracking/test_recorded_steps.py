"""What a recorded step means is decided with the legs that are known when it is read, in any order of receipt."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tracking_site.carriers.loginext.legs import Word, meaning
from tracking_site.config import Account
from tracking_site.domain.order_legs import LegDirection, LegKind, OrderLeg
from tracking_site.domain.recorded_history import ArrivalEstimate, RecordedHistory, RecordedStep
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.domain.shipment import DeliveryWindow, Milestone, References, Shipment, Status, TrackingEvent
from tracking_site.tracking.recorded_history import apply_history, from_history
from tracking_site.tracking.recorded_steps import read_steps

ORDER = Reference(ReferenceKind.ORDER_NUMBER, "1")
PICKUP = OrderLeg(LegKind.COLLECTION, LegDirection.FORWARD)
DELIVER = OrderLeg(LegKind.DELIVERY, LegDirection.FORWARD)
BACK = OrderLeg(LegKind.DELIVERY, LegDirection.BACK)
UNSAID = OrderLeg()


def at(hour: float) -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour)


def step(hour: float, word: Word, leg: OrderLeg = UNSAID) -> RecordedStep:
    meant = meaning(word, leg)
    event = TrackingEvent(at(hour), meant.status, milestone=meant.milestone) if meant.milestone else None
    return RecordedStep(at(hour), leg, word, event)


def created(hour: float, leg: OrderLeg) -> RecordedStep:
    event = TrackingEvent(at(hour), Status.INFO_RECEIVED, milestone=Milestone.PLACED)
    return RecordedStep(at(hour), leg, None, event)


def read(steps: Sequence[RecordedStep], answered: Sequence[OrderLeg] = ()) -> list[str]:
    """The milestones of the steps, oldest first, but for those of the creation."""
    events = read_steps(steps, answered, meaning).events
    return [event.milestone.value for event, _ in events if event.milestone not in (None, Milestone.PLACED)]


def alone(*steps: RecordedStep, **more: Any) -> Shipment:
    account: Any = Account.model_construct(carrier="loginext", id="mile", name="LogiNext")
    return from_history(account, ORDER, RecordedHistory(steps=steps, **more), at(30), meaning)


STARTED, ENDED = step(9, Word.TRIPSTARTED), step(11, Word.DELIVERED)


def test_a_delivery_whose_leg_nothing_names_is_one() -> None:
    assert read([STARTED, ENDED]) == ["out_for_delivery", "delivered"]


def test_the_creation_says_that_the_leg_ends_at_the_hub() -> None:
    assert read([created(8, PICKUP), STARTED, ENDED]) == ["collection_started", "reached_hub"]
    shipment = alone(created(8, PICKUP), STARTED, ENDED)
    assert (shipment.status, shipment.delivered_at, shipment.is_first_mile) == (Status.IN_TRANSIT, None, True)


def test_a_later_update_says_so_too() -> None:
    assert read([STARTED, ENDED, RecordedStep(at(12), PICKUP)]) == ["collection_started", "reached_hub"]


def test_a_way_back_returns() -> None:
    assert read([created(8, BACK), STARTED, ENDED]) == ["return_started", "returned"]
    assert alone(created(8, OrderLeg(None, LegDirection.BACK)), STARTED, ENDED).status is Status.RETURNED


def test_the_carriers_answer_wins_over_what_webhooks_named() -> None:
    assert read([created(8, DELIVER), STARTED, ENDED], [PICKUP]) == ["collection_started", "reached_hub"]


def test_an_answer_without_a_leg_is_the_leg_that_a_webhook_names() -> None:
    forward = OrderLeg(None, LegDirection.FORWARD)
    assert read([created(8, PICKUP), STARTED, ENDED], [forward]) == ["collection_started", "reached_hub"]
    assert read([STARTED, ENDED], [forward]) == ["out_for_delivery", "delivered"]
    assert read([STARTED, ENDED], [OrderLeg(None, LegDirection.BACK)]) == ["return_started", "returned"]


def test_what_a_webhook_says_of_its_own_leg_wins_over_the_answer() -> None:
    assert read([step(11, Word.DELIVERED, DELIVER)], [PICKUP]) == ["delivered"]


TWO_LEGS = (
    created(7, PICKUP),
    created(7.01, DELIVER),
    step(8, Word.TRIPSTARTED),
    step(9, Word.DELIVERED),
    step(9.01, Word.COMPLETED),
    step(12, Word.TRIPSTARTED),
    step(13, Word.DELIVERED),
)


def test_two_legs_follow_one_another_and_an_end_that_is_reported_twice_ends_one_leg() -> None:
    assert read(TWO_LEGS) == [
        *("collection_started", "reached_hub", "reached_hub"),
        *("out_for_delivery", "delivered"),
    ]


def test_the_legs_of_the_answer_follow_one_another_by_their_times() -> None:
    pickup = OrderLeg(PICKUP.kind, PICKUP.direction, begun=at(8), ended=at(9))
    deliver = OrderLeg(DELIVER.kind, DELIVER.direction, begun=at(12), ended=at(13))
    assert read(TWO_LEGS[2:], [deliver, pickup]) == read(TWO_LEGS)


def test_a_cancelled_way_back_undoes_no_delivery() -> None:
    steps = (created(7, DELIVER), ENDED, created(15, BACK), step(16, Word.CANCELLED, BACK))
    shipment = alone(*steps)
    assert (shipment.status, shipment.delivered_at) == (Status.DELIVERED, at(11))
    assert read(steps) == ["delivered"]
    assert alone(step(16, Word.CANCELLED, BACK)).status is Status.CANCELLED


def test_a_driver_who_accepts_it_later_takes_no_step_back() -> None:
    assert alone(step(9, Word.PICKEDUP, PICKUP), step(10, Word.ORDERACCEPTED)).status is Status.PICKED_UP
    assert alone(step(10, Word.ORDERACCEPTED)).status is Status.INFO_RECEIVED


def test_goods_at_a_pickup_point_wait_for_their_recipient() -> None:
    at_point = OrderLeg(to_pickup_point=True)
    assert alone(step(11, Word.DELIVERED, at_point)).awaits_collection
    assert not alone(ENDED).awaits_collection


def estimate(hour: float, given: float, *, to_recipient: bool = False) -> ArrivalEstimate:
    return ArrivalEstimate(DeliveryWindow(at(hour), at(hour + 1)), None, at(given), to_recipient)


def test_a_window_of_a_leg_to_the_hub_is_no_expected_delivery() -> None:
    history = RecordedHistory(arrival=estimate(14, 9), promised=estimate(15, 9))
    for leg, expected in ((PICKUP, None), (BACK, None), (DELIVER, at(14))):
        shipment = Shipment("c", "a", "C", References(), Status.IN_TRANSIT, order_legs=(leg,))
        window = apply_history(shipment, history, at(10), meaning).estimated_delivery
        assert (window.earliest if window else None) == expected


def test_the_window_that_was_given_last_is_the_one_of_an_order_that_only_webhooks_know() -> None:
    for planned, promised, expected in ((9, 8, 14), (8, 9, 16)):
        shipment = alone(arrival=estimate(14, planned), promised=estimate(16, promised, to_recipient=True))
        assert shipment.estimated_delivery
        assert shipment.promised_delivery
        assert (shipment.estimated_delivery.earliest, shipment.promised_delivery.earliest) == (at(expected), at(16))


STEPS = st.lists(
    st.builds(
        step,
        st.integers(0, 12).map(lambda turn: turn / 4),
        st.sampled_from(list(Word)),
        st.sampled_from([UNSAID, PICKUP, DELIVER, BACK]),
    ),
    max_size=8,
)


@given(STEPS, st.lists(st.sampled_from([PICKUP, DELIVER, BACK]), max_size=3, unique=True), st.data())
def test_order_and_repetition_of_webhooks_do_not_matter(
    steps: list[RecordedStep], answered: list[OrderLeg], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(steps))
    repeated = [*shuffled, *(data.draw(st.lists(st.sampled_from(steps))) if steps else ())]
    assert read_steps(repeated, data.draw(st.permutations(answered)), meaning) == read_steps(steps, answered, meaning)
    assert alone(*repeated) == alone(*steps)


@given(STEPS)
def test_only_a_leg_that_may_end_at_the_recipient_delivers(steps: list[RecordedStep]) -> None:
    for event, leg in read_steps(steps, (), meaning).events:
        assert event.status not in (Status.DELIVERED, Status.OUT_FOR_DELIVERY) or leg.may_end_at_recipient
