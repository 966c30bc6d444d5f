"""The circuit breaker of an account, with a clock that the tests set."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.fakes import Clock
from tracking_site.carriers.resilience import BreakerConfig, CircuitBreaker
from tracking_site.domain.errors import CarrierFailure, CircuitOpen

ACCOUNT = "nord"


@pytest.fixture
def breaker(clock: Clock) -> CircuitBreaker:
    return CircuitBreaker(BreakerConfig(), clock)


def go_wrong(breaker: CircuitBreaker, times: int = 1) -> None:
    for _ in range(times):
        breaker.admit(ACCOUNT)
        breaker.record(failed=True)


def go_well(breaker: CircuitBreaker, times: int = 1) -> None:
    for _ in range(times):
        breaker.admit(ACCOUNT)
        breaker.record(failed=False)


def rest_of(breaker: CircuitBreaker) -> float | None:
    """Return for how long the breaker refuses calls, or None while it is closed."""
    try:
        breaker.refuse(ACCOUNT)
    except CircuitOpen as error:
        return error.retry_after
    return None


def admitted(ask: Callable[[str], None]) -> bool:
    try:
        ask(ACCOUNT)
    except CarrierFailure:
        return False
    return True


def in_another_thread(ask: Callable[[], object]) -> None:
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


def test_five_failures_in_a_row_open_the_breaker_for_fifteen_seconds(breaker: CircuitBreaker, clock: Clock) -> None:
    go_wrong(breaker, 4)
    assert rest_of(breaker) is None
    go_wrong(breaker)
    assert rest_of(breaker) == 15
    assert breaker.open
    clock.pass_by(14)
    assert not admitted(breaker.admit)
    clock.pass_by(1)
    assert admitted(breaker.admit)


def test_a_success_resets_the_failures_in_a_row(breaker: CircuitBreaker) -> None:
    go_wrong(breaker, 4)
    go_well(breaker)
    go_wrong(breaker, 4)
    assert breaker.open is False


def test_failures_in_a_row_count_at_any_distance_in_time(breaker: CircuitBreaker, clock: Clock) -> None:
    for _ in range(5):
        go_wrong(breaker)
        clock.pass_by(3600)
    assert breaker.open


def test_half_of_ten_calls_in_thirty_seconds_open_the_breaker(breaker: CircuitBreaker, clock: Clock) -> None:
    for _ in range(4):
        go_well(breaker)
        go_wrong(breaker)
        clock.pass_by(1)
    go_well(breaker)
    assert breaker.open is False
    go_wrong(breaker)
    assert breaker.open


def test_fewer_than_half_of_many_calls_do_not_open_the_breaker(breaker: CircuitBreaker) -> None:
    for _ in range(40):
        go_well(breaker, 3)
        go_wrong(breaker, 2)
    assert breaker.open is False


def test_failures_older_than_thirty_seconds_are_forgotten(breaker: CircuitBreaker, clock: Clock) -> None:
    for _ in range(4):
        go_wrong(breaker)
        go_well(breaker)
    clock.pass_by(31)
    go_wrong(breaker)
    go_well(breaker)
    assert breaker.open is False


def test_each_open_period_is_twice_as_long_up_to_two_minutes(breaker: CircuitBreaker, clock: Clock) -> None:
    go_wrong(breaker, 5)
    rests = []
    for _ in range(6):
        left = rest_of(breaker)
        assert left is not None
        rests.append(left)
        clock.pass_by(left)
        go_wrong(breaker)
    assert rests == [15, 30, 60, 120, 120, 120]


def test_a_successful_probe_closes_the_breaker_and_resets_its_period(breaker: CircuitBreaker, clock: Clock) -> None:
    go_wrong(breaker, 5)
    clock.pass_by(15)
    go_wrong(breaker)
    clock.pass_by(30)
    go_well(breaker)
    assert breaker.open is False
    go_wrong(breaker, 4)
    assert breaker.open is False
    go_wrong(breaker)
    assert rest_of(breaker) == 15, "after it was well again, the first rest is a short one"


def test_twenty_threads_after_an_open_period_send_one_probe(breaker: CircuitBreaker, clock: Clock) -> None:
    for _ in range(5):
        go_wrong(breaker, 5)
        clock.pass_by(15)
        together = threading.Barrier(20)

        def knock(_: int, together: threading.Barrier = together) -> float | None:
            together.wait(10)
            passed = admitted(breaker.admit)
            left = rest_of(breaker)
            together.wait(10)
            if passed:
                breaker.record(failed=False)
            return None if passed else left

        with ThreadPoolExecutor(20) as threads:
            rests = list(threads.map(knock, range(20)))
        assert rests.count(None) == 1
        assert rests.count(1) == 19, "who comes while the probe is under way is sent away for a second"
        assert breaker.open is False


def test_only_the_probe_closes_the_breaker(breaker: CircuitBreaker, clock: Clock) -> None:
    go_wrong(breaker, 5)
    clock.pass_by(15)
    breaker.admit(ACCOUNT)
    in_another_thread(lambda: breaker.record(failed=False))
    assert breaker.open, "a call from before the rest went well, which says nothing"
    in_another_thread(lambda: breaker.record(failed=True))
    in_another_thread(breaker.release)
    assert rest_of(breaker) == 1, "the probe is still under way"
    breaker.record(failed=False)
    assert breaker.open is False


def test_late_failures_do_not_extend_the_open_period(breaker: CircuitBreaker, clock: Clock) -> None:
    go_wrong(breaker, 5)
    clock.pass_by(10)
    for _ in range(10):
        breaker.record(failed=True)
    assert rest_of(breaker) == 5


def test_a_released_probe_allows_the_next_one(breaker: CircuitBreaker, clock: Clock) -> None:
    go_wrong(breaker, 5)
    clock.pass_by(15)
    breaker.admit(ACCOUNT)
    assert not admitted(breaker.admit)
    breaker.release()
    assert admitted(breaker.admit)


def test_reading_the_state_takes_no_probe(breaker: CircuitBreaker, clock: Clock) -> None:
    go_wrong(breaker, 5)
    clock.pass_by(15)
    for _ in range(3):
        assert rest_of(breaker) is None
    assert admitted(breaker.admit)
