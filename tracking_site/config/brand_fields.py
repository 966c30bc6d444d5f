"""Types of the settings of a brand's look: pictures, corners, fonts, and the links around its pages."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tracking_site.config.fields import WebPage, split_url
from tracking_site.config.localised_text import Labels
from tracking_site.config.problems import invalid
from tracking_site.config.section import Section

_PART = r"[A-Za-z0-9_][A-Za-z0-9._@-]*"
_PICTURE = re.compile(rf"(?:{_PART}/)*{_PART}\.(?:svg|png|webp|jpg)")
_FONT_FILE = re.compile(rf"(?:{_PART}/)*{_PART}\.woff2")
_FAMILY = re.compile(r"(?=.*[^\W\d_])[\w-](?:[\w .-]{0,62}[\w.-])?")
_MAX_FAMILIES = 12
_GENERIC = frozenset(
    {
        *("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math"),
        *("ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded", "-apple-system"),
    }
)

Corners = Literal["square", "soft", "round"]


def is_address(picture: str) -> bool:
    """Tell whether a picture is a URL instead of a path below static/."""
    return "://" in picture


def _below_static(picture: str) -> str:
    if not _PICTURE.fullmatch(picture) or ".." in picture:
        raise invalid("must be a path below static/ that ends in .svg, .png, .webp or .jpg")
    return picture


def _below_static_or_url(picture: str) -> str:
    if is_address(picture):
        split_url(picture, ("https",))
    elif not _PICTURE.fullmatch(picture) or ".." in picture:
        raise invalid("must be a path below static/ that ends in .svg, .png, .webp or .jpg, or an https address")
    return picture


def _font_file(path: str) -> str:
    if not _FONT_FILE.fullmatch(path) or ".." in path:
        raise invalid("must be a path below static/ that ends in .woff2")
    return path


def _stack(text: str) -> str:
    families = [_family(part.strip()) for part in text.split(",")]
    if len(families) > _MAX_FAMILIES:
        raise invalid(f"must have at most {_MAX_FAMILIES} families")
    return ", ".join(families)


def _family(text: str) -> str:
    """Return a font family in CSS: a generic one without quotes, any other one in quotes."""
    bare = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
    if not _FAMILY.fullmatch(bare):
        raise invalid("must be names of fonts with commas between them, of letters, digits, blanks and . - _ alone")
    return bare if bare == text and bare in _GENERIC else f'"{bare}"'


Picture = Annotated[str, AfterValidator(_below_static)]
PictureAnywhere = Annotated[str, AfterValidator(_below_static_or_url)]
FontFile = Annotated[str, AfterValidator(_font_file)]
FontStack = Annotated[str, Field(max_length=400), AfterValidator(_stack)]


class MenuLink(Section):
    """A link of the header or the footer."""

    text: Labels
    url: WebPage


MenuLinks = Annotated[tuple[MenuLink, ...], Field(max_length=12)]
