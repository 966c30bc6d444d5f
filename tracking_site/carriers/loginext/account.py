"""The settings of an account at LogiNext."""

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address, ip_network
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, SecretStr, StrictBool, StrictInt

from tracking_site.config.accounts import Account
from tracking_site.config.fields import NOT_EMPTY, BaseUrl, FilledSecret, Login, LongSecret, Zone
from tracking_site.config.problems import Problem, invalid
from tracking_site.config.section import Raw, Section, duplicates, strings

Product = Literal["mile", "ondemand", "haul"]

_HOST = re.compile(
    r"(?=.{1,253}(:|\Z))[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[1-9][0-9]{0,4})?"
)
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]*")


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise invalid("must be a host, with a port where it is not the usual one")
    return text.lower()


def _url_safe(secret: SecretStr) -> SecretStr:
    if not _URL_SAFE.fullmatch(secret.get_secret_value()):
        raise invalid("must be of letters, digits, - and _ alone, since it is part of an address")
    return secret


def _network(address: str) -> str:
    try:
        return str(ip_network(address))
    except ValueError:
        raise invalid("must be an address, or a network such as 52.77.99.0/24") from None


class Iframe(Section):
    """The credentials of LogiNext's iframe: a separate user, or a token issued for it."""

    username: Login | None = Field(default=None, repr=False)
    password: FilledSecret | None = None
    aid: FilledSecret | None = None
    key: FilledSecret | None = None
    public: StrictBool = False

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Require either a username with its password, or a token."""
        username, password, aid, key = (raw.get(name) is not None for name in ("username", "password", "aid", "key"))
        if aid and (username or password):
            yield Problem(("aid",), "must not stand beside username and password: one of the two ways")
        elif not aid and not username and not password:
            yield Problem(("username",), "is required, with password; or aid instead of both")
        elif username != password:
            yield Problem(("password" if username else "username",), "is required")
        if key and not aid:
            yield Problem(("key",), "goes with aid alone")


class LoginextAccount(Account):
    """An account at LogiNext."""

    carrier: Literal["loginext"] = "loginext"
    base_url: BaseUrl = "https://api.loginextsolutions.com"
    username: Annotated[Login, Field(repr=False)]
    password: FilledSecret
    products: Annotated[tuple[Product, ...], NOT_EMPTY] = ("mile", "ondemand", "haul")
    calls_per_second: Annotated[StrictInt, Field(ge=1, le=1000)] = 5
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
        """The valid secrets in the webhook address: two while one replaces the other."""
        return tuple(filter(None, (self.webhook_path_secret, self.webhook_path_secret_before)))

    @property
    def webhook_signatures(self) -> tuple[SecretStr, ...]:
        """The valid secrets of signatures: two while one replaces the other."""
        return tuple(filter(None, (self.webhook_signature, self.webhook_signature_before)))

    def sends_from(self, address: str | None) -> bool:
        """Tell whether webhooks may come from an address; without configured addresses, any is allowed."""
        try:
            sender = ip_address(address or "")
        except ValueError:
            return not self.webhook_addresses
        return not self.webhook_addresses or any(sender in ip_network(each) for each in self.webhook_addresses)

    @property
    def webhook_zone(self) -> ZoneInfo:
        """The time zone of the times in webhooks."""
        return ZoneInfo(self.webhook_time_zone)

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Refuse duplicate products, and an iframe with the account's own user, whose credentials visitors could read."""
        yield from duplicates("products", strings(raw, "products"))
        iframe, own = raw.get("iframe"), raw.get("username")
        shown = iframe.get("username") if isinstance(iframe, Mapping) else None
        if isinstance(own, str) and isinstance(shown, str) and own.casefold() == shown.casefold():
            yield Problem(("iframe", "username"), "must be a user of its own, not the account's")
