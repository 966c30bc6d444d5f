"""The pause, the hourly quota and the retry budget of an account, with a clock that the tests set."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.support.fakes import Clock
from tracking_site.carriers.resilience import HourlyQuota, RetryAfter, RetryBudget
from tracking_site.domain.errors import CarrierBusy, CarrierFailure

ACCOUNT = "nord"
HOUR = 3600


def admitted(ask: Callable[[str], None]) -> bool:
    try:
        ask(ACCOUNT)
    except CarrierFailure:
        return False
    return True


def test_a_pause_lasts_for_the_requested_time(clock: Clock) -> None:
    pause = RetryAfter(clock)
    assert admitted(pause.admit)
    pause.begin(90)
    clock.pass_by(89)
    with pytest.raises(CarrierBusy) as raised:
        pause.admit(ACCOUNT)
    assert raised.value.retry_after == 1
    clock.pass_by(1)
    assert admitted(pause.admit)


def test_a_short_pause_does_not_shorten_a_long_one(clock: Clock) -> None:
    pause = RetryAfter(clock)
    pause.begin(900)
    pause.begin(30)
    clock.pass_by(31)
    assert not admitted(pause.admit)


class Allowance(RuleBasedStateMachine):
    """The quota holds for every period of an hour, not only for hours of the clock."""

    LIMIT = 4

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.allowance = HourlyQuota(self.LIMIT, self.clock)
        self.taken: list[float] = []
        self.wait: float | None = None

    @rule(quarters=st.integers(0, 4 * HOUR))
    def time_passes(self, quarters: int) -> None:
        self.clock.pass_by(quarters / 4)
        self.wait = None

    @rule()
    def a_call_is_made(self) -> None:
        recent = sum(1 for moment in self.taken if moment > self.clock.now - HOUR)
        try:
            self.allowance.take(ACCOUNT)
        except CarrierBusy as busy:
            assert recent == self.LIMIT, "refused though there was some of it left"
            self.wait = busy.retry_after
        else:
            self.taken.append(self.clock.now)

    @precondition(lambda self: self.wait is not None)
    @rule()
    def the_wait_is_waited(self) -> None:
        assert self.wait is not None
        assert 0 < self.wait <= HOUR
        self.clock.pass_by(self.wait)
        self.wait = None
        self.allowance.take(ACCOUNT)
        self.taken.append(self.clock.now)

    @invariant()
    def no_hour_has_more_than_its_share(self) -> None:
        for start in self.taken:
            assert sum(1 for moment in self.taken if start <= moment < start + HOUR) <= self.LIMIT

    @invariant()
    def what_is_over_is_not_remembered(self) -> None:
        assert len(self.allowance._calls) <= self.LIMIT


Allowance.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestAllowance = Allowance.TestCase


def test_parallel_threads_do_not_exceed_the_quota(clock: Clock) -> None:
    allowance = HourlyQuota(250, clock)
    with ThreadPoolExecutor(20) as threads:
        passed = sum(threads.map(lambda _: admitted(allowance.take), range(600)))
    assert passed == 250


def test_a_scanner_of_2600_jobs_gets_no_further_than_the_hourly_limit(clock: Clock) -> None:
    allowance = HourlyQuota(2500, clock)
    passed = 0
    for _ in range(2600):
        passed += admitted(allowance.take)
        clock.pass_by(1)
    assert passed == 2500


@given(st.floats(0, 1), st.lists(st.booleans(), max_size=300))
@settings(max_examples=60, deadline=None)
def test_retries_are_never_more_than_their_share_of_the_calls(share: float, tries: list[bool]) -> None:
    budget = RetryBudget(share)
    calls = retries = 0
    for retry in tries:
        if retry:
            retries += budget.spend()
        else:
            budget.earn()
            calls += 1
        assert retries <= calls * share + 1e-9


def test_the_saved_retry_budget_is_limited() -> None:
    budget = RetryBudget(0.1)
    for _ in range(100_000):
        budget.earn()
    assert sum(budget.spend() for _ in range(100)) == 10


def test_a_share_of_zero_allows_no_retry() -> None:
    budget = RetryBudget(0.0)
    for _ in range(100):
        budget.earn()
    assert budget.spend() is False
