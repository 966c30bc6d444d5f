"""The settings of a carrier account, one kind for each carrier."""

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address, ip_network
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    SecretStr,
    StrictBool,
    StrictInt,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from tracking_site.config.fields import (
    NOT_EMPTY,
    AccountId,
    BaseUrl,
    Endpoint,
    FilledSecret,
    Login,
    LongSecret,
    Name,
    Secret,
    UserAgent,
    Zone,
)
from tracking_site.config.problems import Location, Problem, as_validation_error, one_of, relocated, wrong
from tracking_site.config.section import Raw, Section, doubles, strings

Product = Literal["mile", "ondemand", "haul"]
StatusWord = Literal[
    "pending",
    "info_received",
    "picked_up",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "partially_delivered",
    "attempt_failed",
    "exception",
    "returned",
    "cancelled",
    "unknown",
]

_DIGITS = re.compile(r"[0-9]{1,18}")
_HOST = re.compile(
    r"(?=.{1,253}(:|\Z))[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[1-9][0-9]{0,4})?"
)
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]*")


def _contract(value: object) -> object:
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else value


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise wrong("must be a host, with a port where it is not the usual one")
    return text.lower()


def _url_safe(secret: SecretStr) -> SecretStr:
    if not _URL_SAFE.fullmatch(secret.get_secret_value()):
        raise wrong("must be of letters, digits, - and _ alone, since it is part of an address")
    return secret


def _network(address: str) -> str:
    try:
        return str(ip_network(address))
    except ValueError:
        raise wrong("must be an address, or a network such as 52.77.99.0/24") from None


class _Account(Section):
    """What the accounts of all carriers have."""

    id: AccountId
    name: Name
    user_agent: UserAgent | None = None


class LogisAccount(_Account):
    """An account at Logis."""

    carrier: Literal["logis"] = "logis"
    base_url: BaseUrl = "https://app.logisapp.ca"
    api_key: FilledSecret
    hourly_limit: Annotated[StrictInt, Field(ge=1, le=1_000_000)] = 2500
    duration_unit: Literal["seconds", "minutes"] = "minutes"
    distance_unit: Literal["m", "km", "mi"] = "km"


class LeapsAccount(_Account):
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
        """Return the time zone of the status messages' date and time."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Require a portal, a contract, or both."""
        if raw.get("portal") is None and raw.get("contract") is None:
            yield Problem(("portal",), "is required where there is no contract")


class Iframe(Section):
    """What LogiNext's iframe is opened with: a user of its own, or a token issued for it."""

    username: Login | None = Field(default=None, repr=False)
    password: FilledSecret | None = None
    aid: FilledSecret | None = None
    key: FilledSecret | None = None
    public: StrictBool = False

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Require exactly one of the two ways, whole."""
        username, password, aid, key = (raw.get(name) is not None for name in ("username", "password", "aid", "key"))
        if aid and (username or password):
            yield Problem(("aid",), "must not stand beside username and password: one of the two ways")
        elif not aid and not username and not password:
            yield Problem(("username",), "is required, with password; or aid instead of both")
        elif username != password:
            yield Problem(("password" if username else "username",), "is required")
        if key and not aid:
            yield Problem(("key",), "goes with aid alone")


class LoginextAccount(_Account):
    """An account at LogiNext."""

    carrier: Literal["loginext"] = "loginext"
    base_url: BaseUrl = "https://api.loginextsolutions.com"
    username: Annotated[Login, Field(repr=False)]
    password: FilledSecret
    products: Annotated[tuple[Product, ...], NOT_EMPTY] = ("mile", "ondemand", "haul")
    webhook_path_secret: Annotated[LongSecret, AfterValidator(_url_safe)] | None = None
    webhook_path_secret_before: Annotated[LongSecret, AfterValidator(_url_safe)] | None = None
    webhook_signature: FilledSecret | None = None
    webhook_signature_before: FilledSecret | None = None
    webhook_signature_kind: Literal["secret", "hmac-sha256"] = "secret"
    webhook_time_zone: Zone = "UTC"
    webhook_addresses: tuple[Annotated[str, AfterValidator(_network)], ...] = ()
    iframe: Iframe | None = None
    proof_hosts: tuple[Annotated[str, AfterValidator(_host)], ...] = ()

    @property
    def webhook_path_secrets(self) -> tuple[SecretStr, ...]:
        """Return the secrets that are good in the address: while one is changed for another, two."""
        return tuple(filter(None, (self.webhook_path_secret, self.webhook_path_secret_before)))

    @property
    def webhook_signatures(self) -> tuple[SecretStr, ...]:
        """Return the secrets that are good as a signature, or make one."""
        return tuple(filter(None, (self.webhook_signature, self.webhook_signature_before)))

    def sends_from(self, address: str | None) -> bool:
        """Whether webhooks may come from an address: from any, where none are named."""
        try:
            known = ip_address(address or "")
        except ValueError:
            return not self.webhook_addresses
        return not self.webhook_addresses or any(known in ip_network(each) for each in self.webhook_addresses)

    @property
    def webhook_zone(self) -> ZoneInfo:
        """Return the time zone of the times in webhooks."""
        return ZoneInfo(self.webhook_time_zone)

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Refuse doubled products, and an iframe that shows visitors the account's own user."""
        yield from doubles("products", strings(raw, "products"))
        iframe, own = raw.get("iframe"), raw.get("username")
        shown = iframe.get("username") if isinstance(iframe, Mapping) else None
        if isinstance(own, str) and isinstance(shown, str) and own.casefold() == shown.casefold():
            yield Problem(("iframe", "username"), "must be a user of its own, not the account's")


_CARRIERS = ("logis", "leaps", "loginext")


def _without_tag(where: Location) -> Location:
    return where[1:]


def _of_known_carrier(data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(data, Mapping):
        if "carrier" not in data:
            raise as_validation_error([Problem(("carrier",), "is required")])
        if data["carrier"] not in _CARRIERS:
            raise as_validation_error([Problem(("carrier",), one_of(_CARRIERS))])
    elif not isinstance(data, _Account):
        raise as_validation_error([Problem((), "must be a table")])
    try:
        return handler(data)
    except ValidationError as error:
        found = relocated(error, _without_tag)
    # Outside of the handler: pydantic's own error holds what was put in.
    raise found


# The union that is told apart by `carrier`, and the same as the configuration reads it.
Account = LogisAccount | LeapsAccount | LoginextAccount
ReadAccount = Annotated[Account, Discriminator("carrier"), WrapValidator(_of_known_carrier)]
