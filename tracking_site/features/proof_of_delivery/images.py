"""Pictures out of what a carrier sends: looked at, made small, written anew, so that nothing else comes along."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps

MAX_IMAGES = 10
MAX_FILES = 100
MAX_BYTES = 20_000_000
"""Of one picture, packed or not, and of a whole archive."""
MAX_PIXELS = 40_000_000
MAX_SIDE = 1_600
QUALITY = 82
MEDIA_TYPE = "image/jpeg"

_FORMATS = ("JPEG", "PNG", "WEBP")
_ENCRYPTED = 0x1
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What Pillow is known to raise for files that are broken or made to break it.
_UNREADABLE_IMAGE = (
    *(OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error),
    *(IndexError, KeyError, TypeError, AttributeError, OverflowError, ZeroDivisionError, MemoryError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)
_UNREADABLE_ARCHIVE = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, OSError, ValueError)


def image_from(data: bytes) -> bytes | None:
    """A JPEG of at most 1,600 pixels a side, without what a camera writes beside it; None where the data is no picture.

    It reads JPEG, PNG and WebP of at most 40 million pixels.
    """
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            written = BytesIO()
            _on_white(upright).save(written, "JPEG", quality=QUALITY, optimize=True)
            return written.getvalue()
    except _UNREADABLE_IMAGE:
        return None


def images_in(archive: bytes) -> list[bytes]:
    """The pictures of a zip, in the order of their names: at most ten; what is none, or is too much, is left out."""
    found = []
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            for data in _files(opened):
                picture = image_from(data)
                if picture is not None and picture not in found:
                    found.append(picture)
                if len(found) == MAX_IMAGES:
                    break
    except _UNREADABLE_ARCHIVE:
        return found
    return found


def _files(opened: zipfile.ZipFile) -> Iterator[bytes]:
    """What its files hold, never more of it than allowed, whatever the archive says of itself."""
    left = MAX_BYTES
    listed = [each for each in opened.infolist() if not each.is_dir() and not each.flag_bits & _ENCRYPTED]
    for entry in sorted(listed, key=lambda each: each.filename)[:MAX_FILES]:
        if entry.compress_type not in _PACKED:
            continue
        with opened.open(entry) as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            return
        yield data


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture alone, on a ground of its own: one that is only converted keeps comments and more."""
    ground = Image.new("RGB", picture.size, "white")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        shown = picture.convert("RGBA")
        ground.paste(shown, mask=shown.getchannel("A"))
    else:
        ground.paste(picture.convert("RGB"))
    return ground
