"""The pace of an account: who may start now, who waits for how long, and who is refused at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.fakes import Clock
from tracking_site.carriers.pacing import ON_THE_WAY_SECONDS, WINDOW_SECONDS, Pace
from tracking_site.domain.errors import CarrierBusy

LIMIT = 5


def pace(clock: Clock, limit: int = LIMIT) -> Pace:
    return Pace(limit, clock)


def call(pace: Pace, clock: Clock, seconds: float = 0.0) -> None:
    """Make a call that may start now and takes so many seconds."""
    pace.announce("mile", 0.0)
    start = pace.start("mile", 0.0)
    clock.pass_by(seconds)
    pace.finish(start)


def test_the_calls_of_one_second_start_at_once_and_the_next_one_is_refused_with_its_wait(clock: Clock) -> None:
    account = pace(clock)
    for _ in range(LIMIT):
        call(account, clock)
    with pytest.raises(CarrierBusy) as busy:
        account.announce("mile", WINDOW_SECONDS / 2)
    assert busy.value.retry_after == pytest.approx(WINDOW_SECONDS)
    clock.pass_by(WINDOW_SECONDS)
    call(account, clock)


def test_a_call_without_an_answer_counts_from_the_latest_time_that_it_can_have_come(clock: Clock) -> None:
    account = pace(clock, limit=1)
    account.announce("mile", 0.0)
    account.start("mile", 0.0)
    clock.pass_by(0.1)
    with pytest.raises(CarrierBusy) as busy:
        account.announce("mile", 0.0)
    assert busy.value.retry_after == pytest.approx(WINDOW_SECONDS + ON_THE_WAY_SECONDS - 0.1)


def test_announced_calls_are_counted_in_the_wait_of_those_after_them(clock: Clock) -> None:
    account = pace(clock)
    for _ in range(2 * LIMIT):
        account.announce("mile", WINDOW_SECONDS)
    with pytest.raises(CarrierBusy) as busy:
        account.announce("mile", 1.5 * WINDOW_SECONDS)
    assert busy.value.retry_after == pytest.approx(2 * WINDOW_SECONDS)
    account.withdraw()
    account.announce("mile", WINDOW_SECONDS)


def test_a_start_that_led_to_no_call_is_free_again(clock: Clock) -> None:
    account = pace(clock, limit=1)
    account.announce("mile", 0.0)
    account.cancel(account.start("mile", 0.0))
    call(account, clock)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.6), st.floats(0, 0.5)), max_size=60), st.integers(1, 6))
def test_no_window_has_more_calls_than_the_limit(steps: list[tuple[float, float]], limit: int) -> None:
    clock = Clock()
    account, reached = pace(clock, limit), list[float]()
    for pause, seconds in steps:
        clock.pass_by(pause)
        try:
            account.announce("mile", 0.0)
        except CarrierBusy:
            continue
        start = account.start("mile", 0.0)
        clock.pass_by(seconds)
        account.finish(start)
        # The latest time at which the call can have come, and the first one of the call after it, which starts later.
        reached.append(min(clock(), start.reached))
    for first, later in zip(reached, reached[limit:], strict=False):
        assert later - first >= WINDOW_SECONDS - 1e-6
