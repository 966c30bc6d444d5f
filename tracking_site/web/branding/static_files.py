"""Files below static/: their addresses, which change with their content, and what can be told about pictures."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from urllib.parse import quote

from tracking_site import assets

KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
}
_PNG = b"\x89PNG\r\n\x1a\n"
_VIEW_BOX = re.compile(rb"""<svg[^>]*\sviewBox=["'][\d.-]+[ ,]+[\d.-]+[ ,]+([\d.]+)[ ,]+([\d.]+)""")
_HEAD_BYTES = 4096

# The heights of components/masthead.html and components/banner.html.
LOGO_HEIGHT, BANNER_HEIGHT = 32, 64


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page refers to it; width and height are None where they cannot be told without decoding it."""

    address: str
    kind: str | None
    width: float | None = None
    height: float | None = None

    @property
    def sizes(self) -> str | None:
        """Its sizes as a web manifest and a link to an icon have them."""
        if self.kind == KINDS[".svg"]:
            return "any"
        return f"{self.width:.0f}x{self.height:.0f}" if self.width and self.height else None

    @property
    def logo_width(self) -> int | None:
        """How wide it is as a logo, in pixels."""
        return self._width_at(LOGO_HEIGHT)

    @property
    def banner_width(self) -> int | None:
        """How wide it is in a banner, in pixels."""
        return self._width_at(BANNER_HEIGHT)

    def _width_at(self, height: float) -> int | None:
        return max(1, round(height * self.width / self.height)) if self.width and self.height else None


@cache
def static_address(path: str) -> str:
    """The address of a file below static/, good for a year since another content has another one."""
    return f"/static/{quote(path)}?v={sha256((assets.STATIC / path).read_bytes()).hexdigest()[:12]}"


@cache
def picture(path: str) -> Picture:
    """A picture below static/, or one at an https address as it is."""
    kind = next((kind for ending, kind in KINDS.items() if path.lower().endswith(ending)), None)
    if "://" in path:
        return Picture(path, kind)
    with (assets.STATIC / path).open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return Picture(static_address(path), kind, *_size(head))


def _size(head: bytes) -> tuple[float | None, float | None]:
    if head.startswith(_PNG) and len(head) >= 24:
        return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    box = _VIEW_BOX.search(head)
    try:
        return (float(box[1]), float(box[2])) if box else (None, None)
    except ValueError:
        return None, None
