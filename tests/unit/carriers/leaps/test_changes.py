"""The time from which the change feed is asked for: never in the future of the server, in whichever zone it is."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from tracking_site.carriers.leaps.account import LeapsAccount
from tracking_site.carriers.leaps.changes import fetch_changes

SINCE = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)


def since_asked(zone: str) -> datetime:
    """Return the local time that an account in a zone sends."""
    account = LeapsAccount(
        id="geodis",
        name="GEODIS",
        endpoint="https://leaps.example/endpoint.php",
        username="user",
        password=SecretStr("password"),
        portal="XXX",
        time_zone=zone,
    )
    (request,) = next(fetch_changes(account, SINCE, ()))
    assert request.content is not None
    (command,) = json.loads(parse_qs(request.content.decode())["json"][0])["commands"]
    return datetime.fromisoformat(f"{command['changedate']}T{command['changetime']}")


@pytest.mark.parametrize(
    ("zone", "asked"),
    [
        ("UTC", "2026-11-23T03:30:00"),
        ("America/New_York", "2026-11-22T22:30:00"),
        ("Europe/Copenhagen", "2026-11-23T04:30:00"),
    ],
)
def test_the_feed_is_asked_in_the_accounts_zone_a_day_earlier(zone: str, asked: str) -> None:
    assert since_asked(zone) == datetime.fromisoformat(asked)


@pytest.mark.parametrize("server", ["Pacific/Niue", "America/New_York", "UTC", "Asia/Kolkata"])
@pytest.mark.parametrize("account", ["UTC", "America/New_York", "Europe/Copenhagen", "Asia/Kolkata"])
def test_no_server_is_asked_about_its_future_whatever_zone_the_account_has(account: str, server: str) -> None:
    clock = SINCE.astimezone(ZoneInfo(server)).replace(tzinfo=None)
    assert since_asked(account) <= clock
    assert since_asked(account) >= clock - timedelta(days=2, hours=1)
