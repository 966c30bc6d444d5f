"""Which of an order's rows counts: the newest attempt at the last leg that has begun, whatever the order of the rows."""

from itertools import permutations
from typing import Any

import pytest

from tracking_site.carriers.loginext.orders.rows import OrderRows
from tracking_site.carriers.parsing import Fields
from tracking_site.domain.shipment import Status

DAY = 86_400_000
NOON = 1_795_608_000_000  # 2026-11-25 12:00 UTC


def row(leg: str, state: str, status: str | None, **fields: object) -> dict[str, object]:
    return {"orderNo": "1", "shipmentOrderTypeCd": leg, "orderState": state, "status": status, **fields}


def attempt(status: str, day: int, **fields: object) -> dict[str, object]:
    return row("DELIVER", "FORWARD", status, startTimeWindow=NOON + day * DAY, **fields)


COLLECTED = row("PICKUP", "FORWARD", "DELIVERED", deliverCheckOutTime=NOON - DAY)
DELIVERED = row("DELIVER", "FORWARD", "DELIVERED", actualStartDt=NOON - 3_600_000, deliverCheckOutTime=NOON)
CASES: dict[str, tuple[list[dict[str, object]], Status]] = {
    "second attempt under way": (
        [
            attempt("NOTDELIVERED", 0, actualEndDt=NOON + 3_600_000),
            attempt("INTRANSIT", 1, actualStartDt=NOON + DAY),
        ],
        Status.OUT_FOR_DELIVERY,
    ),
    "second attempt failed, too": (
        [attempt("NOTDELIVERED", 0, actualEndDt=NOON), attempt("NOTCOMPLETED", 1, actualEndDt=NOON + DAY)],
        Status.ATTEMPT_FAILED,
    ),
    "second attempt delivered": (
        [attempt("NOTDELIVERED", 0, actualEndDt=NOON), attempt("DELIVERED", 1, actualEndDt=NOON + DAY)],
        Status.DELIVERED,
    ),
    "second attempt without times of its own": (
        [attempt("NOTDELIVERED", 0, actualEndDt=NOON), attempt("DELIVERED", 1)],
        Status.DELIVERED,
    ),
    "second attempt only placed later": (
        [
            row("DELIVER", "FORWARD", "NOTDELIVERED", shipmentOrderDt=NOON),
            row("DELIVER", "FORWARD", "DELIVERED", shipmentOrderDt=NOON + DAY),
        ],
        Status.DELIVERED,
    ),
    "second attempt that has not begun": (
        [attempt("NOTDELIVERED", 0, actualEndDt=NOON), attempt("NOTDISPATCHED", 1)],
        Status.ATTEMPT_FAILED,
    ),
    "the way back was cancelled": (
        [COLLECTED, DELIVERED, row("DELIVER", "REVERSE", "CANCELLED")],
        Status.DELIVERED,
    ),
    "the way back is under way": (
        [COLLECTED, DELIVERED, row("DELIVER", "REVERSE", "INTRANSIT", actualStartDt=NOON + DAY)],
        Status.IN_TRANSIT,
    ),
    "collected from the recipient": (
        [COLLECTED, DELIVERED, row("PICKUP", "REVERSE", "PICKEDUP")],
        Status.PICKED_UP,
    ),
    "returned": ([DELIVERED, row("DELIVER", "REVERSE", "COMPLETED")], Status.RETURNED),
    "returned, and sent once more": (
        [
            attempt("NOTDELIVERED", 0, actualEndDt=NOON),
            row("DELIVER", "REVERSE", "DELIVERED", deliverCheckOutTime=NOON + DAY),
            attempt("INTRANSIT", 3, actualStartDt=NOON + 3 * DAY),
        ],
        Status.OUT_FOR_DELIVERY,
    ),
    "only a way back, cancelled": ([row("DELIVER", "REVERSE", "CANCELLED")], Status.CANCELLED),
    "the delivery was cancelled": ([COLLECTED, row("DELIVER", "FORWARD", "CANCELLED")], Status.CANCELLED),
    "nothing has begun": (
        [row("PICKUP", "FORWARD", "NOTDISPATCHED"), row("DELIVER", "FORWARD", None)],
        Status.INFO_RECEIVED,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_current_row_is_the_same_in_every_order_of_the_rows(case: str) -> None:
    rows, status = CASES[case]
    assert {OrderRows.of(map(Fields, order)).current.status for order in permutations(rows)} == {status}


@pytest.mark.parametrize(
    ("rows", "city"),
    [
        ([COLLECTED], None),
        ([row("DELIVER", "REVERSE", "INTRANSIT")], None),
        ([row("DELIVER", "FORWARD", "NOTDISPATCHED", deliverCity="Mumbai"), COLLECTED], "Mumbai"),
        ([attempt("NOTDELIVERED", 0, deliverCity="Old"), attempt("NOTDISPATCHED", 1, deliverCity="New")], "New"),
        ([{"orderNo": "1", "status": "INTRANSIT", "deliverCity": "Whose?"}], None),
    ],
)
def test_the_delivery_is_the_newest_row_of_a_leg_to_the_recipient(rows: list[Any], city: str | None) -> None:
    for order in permutations(rows):
        delivery = OrderRows.of(map(Fields, order)).delivery
        assert (delivery.fields.text("deliverCity") if delivery else None) == city


def test_the_legs_have_the_times_of_their_first_step_and_of_their_end() -> None:
    first, second = OrderRows.of(map(Fields, [DELIVERED, COLLECTED])).legs
    assert (first.ended, second.begun) == (
        Fields(COLLECTED).instant("deliverCheckOutTime"),
        Fields(DELIVERED).instant("actualStartDt"),
    )
