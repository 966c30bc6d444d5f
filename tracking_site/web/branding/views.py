"""What a brand's pages show of the brand: logo, icon and theme colours; menus and banner in the reader's language."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from tracking_site import assets
from tracking_site.config import EVERY_LANGUAGE, Brand, MenuLink
from tracking_site.web.branding.colours import DARK, LIGHT, palette
from tracking_site.web.branding.fonts import is_woff2
from tracking_site.web.branding.static_files import MEDIA_TYPES, Picture, picture, static_address
from tracking_site.web.branding.texts import BrandText, brand_text

STYLES = "/style/"
_DEFAULT_ICON_FILE = "favicon.svg"
_DEFAULT_ICON_COLOUR = "#1f5eff"


@dataclass(frozen=True, slots=True)
class BrandLooks:
    """The files and colours of a brand's pages, the same for every reader; each address changes with the content."""

    logo: Picture | None
    logo_dark: Picture | None
    icon: Picture
    font_address: str | None
    theme_light: str
    theme_dark: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of the brand in the header or the footer."""

    text: BrandText
    url: str


@dataclass(frozen=True, slots=True)
class BannerView:
    """The brand's banner, while it is shown."""

    text: BrandText | None
    image: Picture | None
    alt: BrandText | None
    link: str | None


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The brand's menus and banner around a page, in the reader's language where the brand has it."""

    header: tuple[LinkView, ...]
    footer: tuple[LinkView, ...]
    legal: tuple[LinkView, ...]
    banner: BannerView | None


def looks_of(brand: Brand) -> BrandLooks:
    """Return the looks of a brand, whose files must exist (`looks_problems`)."""
    logo = picture(brand.logo) if brand.logo else None
    default_icon = Picture(STYLES + plain_icon(brand)[0], MEDIA_TYPES[".svg"])
    return BrandLooks(
        logo=logo,
        logo_dark=picture(brand.logo_dark) if brand.logo_dark else None,
        icon=picture(brand.favicon) if brand.favicon else logo or default_icon,
        font_address=static_address(brand.font_file) if brand.font_file else None,
        theme_light=palette(brand.accent, LIGHT).accent,
        # A bar in the accent colour would be the brightest part of a dark page.
        theme_dark=palette(brand.accent, DARK).tint,
    )


def plain_icon(brand: Brand) -> tuple[str, str]:
    """Return the file name and the SVG of the site's icon in the brand's colour, for a brand without an icon."""
    default = (assets.STATIC / _DEFAULT_ICON_FILE).read_text()
    text = default.replace(_DEFAULT_ICON_COLOUR, palette(brand.accent, LIGHT).accent)
    return f"{brand.id}.{sha256(text.encode()).hexdigest()[:12]}.svg", text


def page_frame(brand: Brand, tag: str, now: datetime) -> PageFrame:
    """Return the menus and the banner of a brand for a reader of a language."""

    def link_views(links: Iterable[MenuLink]) -> tuple[LinkView, ...]:
        return tuple(LinkView(brand_text(link.text, tag, brand), link.url) for link in links)

    return PageFrame(
        header=link_views(brand.header_links),
        footer=link_views(brand.footer_links),
        legal=link_views(brand.legal_links),
        banner=_banner(brand, tag, now),
    )


def _banner(brand: Brand, tag: str, now: datetime) -> BannerView | None:
    banner = brand.banner
    if banner is None or not banner.shown_at(now, brand.zone):
        return None
    return BannerView(
        text=brand_text(banner.text, tag, brand) if banner.text else None,
        image=picture(banner.image) if banner.image else None,
        alt=brand_text(banner.alt, tag, brand) if banner.alt else None,
        link=banner.link,
    )


def looks_problems(brand: Brand, languages: Collection[str]) -> Iterable[tuple[str, str]]:
    """Yield `(key, problem)` for each file that is missing or no font, and each text in a language the site lacks."""
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
    paths = (
        ("logo", brand.logo),
        ("logo_dark", brand.logo_dark),
        ("favicon", brand.favicon),
        ("font_file", brand.font_file),
        ("banner.image", brand.banner.image if brand.banner else None),
    )
    return ((key, path) for key, path in paths if path)


def _texts(brand: Brand) -> Iterable[tuple[str, Mapping[str, object]]]:
    """Yield the brand's tables that have a key per language."""
    for menu in ("header_links", "footer_links", "legal_links"):
        for index, link in enumerate(getattr(brand, menu)):
            yield f"{menu}.{index}.text", link.text
    if brand.banner:
        yield "banner.text", brand.banner.text or {}
        yield "banner.alt", brand.banner.alt or {}
    yield "wording", brand.wording
