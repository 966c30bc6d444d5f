"""The forms of what a brand's looks are made of: pictures, corners, fonts and the links around its pages."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tracking_site.config.fields import WebPage, parted
from tracking_site.config.localised_text import Labels
from tracking_site.config.problems import wrong
from tracking_site.config.section import Section

_PART = r"[A-Za-z0-9_][A-Za-z0-9._@-]*"
_PICTURE = re.compile(rf"(?:{_PART}/)*{_PART}\.(?:svg|png|webp|jpg)")
_FONT_FILE = re.compile(rf"(?:{_PART}/)*{_PART}\.woff2")
_FAMILY = re.compile(r"(?=.*[^\W\d_])[\w-](?:[\w .-]{0,62}[\w.-])?")
_MOST_FAMILIES = 12
_GENERIC = frozenset(
    {
        *("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math"),
        *("ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded", "-apple-system"),
    }
)

Corners = Literal["square", "soft", "round"]


def is_address(picture: str) -> bool:
    """Tell whether a picture is elsewhere, not below static/."""
    return "://" in picture


def _below_static(picture: str) -> str:
    if not _PICTURE.fullmatch(picture) or ".." in picture:
        raise wrong("must be a path below static/ that ends in .svg, .png, .webp or .jpg")
    return picture


def _anywhere(picture: str) -> str:
    if is_address(picture):
        parted(picture, ("https",))
    elif not _PICTURE.fullmatch(picture) or ".." in picture:
        raise wrong("must be a path below static/ that ends in .svg, .png, .webp or .jpg, or an https address")
    return picture


def _font_file(path: str) -> str:
    if not _FONT_FILE.fullmatch(path) or ".." in path:
        raise wrong("must be a path below static/ that ends in .woff2")
    return path


def _stack(text: str) -> str:
    families = [_family(part.strip()) for part in text.split(",")]
    if len(families) > _MOST_FAMILIES:
        raise wrong(f"must have at most {_MOST_FAMILIES} families")
    return ", ".join(families)


def _family(text: str) -> str:
    """A family as CSS reads it back for certain: a generic one bare, any other one in quotes."""
    bare = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
    if not _FAMILY.fullmatch(bare):
        raise wrong("must be names of fonts with commas between them, of letters, digits, blanks and . - _ alone")
    return bare if bare == text and bare in _GENERIC else f'"{bare}"'


Picture = Annotated[str, AfterValidator(_below_static)]
PictureAnywhere = Annotated[str, AfterValidator(_anywhere)]
FontFile = Annotated[str, AfterValidator(_font_file)]
FontStack = Annotated[str, Field(max_length=400), AfterValidator(_stack)]


class MenuLink(Section):
    """A link of the header or the footer."""

    text: Labels
    url: WebPage


MenuLinks = Annotated[tuple[MenuLink, ...], Field(max_length=12)]
