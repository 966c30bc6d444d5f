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
    split_url,
)
from tracking_site.config.problems import Problem
from tracking_site.config.section import Raw, Section, duplicates, strings
from tracking_site.config.wording import Wording

_PICTURES = ("logo", "logo_dark", "favicon")


def _comparable(host: str) -> str:
    try:
        return clean_host(host)
    except PydanticCustomError:
        return host


def hosts_in(raw: Raw) -> list[tuple[int, str]]:
    """Return the hosts of a brand's table with their indices, in the form in which hosts are compared."""
    return [(index, _comparable(host)) for index, host in strings(raw, "hosts")]


def _is_on_foreign_host(picture: object, raw: Raw) -> bool:
    """Tell whether a picture is on a host that is not the brand's; False where a host of the brand is invalid."""
    hosts = raw.get("hosts", ())
    if not isinstance(picture, str) or not is_address(picture) or not isinstance(hosts, list | tuple):
        return False
    try:
        host = host_of(split_url(picture, ("https",)))
    except PydanticCustomError:
        return False
    known = hosts_in(raw)
    return len(known) == len(hosts) and host not in {name for _, name in known}


def _banner_ends_before_it_begins(raw: Raw) -> bool:
    banner, zone = raw.get("banner"), raw.get("time_zone", "UTC")
    try:
        return isinstance(banner, Mapping) and ends_before_it_begins(banner, ZoneInfo(str(zone)))
    except (KeyError, ValueError, OSError):
        # An unknown time zone, which is reported as a problem of its own.
        return False


class Support(Section):
    """Contacts for recipients who need help."""

    email: Email | None = None
    phone: Phone | None = None
    url: WebPage | None = None


class Brand(Section):
    """One brand: the look of its pages, and the accounts where its shipments are looked up.

    Every setting of the look is optional. Pictures are paths below `static/`; the logos and the favicon may also be https
    addresses on the brand's own hosts.

    `accent` is the colour from which the light and the dark palette are derived. `logo_dark` replaces the logo on a dark
    background; with `wordmark`, the logo contains the brand's name and the page does not repeat it; the logo is also the
    default `favicon`.
    `corners` are `square`, `soft` or `round`; `font` is a list of families as in CSS, `font_file` a font to load.
    `header_links`, `footer_links` and `legal_links` are lists of `{ text, url }`; a `text` is a string for every language,
    or a table with a text for each.
    `banner` is shown above every page; `wording` has a table for each language, with the sentences to replace.
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
        """The time zone in which recipients read times."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Refuse duplicates, pictures on foreign hosts, and a banner that ends before it begins."""
        yield from duplicates("accounts", strings(raw, "accounts"))
        yield from duplicates("languages", strings(raw, "languages"))
        yield from duplicates("hosts", hosts_in(raw))
        for name in _PICTURES:
            if _is_on_foreign_host(raw.get(name), raw):
                yield Problem((name,), "must be below static/ or on one of the brand's own hosts")
        if raw.get("logo_dark") is not None and raw.get("logo") is None:
            yield Problem(("logo_dark",), "goes with a logo alone")
        if _banner_ends_before_it_begins(raw):
            yield Problem(("banner", "until"), "must be later than from")
