"""The settings of one brand: its hosts, its accounts, its looks."""

from collections.abc import Iterable, Mapping
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, StrictBool
from pydantic_core import PydanticCustomError

from tracking_site.config.banner import Banner, ends_before_it_begins
from tracking_site.config.brand_fields import Corners, FontFile, FontStack, MenuLinks, PictureAnywhere, is_address
from tracking_site.config.fields import (
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
from tracking_site.config.problems import Problem
from tracking_site.config.section import Raw, Section, doubles, strings
from tracking_site.config.wording import Wording

_PICTURES = ("logo", "logo_dark", "favicon")


def _comparable(host: str) -> str:
    try:
        return clean_host(host)
    except PydanticCustomError:
        return host


def hosts_in(raw: Raw) -> list[tuple[int, str]]:
    """Return the hosts of a brand's table, with their indices, as hosts are compared."""
    return [(index, _comparable(host)) for index, host in strings(raw, "hosts")]


def _is_strange(picture: object, raw: Raw) -> bool:
    """Tell whether a picture is on somebody else's host; not where one of the brand's own cannot be read."""
    hosts = raw.get("hosts", ())
    if not isinstance(picture, str) or not is_address(picture) or not isinstance(hosts, list | tuple):
        return False
    try:
        host = host_of(parted(picture, ("https",)))
    except PydanticCustomError:
        return False
    known = hosts_in(raw)
    return len(known) == len(hosts) and host not in {name for _, name in known}


def _turned_banner(raw: Raw) -> bool:
    banner, zone = raw.get("banner"), raw.get("time_zone", "UTC")
    try:
        return isinstance(banner, Mapping) and ends_before_it_begins(banner, ZoneInfo(str(zone)))
    except (KeyError, ValueError, OSError):
        # A time zone that nobody knows, which is a problem of its own.
        return False


class Support(Section):
    """Where recipients find help."""

    email: Email | None = None
    phone: Phone | None = None
    url: WebPage | None = None


class Brand(Section):
    """One brand: what its visitors see, and which accounts its shipments are looked up at.

    All of its looks may be left out. Pictures are paths below `static/`; the logos and the favicon may also be https
    addresses on the brand's own hosts.

    `accent` is the one colour that everything else is derived from, so that it can be read in light and in dark.
    `logo_dark` takes the logo's place on a dark ground; `wordmark` says that the logo has the name in it, which then does
    not stand beside it; where `favicon` is left out, the logo is it.
    `corners` are `square`, `soft` or `round`; `font` is a list of families as in CSS, `font_file` a font to be loaded.
    `header_links`, `footer_links` and `legal_links` are lists of `{ text, url }`; a `text` is the same in every language,
    or a table with a text for each.
    `banner` stands above every page; `wording` has a table for each language, with the sentences that are to be others.
    """

    id: BrandId
    name: Name
    hosts: tuple[Host, ...] = ()
    accounts: Annotated[tuple[str, ...], NOT_EMPTY]
    languages: Annotated[tuple[Language, ...], NOT_EMPTY] | None = None
    time_zone: Zone = "UTC"
    embed_origins: tuple[Origin, ...] = ()
    api_keys: tuple[ApiKey, ...] = ()
    accent: Accent = "#1f5eff"
    logo: PictureAnywhere | None = None
    logo_dark: PictureAnywhere | None = None
    wordmark: StrictBool = False
    favicon: PictureAnywhere | None = None
    corners: Corners = "soft"
    font: FontStack | None = None
    font_file: FontFile | None = None
    header_links: MenuLinks = ()
    footer_links: MenuLinks = ()
    legal_links: MenuLinks = ()
    banner: Banner | None = None
    wording: Wording = Field(default_factory=dict)
    support: Support = Field(default_factory=Support)

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which recipients read times."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Refuse doubles, pictures of somebody else's host, and a banner that ends before it begins."""
        yield from doubles("accounts", strings(raw, "accounts"))
        yield from doubles("languages", strings(raw, "languages"))
        yield from doubles("hosts", hosts_in(raw))
        for name in _PICTURES:
            if _is_strange(raw.get(name), raw):
                yield Problem((name,), "must be below static/ or on one of the brand's own hosts")
        if raw.get("logo_dark") is not None and raw.get("logo") is None:
            yield Problem(("logo_dark",), "goes with a logo alone")
        if _turned_banner(raw):
            yield Problem(("banner", "until"), "must be later than from")
