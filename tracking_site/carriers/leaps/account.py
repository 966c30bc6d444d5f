"""The settings of an installation of Leaps."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, StrictInt

from tracking_site.config.accounts import Account
from tracking_site.config.fields import Endpoint, FilledSecret, Login, Name, Secret, StatusWord, Zone
from tracking_site.config.problems import Problem
from tracking_site.config.section import Raw

_DIGITS = re.compile(r"[0-9]{1,18}")


def _contract(value: object) -> object:
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value


class LeapsAccount(Account):
    """An installation of Leaps."""

    carrier: Literal["leaps"] = "leaps"
    endpoint: Endpoint
    # Empty in the documentation's own example.
    apikey: Secret = SecretStr("")
    username: Annotated[Login, Field(repr=False)]
    password: FilledSecret
    portal: Name | None = None
    contract: Annotated[StrictInt, Field(ge=1, lt=10**18), BeforeValidator(_contract)] | None = None
    time_zone: Zone = "UTC"
    statuses: dict[str, StatusWord] = Field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the status messages' date and time."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Require a portal, a contract, or both."""
        if raw.get("portal") is None and raw.get("contract") is None:
            yield Problem(("portal",), "is required where there is no contract")
