"""The settings of one brand: its hosts, its accounts, its looks."""

import re
from collections.abc import Iterable
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from tracking_site.settings.fields import (
    NOT_EMPTY,
    Accent,
    ApiKey,
    BrandId,
    Email,
    Host,
    Language,
    Name,
    Origin,
    Phone,
    WebPage,
    Zone,
    clean_host,
    host_of,
    parted,
)
from tracking_site.settings.problems import Problem, wrong
from tracking_site.settings.section import Raw, Section, doubles, strings

_PART = r"[A-Za-z0-9_][A-Za-z0-9._@-]*"
_LOGO = re.compile(rf"(?:{_PART}/)*{_PART}\.(?:svg|png|webp|jpg)")


def _is_address(logo: str) -> bool:
    return "://" in logo


def _logo(logo: str) -> str:
    if _is_address(logo):
        parted(logo, ("https",))
    elif not _LOGO.fullmatch(logo) or ".." in logo:
        raise wrong("must be a path below static/ that ends in .svg, .png, .webp or .jpg, or an https address")
    return logo


def _comparable(host: str) -> str:
    try:
        return clean_host(host)
    except PydanticCustomError:
        return host


def hosts_in(raw: Raw) -> list[tuple[int, str]]:
    """Return the hosts of a brand's table, with their indices, as hosts are compared."""
    return [(index, _comparable(host)) for index, host in strings(raw, "hosts")]


def _strange_logo(raw: Raw) -> bool:
    logo, hosts = raw.get("logo"), raw.get("hosts", ())
    if not isinstance(logo, str) or not _is_address(logo) or not isinstance(hosts, list | tuple):
        return False
    try:
        host = host_of(parted(logo, ("https",)))
    except PydanticCustomError:
        return False
    known = hosts_in(raw)
    return len(known) == len(hosts) and host not in {name for _, name in known}


class Support(Section):
    """Where recipients find help."""

    email: Email | None = None
    phone: Phone | None = None
    url: WebPage | None = None


class Brand(Section):
    """One brand: what its visitors see, and which accounts its shipments are looked up at."""

    id: BrandId
    name: Name
    hosts: tuple[Host, ...] = ()
    accounts: Annotated[tuple[str, ...], NOT_EMPTY]
    languages: Annotated[tuple[Language, ...], NOT_EMPTY] | None = None
    time_zone: Zone = "UTC"
    embed_origins: tuple[Origin, ...] = ()
    api_keys: tuple[ApiKey, ...] = ()
    accent: Accent = "#1f5eff"
    logo: Annotated[str, AfterValidator(_logo)] | None = None
    support: Support = Field(default_factory=Support)

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which recipients read times."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Refuse doubles, and a logo of somebody else's host."""
        yield from doubles("accounts", strings(raw, "accounts"))
        yield from doubles("languages", strings(raw, "languages"))
        yield from doubles("hosts", hosts_in(raw))
        if _strange_logo(raw):
            yield Problem(("logo",), "must be below static/ or on one of the brand's own hosts")
