"""The line to an account that asks for patience, or allows so many calls in an hour."""

import time

import pytest

from tests.support.clients import all_ask, asks, kinds, loginext_at, logis_at
from tests.support.hostile_server import OK, Call, Hostile, answering, reply
from tests.support.network_fixtures import MakeLine
from tracking_site.carriers import resilience
from tracking_site.carriers.adapter import Response
from tracking_site.domain.errors import CarrierBusy, CarrierFailure
from tracking_site.domain.references import Reference, ReferenceKind


def test_a_429_pauses_its_own_account_alone_and_for_as_long_as_it_says(hostile: Hostile, make_line: MakeLine) -> None:
    busy = hostile(answering(reply(429, b"", "Retry-After: 2"), OK))
    other = hostile(answering(OK))
    client, neighbour = make_line(logis_at(busy.url)), make_line(logis_at(other.url))
    began = time.monotonic()
    assert type(asks(client)) is CarrierBusy
    got = all_ask(client, 10)
    assert kinds(got) == {CarrierBusy}
    assert all(0 < (each.retry_after or 0) <= 2 for each in got if isinstance(each, CarrierFailure))
    assert kinds(all_ask(neighbour, 5)) == {Response}
    assert len(busy.requests) == 1
    assert not client.breaker.open
    while not isinstance(asks(client), Response):
        time.sleep(0.02)
    assert 2.0 <= time.monotonic() - began < 4
    assert len(busy.requests) == 2


def test_those_who_wait_for_a_place_heed_a_pause_that_begins_meanwhile(hostile: Hostile, make_line: MakeLine) -> None:
    def slowly_busy(call: Call) -> None:
        call.request()
        call.wait(0.1)
        call.say(reply(429, b"", "Retry-After: 60"))

    server = hostile(slowly_busy)
    got = all_ask(make_line(logis_at(server.url), calls_in_flight=2), 12)
    assert kinds(got) == {CarrierBusy}
    assert len(server.requests) == 2


def test_a_429_inside_of_a_200_pauses_the_account(hostile: Hostile, make_line: MakeLine) -> None:
    def answer(call: Call) -> None:
        while (request := call.request()) is not None:
            login = request.startswith(b"POST")
            call.say(
                reply(200, b"{}", "WWW-Authenticate: BASIC token-1234") if login else reply(200, b'{"status":429}')
            )

    server = hostile(answer)
    client = make_line(loginext_at(server.url))
    for _ in range(5):
        with pytest.raises(CarrierBusy):
            client.track(Reference(ReferenceKind.ORDER_NUMBER, "1"))
    assert len(server.requests) == 2


def test_no_sliding_hour_sees_more_calls_than_the_account_allows(
    hostile: Hostile, make_line: MakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = 0.6
    monkeypatch.setattr(resilience, "HOUR", hour)
    times: list[float] = []

    def answer(call: Call) -> None:
        while call.request() is not None:
            times.append(time.monotonic())
            call.say(OK)

    client = make_line(logis_at(hostile(answer).url, hourly_limit=6))
    end = time.monotonic() + 3 * hour
    got = []
    while time.monotonic() < end:
        got += all_ask(client, 8)
        time.sleep(0.01)
    assert kinds(got) == {Response, CarrierBusy}
    assert len(times) >= 12
    # What arrives may be nearer to what went before than it was when it left.
    assert all(later - earlier > hour / 2 for earlier, later in zip(times, times[6:], strict=False))


def test_an_hourly_limit_that_is_used_up_says_when_there_is_some_again(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(answering(OK))
    got = all_ask(make_line(logis_at(server.url, hourly_limit=5)), 20)
    refused = [each for each in got if isinstance(each, CarrierBusy)]
    assert (len(server.requests), len(refused)) == (5, 15)
    assert all(3590 < (each.retry_after or 0) <= 3600 for each in refused)
