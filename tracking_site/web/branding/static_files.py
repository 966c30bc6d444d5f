"""Files below static/: addresses that change with the content, and the sizes of pictures."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from PIL import ExifTags, Image

from tracking_site import assets

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
}
_IMAGE_FORMATS = ("PNG", "WEBP", "JPEG")
_FIRST_SIDEWAYS_ORIENTATION = 5
_VIEW_BOX = re.compile(rb"""<svg[^>]*\sviewBox=["'][\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)""")
_SVG_HEAD_BYTES = 4096

# The heights in pixels of components/masthead.html and components/banner.html.
LOGO_HEIGHT, BANNER_HEIGHT = 32, 64


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page refers to it; `width` and `height` are None where they are not known."""

    address: str
    media_type: str | None
    width: float | None = None
    height: float | None = None

    @property
    def sizes(self) -> str | None:
        """The sizes as a web manifest and a link to an icon write them."""
        if self.media_type == MEDIA_TYPES[".svg"]:
            return "any"
        return f"{self.width:.0f}x{self.height:.0f}" if self.width and self.height else None

    @property
    def logo_width(self) -> int | None:
        """The width of the picture as a logo, in pixels."""
        return self._width_at(LOGO_HEIGHT)

    @property
    def banner_width(self) -> int | None:
        """The width of the picture in a banner, in pixels."""
        return self._width_at(BANNER_HEIGHT)

    def _width_at(self, height: float) -> int | None:
        return max(1, round(height * self.width / self.height)) if self.width and self.height else None


@cache
def static_address(path: str) -> str:
    """Return the address of a file below static/, which may be cached for a year because it changes with the content."""
    return f"/static/{quote(path)}?v={sha256((assets.STATIC / path).read_bytes()).hexdigest()[:12]}"


@cache
def picture(path: str) -> Picture:
    """Return a picture below static/, or one at an https address, whose size is not known."""
    media_type = next((media_type for suffix, media_type in MEDIA_TYPES.items() if path.lower().endswith(suffix)), None)
    if "://" in path:
        return Picture(path, media_type)
    file = assets.STATIC / path
    size = _svg_size(file) if media_type == MEDIA_TYPES[".svg"] else _image_size(file)
    return Picture(static_address(path), media_type, *(size or (None, None)))


def _svg_size(file: Path) -> tuple[float, float] | None:
    with file.open("rb") as content:
        view_box = _VIEW_BOX.search(content.read(_SVG_HEAD_BYTES))
    try:
        return (float(view_box[1]), float(view_box[2])) if view_box else None
    except ValueError:
        return None


def _image_size(file: Path) -> tuple[float, float] | None:
    """Return the width and height as a browser shows them; None for a file that is no such image."""
    try:
        with Image.open(file, formats=_IMAGE_FORMATS) as image:
            width, height = image.size
            sideways = image.getexif().get(ExifTags.Base.Orientation, 1) >= _FIRST_SIDEWAYS_ORIENTATION
    except (OSError, Image.DecompressionBombError):
        return None
    return (height, width) if sideways else (width, height)
