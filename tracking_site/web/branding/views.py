"""A brand's looks: what every page of it refers to, and what stands around its pages in the reader's language."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from tracking_site import assets
from tracking_site.config import EVERY_LANGUAGE, Brand, MenuLink
from tracking_site.web.branding.colours import DARK, LIGHT, palette
from tracking_site.web.branding.fonts import is_woff2
from tracking_site.web.branding.static_files import KINDS, Picture, picture, static_address
from tracking_site.web.branding.texts import Said, said

STYLES = "/style/"
_PLAIN_ICON = "favicon.svg"
_PLAIN_COLOUR = "#1f5eff"


@dataclass(frozen=True, slots=True)
class Looks:
    """What the pages of a brand refer to, whoever reads them; each address changes with what is behind it."""

    logo: Picture | None
    logo_dark: Picture | None
    icon: Picture
    font_address: str | None
    theme_light: str
    theme_dark: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of the brand's in the header or the footer."""

    text: Said
    url: str


@dataclass(frozen=True, slots=True)
class BannerView:
    """The brand's banner as it is now."""

    text: Said | None
    image: Picture | None
    alt: Said | None
    link: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a page, in the reader's language as far as the brand has it."""

    header: tuple[LinkView, ...]
    footer: tuple[LinkView, ...]
    legal: tuple[LinkView, ...]
    banner: BannerView | None


def looks_of(brand: Brand) -> Looks:
    """The looks of a brand; its pictures and its font must be there."""
    logo = picture(brand.logo) if brand.logo else None
    return Looks(
        logo=logo,
        logo_dark=picture(brand.logo_dark) if brand.logo_dark else None,
        icon=picture(brand.favicon) if brand.favicon else logo or Picture(STYLES + plain_icon(brand)[0], KINDS[".svg"]),
        font_address=static_address(brand.font_file) if brand.font_file else None,
        theme_light=palette(brand.accent, LIGHT).accent,
        # A bright bar above a dark page would be the brightest thing on it.
        theme_dark=palette(brand.accent, DARK).tint,
    )


def plain_icon(brand: Brand) -> tuple[str, str]:
    """The site's own icon in the brand's colour, for a brand that has none: the name that it is served by, and what it is."""
    plain = (assets.STATIC / _PLAIN_ICON).read_text()
    text = plain.replace(_PLAIN_COLOUR, palette(brand.accent, LIGHT).accent)
    return f"{brand.id}.{sha256(text.encode()).hexdigest()[:12]}.svg", text


def surroundings(brand: Brand, tag: str, now: datetime) -> Surroundings:
    """What stands around the pages of a brand for a reader of a language."""

    def links(given: Iterable[MenuLink]) -> tuple[LinkView, ...]:
        return tuple(LinkView(said(link.text, tag, brand), link.url) for link in given)

    return Surroundings(
        header=links(brand.header_links),
        footer=links(brand.footer_links),
        legal=links(brand.legal_links),
        banner=_banner(brand, tag, now),
    )


def _banner(brand: Brand, tag: str, now: datetime) -> BannerView | None:
    banner = brand.banner
    if banner is None or not banner.shown_at(now, brand.zone):
        return None
    return BannerView(
        text=said(banner.text, tag, brand) if banner.text else None,
        image=picture(banner.image) if banner.image else None,
        alt=said(banner.alt, tag, brand) if banner.alt else None,
        link=banner.link,
    )


def looks_problems(brand: Brand, languages: Collection[str]) -> Iterable[tuple[str, str]]:
    """What of a brand's looks cannot be used, each with its key: files that are not there, languages that nobody reads."""
    for key, path in _files(brand):
        file = assets.STATIC / path
        if "://" not in path and not file.is_file():
            yield key, "there is no such file below static/"
        elif key == "font_file" and not is_woff2(file):
            yield key, "is not a font in WOFF2"
    for key, texts in _texts(brand):
        for tag in texts:
            if tag not in languages and tag != EVERY_LANGUAGE:
                yield f"{key}.{tag}", f"the site has {', '.join(languages)}"


def _files(brand: Brand) -> Iterable[tuple[str, str]]:
    named = (
        ("logo", brand.logo),
        ("logo_dark", brand.logo_dark),
        ("favicon", brand.favicon),
        ("font_file", brand.font_file),
        ("banner.image", brand.banner.image if brand.banner else None),
    )
    return ((key, path) for key, path in named if path)


def _texts(brand: Brand) -> Iterable[tuple[str, Mapping[str, object]]]:
    """The tables of the brand that have a key for each language."""
    for menu in ("header_links", "footer_links", "legal_links"):
        for place, link in enumerate(getattr(brand, menu)):
            yield f"{menu}.{place}.text", link.text
    if brand.banner:
        yield "banner.text", brand.banner.text or {}
        yield "banner.alt", brand.banner.alt or {}
    yield "wording", brand.wording
