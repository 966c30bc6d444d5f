"""The line to an account that is unwell: how often it is asked, by how many at once, and when it is left alone."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.clients import all_ask, asks, kinds, loginext_at, logis_at, seconds_of
from tests.support.fake_loginext import LoginextStandIn
from tests.support.hostile_server import OK, Behaviour, Call, Hostile, answering, nobody, reply, silent
from tests.support.network_fixtures import MakeLine
from tracking_site.carriers.adapter import Request, Response
from tracking_site.domain.errors import (
    CarrierFailure,
    CarrierServerError,
    CarrierTimeout,
    CarrierUnreachable,
    CircuitOpen,
    UnknownShipment,
)
from tracking_site.domain.references import Reference, ReferenceKind


def _every(third: int) -> Behaviour:
    """Every third request, over all connections, is answered with a 503."""
    count = itertools.count(1)

    def answer(call: Call) -> None:
        while call.request() is not None:
            call.say(reply(503) if next(count) % third == 0 else OK)

    return answer


def test_retries_are_a_tenth_of_the_calls_at_most(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(_every(3))
    client = make_line(logis_at(server.url), breaker_failures=1000)
    got = [asks(client, number) for number in range(100)]
    assert kinds(got) == {Response, CarrierServerError}
    assert 105 <= len(server.requests) <= 110


def test_a_burst_at_a_failing_carrier_is_no_more_than_a_tenth_larger(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(answering(reply(500)))
    client = make_line(logis_at(server.url), breaker_failures=1000, breaker_seconds=0.001, breaker_most_seconds=0.001)
    for _ in range(100):
        asks(client)
        time.sleep(0.001)
    assert 50 <= len(server.requests) <= 110


def test_what_must_not_be_repeated_is_not(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(answering(reply(500)))
    client = make_line(logis_at(server.url), retry_share=1.0)
    with pytest.raises(CarrierServerError):
        client.call(Request.json(server.url, {}, retryable=False), {})
    assert len(server.requests) == 1


def test_a_repetition_has_the_time_of_the_first_try_left_and_no_more(hostile: Hostile, make_line: MakeLine) -> None:
    count = itertools.count()

    def break_off_then_hang(call: Call) -> None:
        call.request()
        call.wait(0.25 if next(count) == 0 else 30)

    server = hostile(break_off_then_hang)
    client = make_line(logis_at(server.url), retry_share=1.0, deadline=1.6)
    got = []
    took = seconds_of(lambda: got.append(asks(client)))
    assert (kinds(got), len(server.requests)) == ({CarrierTimeout}, 2)
    assert took < 1.75


def test_forty_callers_have_ten_calls_in_flight_at_most(hostile: Hostile, make_line: MakeLine) -> None:
    carrier = LoginextStandIn(seconds=0.02)
    server = hostile(carrier.behaviour)
    client = make_line(loginext_at(server.url), deadline=5.0)
    assert kinds(all_ask(client, 40)) == {Response}
    assert carrier.most_together == server.most_at_once == 10


def test_callers_without_a_place_wait_no_longer_than_the_deadline(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(silent)
    client = make_line(logis_at(server.url), calls_in_flight=2, breaker_failures=1000, deadline=1.0)
    got: list[object] = []
    took = seconds_of(lambda: got.extend(all_ask(client, 8)))
    assert {type(each) for each in got} == {CarrierTimeout}
    assert took < 1.4
    assert len(server.requests) == 2


def test_waiting_for_a_place_is_part_of_the_deadline(hostile: Hostile, make_line: MakeLine) -> None:
    def slow(call: Call) -> None:
        while call.request() is not None:
            call.wait(0.4)
            call.say(OK)

    client = make_line(logis_at(hostile(slow).url), calls_in_flight=1, deadline=1.0)
    got: list[object] = []
    took = seconds_of(lambda: got.extend(all_ask(client, 5)))
    assert {type(each) for each in got} == {Response, CarrierTimeout}
    assert took < 1.4


def test_callers_without_a_place_say_nothing_against_the_carrier(hostile: Hostile, make_line: MakeLine) -> None:
    def slow(call: Call) -> None:
        while call.request() is not None:
            call.wait(0.6)
            call.say(reply(404))

    client = make_line(logis_at(hostile(slow).url), calls_in_flight=1, breaker_failures=2, deadline=1.0)

    def track(_: int) -> type[Exception]:
        with pytest.raises((UnknownShipment, CarrierTimeout)) as failure:
            client.track(Reference(ReferenceKind.JOB_ID, "1", "1"))
        return failure.type

    with ThreadPoolExecutor(6) as callers:
        assert sorted(kind.__name__ for kind in callers.map(track, range(6))) == ["CarrierTimeout"] * 5 + [
            "UnknownShipment"
        ]
    assert not client.breaker.open


def test_five_failures_in_a_row_open_the_breaker_which_opens_no_socket(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(answering(reply(500)))
    client = make_line(logis_at(server.url))
    assert [type(asks(client)) for _ in range(5)] == [CarrierServerError] * 5
    seen = (server.connections, len(server.requests))
    got: list[object] = []
    took = [seconds_of(lambda: got.append(asks(client))) for _ in range(20)]
    assert {type(each) for each in got} == {CircuitOpen}
    assert (server.connections, len(server.requests)) == seen == (5, 5)
    assert min(took) < 0.005
    assert all(14 < (each.retry_after or 0) <= 15 for each in got if isinstance(each, CarrierFailure))


def test_calls_that_were_not_made_earn_no_retries(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(answering(reply(500)))
    client = make_line(logis_at(server.url), breaker_failures=1, breaker_seconds=1.0)
    for _ in range(200):
        asks(client)
    assert len(server.requests) == 1
    time.sleep(1)
    assert type(asks(client)) is CarrierServerError
    assert len(server.requests) == 2


def test_a_refused_connection_opens_the_breaker_too(make_line: MakeLine) -> None:
    with nobody() as port:
        client = make_line(logis_at(f"http://127.0.0.1:{port}"))
        got = [type(asks(client)) for _ in range(8)]
    assert got == [CarrierUnreachable] * 5 + [CircuitOpen] * 3


def test_half_of_ten_failures_open_the_breaker(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(_every(2))
    client = make_line(logis_at(server.url), retry_share=0)
    assert [type(asks(client)) for _ in range(12)] == [Response, CarrierServerError] * 5 + [CircuitOpen] * 2


def test_those_who_wait_for_a_place_do_not_go_out_once_the_breaker_is_open(
    hostile: Hostile, make_line: MakeLine
) -> None:
    server = hostile(silent)
    client = make_line(logis_at(server.url), calls_in_flight=5, deadline=0.6)
    got = all_ask(client, 30)
    assert kinds(got) <= {CarrierTimeout, CircuitOpen}
    assert server.connections == 5


def test_after_a_rest_exactly_one_probe_goes_out_and_closes_the_breaker(hostile: Hostile, make_line: MakeLine) -> None:
    well = threading.Event()

    def answer(call: Call) -> None:
        while call.request() is not None:
            if well.is_set():
                call.wait(0.5)
            call.say(OK if well.is_set() else reply(500))

    server = hostile(answer)
    client = make_line(logis_at(server.url), breaker_failures=2, breaker_seconds=0.5)
    assert [type(asks(client)) for _ in range(3)] == [CarrierServerError, CarrierServerError, CircuitOpen]
    well.set()
    time.sleep(0.5)
    got = [type(each) for each in all_ask(client, 20)]
    assert (got.count(Response), got.count(CircuitOpen)) == (1, 19)
    assert len(server.requests) == 3
    assert kinds(all_ask(client, 5)) == {Response}


def test_a_rest_doubles_with_every_failed_probe_up_to_the_longest(hostile: Hostile, make_line: MakeLine) -> None:
    server = hostile(answering(reply(500)))
    client = make_line(logis_at(server.url), breaker_failures=1, breaker_seconds=0.1, breaker_most_seconds=0.3)
    times: list[float] = []
    while len(times) < 6:
        if type(asks(client)) is CarrierServerError:
            times.append(time.monotonic())
        time.sleep(0.005)
    rests = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(server.requests) == len(times)
    # A thread may be late to note when it was answered, so a rest can look a little shorter than it was.
    assert all(rest >= least - 0.06 for rest, least in zip(rests, (0.1, 0.2, 0.3, 0.3, 0.3), strict=False))
    assert min(rests[3:]) < 0.6


def test_a_call_from_before_the_rest_decides_nothing(hostile: Hostile, make_line: MakeLine) -> None:
    count = itertools.count()
    in_flight, late, well = threading.Event(), threading.Event(), threading.Event()

    def late_failure_then_slow_probe(call: Call) -> None:
        number = next(count)
        call.request()
        in_flight.set()
        if number == 0:
            late.wait(5)
        if number == 2:
            well.wait(5)
        call.say(reply(500) if number < 2 else reply(200, b"{}", "Connection: close"))

    server = hostile(late_failure_then_slow_probe)
    client = make_line(logis_at(server.url), breaker_failures=1, breaker_seconds=0.2)
    with ThreadPoolExecutor(2) as others:
        early = others.submit(asks, client)
        in_flight.wait(5)
        assert type(asks(client)) is CarrierServerError
        time.sleep(0.2)
        in_flight.clear()
        probe = others.submit(asks, client)
        in_flight.wait(5)
        late.set()
        assert type(early.result()) is CarrierServerError
        # The late failure has come in and the probe is still out: nobody else is let through.
        assert type(asks(client)) is CircuitOpen
        well.set()
        assert type(probe.result()) is Response
    assert not client.breaker.open
    assert server.connections == 3
