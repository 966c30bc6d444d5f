"""The line to an account whose sessions die: one login for all who need it, and none soon after it."""

import time

import pytest

from tests.support.clients import all_ask, asks, kinds, loginext_at, seconds_of
from tests.support.fake_loginext import ANSWER, LoginextStandIn
from tests.support.hostile_server import Hostile, reply
from tests.support.network_fixtures import MakeLine
from tracking_site.carriers import session
from tracking_site.carriers.adapter import Response
from tracking_site.domain.errors import (
    CarrierFailure,
    CarrierRefused,
    CarrierServerError,
    CarrierTimeout,
    CarrierUnreachable,
    CircuitOpen,
)

CALLERS = 20


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logins may follow one another, so that what keeps them apart is the keeper alone."""
    monkeypatch.setattr(session, "LOGIN_EVERY", 0.0)


def test_twenty_callers_without_a_session_share_one_login(hostile: Hostile, make_line: MakeLine, often: None) -> None:
    carrier = LoginextStandIn(seconds=0.02)
    got = all_ask(make_line(loginext_at(hostile(carrier.behaviour).url)), CALLERS)
    assert kinds(got) == {Response}
    assert carrier.logins == 1
    assert set(carrier.orders.values()) == {1}


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("older", [False, True])
def test_twenty_callers_whose_session_died_share_one_login(
    hostile: Hostile, make_line: MakeLine, often: None, *, older: bool, inside: bool
) -> None:
    carrier = LoginextStandIn(older=older, inside=inside, seconds=0.02)
    client = make_line(loginext_at(hostile(carrier.behaviour).url))
    asks(client)
    carrier.orders.clear()
    carrier.expire()
    got = all_ask(client, CALLERS)
    assert [each.body for each in got if isinstance(each, Response)] == [ANSWER] * CALLERS
    assert carrier.logins == 2
    assert len(carrier.orders) == CALLERS
    assert max(carrier.orders.values()) <= 2
    assert not client.breaker.open


def test_a_second_401_is_a_failure_and_nothing_is_asked_a_third_time(
    hostile: Hostile, make_line: MakeLine, often: None
) -> None:
    carrier = LoginextStandIn(accepting=False)
    client = make_line(loginext_at(hostile(carrier.behaviour).url), breaker_failures=1)
    assert type(asks(client)) is CarrierRefused
    assert (carrier.logins, carrier.orders.total()) == (2, 2)
    assert client.breaker.open
    assert type(asks(client)) is CircuitOpen
    assert (carrier.logins, carrier.orders.total()) == (2, 2)


def test_a_token_that_was_never_accepted_is_not_renewed_for_thirty_seconds(
    hostile: Hostile, make_line: MakeLine
) -> None:
    carrier = LoginextStandIn(accepting=False)
    client = make_line(loginext_at(hostile(carrier.behaviour).url))
    got = [asks(client), *all_ask(client, CALLERS), asks(client)]
    assert kinds(got) <= {CarrierRefused, CircuitOpen}
    assert (carrier.logins, carrier.orders.total()) == (1, 1)
    refused = [each for each in got if type(each) is CarrierRefused]
    assert refused
    assert all(25 < (each.retry_after or 0) <= session.LOGIN_EVERY for each in refused)


def test_an_account_logs_in_again_when_the_time_is_over(
    hostile: Hostile, make_line: MakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = LoginextStandIn(accepting=False)
    client = make_line(loginext_at(hostile(carrier.behaviour).url))
    assert type(asks(client)) is CarrierRefused
    carrier.accepting = True
    assert type(asks(client)) is CarrierRefused
    monkeypatch.setattr(session, "LOGIN_EVERY", 0.0)
    assert isinstance(asks(client), Response)
    assert carrier.logins == 2


@pytest.mark.parametrize("inside", [False, True])
def test_a_token_that_was_accepted_is_renewed_at_once_however_often_it_ends(
    hostile: Hostile, make_line: MakeLine, *, inside: bool
) -> None:
    carrier = LoginextStandIn(inside=inside, seconds=0.02)
    client = make_line(loginext_at(hostile(carrier.behaviour).url))
    assert isinstance(asks(client), Response)
    for logins in (2, 3, 4):
        carrier.orders.clear()
        carrier.expire()
        got = all_ask(client, CALLERS)
        assert [each.body for each in got if isinstance(each, Response)] == [ANSWER] * CALLERS
        assert carrier.logins == logins
        assert max(carrier.orders.values()) <= 2
    assert not client.breaker.open


def test_a_login_that_could_not_be_sent_is_made_up_for_at_once(hostile: Hostile, make_line: MakeLine) -> None:
    carrier = LoginextStandIn()
    client = make_line(loginext_at(hostile(carrier.behaviour).url), breaker_failures=1, breaker_seconds=0.5)
    assert isinstance(asks(client), Response)
    carrier.expire()
    client.breaker.record(failed=True)
    assert type(asks(client)) is CircuitOpen
    time.sleep(0.5)
    assert isinstance(asks(client), Response)
    assert carrier.logins == 2


def test_a_part_of_an_account_that_always_answers_401_costs_no_login_a_page(
    hostile: Hostile, make_line: MakeLine
) -> None:
    carrier = LoginextStandIn(barred="/order/13")
    client = make_line(loginext_at(hostile(carrier.behaviour).url), breaker_failures=1000)
    for _ in range(10):
        assert isinstance(asks(client, 1), Response)
        assert type(asks(client, 13)) is CarrierRefused
    assert carrier.logins == 2


def test_a_wrong_password_is_tried_once(hostile: Hostile, make_line: MakeLine) -> None:
    carrier = LoginextStandIn()
    client = make_line(loginext_at(hostile(carrier.behaviour).url, password="kanarienvogel-wrong"))
    got = [*all_ask(client, CALLERS), *(asks(client) for _ in range(3))]
    assert kinds(got) == {CarrierRefused}
    assert (carrier.logins, carrier.orders.total()) == (1, 0)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"", CarrierUnreachable),
        (reply(500), CarrierServerError),
        (reply(302), CarrierFailure),
        (reply(200), CarrierRefused),
    ],
    ids=["closed", "500", "redirect", "no token"],
)
def test_a_login_is_never_repeated(
    hostile: Hostile, make_line: MakeLine, answer: bytes, kind: type[CarrierFailure]
) -> None:
    carrier = LoginextStandIn(login_answer=answer)
    client = make_line(loginext_at(hostile(carrier.behaviour).url), retry_share=1.0)
    got = [*all_ask(client, CALLERS), asks(client)]
    assert all(isinstance(each, kind) for each in got)
    assert (carrier.logins, carrier.orders.total()) == (1, 0)


def test_callers_behind_a_login_that_hangs_wait_for_one_deadline_together(
    hostile: Hostile, make_line: MakeLine
) -> None:
    carrier = LoginextStandIn(seconds=30)
    server = hostile(carrier.behaviour)
    client = make_line(loginext_at(server.url), deadline=1.0)
    got: list[object] = []
    took = seconds_of(lambda: got.extend(all_ask(client, CALLERS)))
    assert {type(each) for each in got} == {CarrierTimeout}
    # One after another, they would take twenty times as long.
    assert took < 1.9
    assert len(server.requests) == 1


def test_a_login_that_was_not_sent_bars_no_later_one(hostile: Hostile, make_line: MakeLine) -> None:
    carrier = LoginextStandIn()
    client = make_line(loginext_at(hostile(carrier.behaviour).url), breaker_failures=1, breaker_seconds=0.5)
    client.breaker.record(failed=True)
    assert type(asks(client)) is CircuitOpen
    time.sleep(0.5)
    assert isinstance(asks(client), Response)
    assert carrier.logins == 1


def test_a_check_of_an_account_is_its_login(hostile: Hostile, make_line: MakeLine) -> None:
    carrier = LoginextStandIn()
    url = hostile(carrier.behaviour).url
    make_line(loginext_at(url)).check()
    with pytest.raises(CarrierRefused):
        make_line(loginext_at(url, password="kanarienvogel-wrong")).check()
    assert (carrier.logins, carrier.orders.total()) == (2, 0)


def test_what_the_line_logs_and_raises_holds_no_secret(
    hostile: Hostile, make_line: MakeLine, capsys: pytest.CaptureFixture[str]
) -> None:
    carrier = LoginextStandIn(accepting=False, older=True)
    url = hostile(carrier.behaviour).url
    lines = [make_line(loginext_at(url)), make_line(loginext_at(url, password="kanarienvogel-wrong"))]
    got = [asks(client) for client in lines for _ in range(3)]
    carrier.login_answer = reply(500, b"kanarienvogel")
    got.append(asks(make_line(loginext_at(url))))
    written = "".join((*map(repr, got), *map(str, got), *map(repr, lines), *capsys.readouterr()))
    assert "CarrierRefused" in written
    assert "carrier_failed" in written
    assert "kanarienvogel" not in written
