"""Accounts at fake carriers, and parallel calls of their clients."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pydantic import SecretStr

from tests.support.fake_loginext import PASSWORD
from tracking_site.carriers.adapter import Adapter, Request, Response, ask
from tracking_site.carriers.client import CarrierClient
from tracking_site.carriers.loginext.account import LoginextAccount
from tracking_site.carriers.loginext.adapter import make_adapter as make_loginext_adapter
from tracking_site.carriers.logis.account import LogisAccount
from tracking_site.carriers.logis.adapter import make_adapter as make_logis_adapter
from tracking_site.domain.errors import CarrierFailure

Got = Response | CarrierFailure


MANY = 1000


def loginext_at(url: str, *, password: str = PASSWORD, account: str = "mile", calls_per_second: int = MANY) -> Adapter:
    """Return a LogiNext account at a fake server, whose calls in a second are not limited unless a test says so."""
    return make_loginext_adapter(
        LoginextAccount(
            id=account,
            name="LogiNext",
            base_url=url,
            username="user",
            password=SecretStr(password),
            products=("mile",),
            calls_per_second=calls_per_second,
        )
    )


def logis_at(url: str, *, hourly_limit: int = 2500) -> Adapter:
    """Return a Logis account at a fake server."""
    key = SecretStr("kanarienvogel-key")
    return make_logis_adapter(
        LogisAccount(id="nord", name="Nord", base_url=url, api_key=key, hourly_limit=hourly_limit)
    )


def url_of(line: CarrierClient) -> str:
    account = line.adapter.account
    assert isinstance(account, LoginextAccount | LogisAccount)
    return account.base_url


def asks(line: CarrierClient, number: int = 1) -> Got:
    """Return the outcome of one call."""
    session = line.adapter.login is not None
    try:
        return line.run(ask(Request.get(f"{url_of(line)}/order/{number}", {}, session=session)))
    except CarrierFailure as failure:
        return failure


def all_ask(line: CarrierClient, callers: int) -> list[Got]:
    """Return the outcomes of simultaneous calls, each for a different order."""
    together = threading.Barrier(callers)

    def one(number: int) -> Got:
        together.wait()
        return asks(line, number)

    with ThreadPoolExecutor(callers) as threads:
        return list(threads.map(one, range(callers)))


def kinds(got: list[Got]) -> set[type]:
    return {type(each) for each in got}


def seconds_of(what: Callable[[], object]) -> float:
    began = time.monotonic()
    what()
    return time.monotonic() - began
