"""The line to an account with a limit of calls a second: never more than that reach the carrier, and none is lost."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.clients import Got, all_ask, asks, kinds, loginext_at, seconds_of
from tests.support.fake_loginext import ANSWER, LOGIN
from tests.support.hostile_server import Behaviour, Call, Hostile, reply
from tests.support.network_fixtures import MakeLine
from tracking_site.carriers.adapter import Response
from tracking_site.domain.errors import CarrierBusy, CarrierServerError

SESSION = reply(200, b"{}", "WWW-Authenticate: BASIC token-1234")
LIMIT = 5


def recording(times: list[float], seconds: float = 0.0, answer: bytes = reply(200, ANSWER)) -> Behaviour:
    """Answer every request after a time, and record when it came."""

    def behave(call: Call) -> None:
        while (request := call.request()) is not None:
            times.append(time.monotonic())
            call.wait(seconds)
            call.say(SESSION if request.startswith(LOGIN) else answer)

    return behave


def most_in_a_second(times: list[float]) -> int:
    ordered = sorted(times)
    return max(sum(1 for each in ordered if begin <= each < begin + 1.0) for begin in ordered)


@pytest.mark.parametrize("seconds", [0.0, 0.15])
def test_no_rolling_second_sees_more_than_five_calls_and_all_are_answered(
    hostile: Hostile, make_line: MakeLine, seconds: float
) -> None:
    times: list[float] = []
    client = make_line(loginext_at(hostile(recording(times, seconds)).url, calls_per_second=LIMIT))
    got = all_ask(client, 14)
    assert kinds(got) == {Response}
    assert len(times) == 15
    assert most_in_a_second(times) <= LIMIT
    assert max(times) - min(times) < 3.5, "it waits no longer than it must"


def test_calls_that_come_one_after_another_keep_the_limit_too(hostile: Hostile, make_line: MakeLine) -> None:
    times: list[float] = []
    client = make_line(loginext_at(hostile(recording(times)).url, calls_per_second=LIMIT))
    ends = time.monotonic() + 3.0
    got: list[Got] = []
    while time.monotonic() < ends:
        got += all_ask(client, 3)
    assert kinds(got) == {Response}
    assert most_in_a_second(times) <= LIMIT
    assert len(times) >= 14


def test_the_calls_of_one_page_are_not_delayed_when_idle(hostile: Hostile, make_line: MakeLine) -> None:
    times: list[float] = []
    client = make_line(loginext_at(hostile(recording(times)).url, calls_per_second=LIMIT))
    assert seconds_of(lambda: all_ask(client, 4)) < 0.5
    time.sleep(1.1)
    assert seconds_of(lambda: all_ask(client, 5)) < 0.5


def test_a_call_whose_turn_does_not_come_in_time_fails_at_once_as_busy_and_pauses_nobody(
    hostile: Hostile, make_line: MakeLine
) -> None:
    times: list[float] = []
    adapter = loginext_at(hostile(recording(times)).url, calls_per_second=LIMIT)
    client = make_line(adapter, deadline=1.5, breaker_failures=1)
    assert isinstance(asks(client), Response)
    time.sleep(1.1)
    times.clear()
    with ThreadPoolExecutor(30) as callers:
        began = time.monotonic()

        def one(number: int) -> tuple[Got, float]:
            return asks(client, number), time.monotonic() - began

        got = list(callers.map(one, range(30)))
    busy = [(each, took) for each, took in got if isinstance(each, CarrierBusy)]
    assert len(got) - len(busy) == sum(isinstance(each, Response) for each, _ in got) == 2 * LIMIT
    assert all(took < 0.5 and 0 < (each.retry_after or 0) < 10 for each, took in busy)
    assert most_in_a_second(times) <= LIMIT
    assert not client.breaker.open
    time.sleep(1.0)
    assert isinstance(asks(client), Response)


def test_a_call_that_the_breaker_refuses_takes_no_turn(hostile: Hostile, make_line: MakeLine) -> None:
    times: list[float] = []
    adapter = loginext_at(hostile(recording(times, answer=reply(500))).url, calls_per_second=LIMIT)
    client = make_line(adapter, breaker_failures=3, breaker_seconds=0.3, retry_share=0)
    assert kinds([asks(client, number) for number in range(3)]) == {CarrierServerError}
    assert len(times) == 4
    for _ in range(50):
        asks(client)
    assert len(times) == 4
    time.sleep(0.35)
    assert seconds_of(lambda: asks(client)) < 0.3, "one of five turns was left"
