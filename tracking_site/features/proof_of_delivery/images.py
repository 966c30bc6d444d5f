"""Images from carriers' data: decoded, scaled down and encoded again, so that metadata and attacks are removed."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps

MAX_IMAGES = 10
MAX_FILES = 100
MAX_BYTES = 20_000_000
"""The limit of one image, and of an unpacked archive."""
MAX_PIXELS = 40_000_000
MAX_SIDE = 1_600
QUALITY = 82
MEDIA_TYPE = "image/jpeg"

_FORMATS = ("JPEG", "PNG", "WEBP")
_ENCRYPTED = 0x1
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# Exceptions that Pillow is known to raise for broken or malicious files.
_UNREADABLE_IMAGE = (
    *(OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error),
    *(IndexError, KeyError, TypeError, AttributeError, OverflowError, ZeroDivisionError, MemoryError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)
_UNREADABLE_ARCHIVE = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, OSError, ValueError)


def image_from(data: bytes) -> bytes | None:
    """Return a JPEG of at most 1,600 pixels a side without metadata, or None where the data is no image.

    Reads JPEG, PNG and WebP of at most 40 million pixels.
    """
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            encoded = BytesIO()
            _on_white(upright).save(encoded, "JPEG", quality=QUALITY, optimize=True)
            return encoded.getvalue()
    except _UNREADABLE_IMAGE:
        return None


def images_in(archive: bytes) -> list[bytes]:
    """Return up to ten images from a zip, in the order of their names; other and further files are left out."""
    images: list[bytes] = []
    try:
        with zipfile.ZipFile(BytesIO(archive)) as unzipped:
            for data in _files(unzipped):
                image = image_from(data)
                if image is not None and image not in images:
                    images.append(image)
                if len(images) == MAX_IMAGES:
                    break
    except _UNREADABLE_ARCHIVE:
        return images
    return images


def _files(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield the contents of files, up to `MAX_BYTES` in total; the sizes in the archive are not trusted."""
    left = MAX_BYTES
    entries = [each for each in archive.infolist() if not each.is_dir() and not each.flag_bits & _ENCRYPTED]
    for entry in sorted(entries, key=lambda each: each.filename)[:MAX_FILES]:
        if entry.compress_type not in _PACKED:
            continue
        with archive.open(entry) as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            return
        yield data


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a new image with a white background: a converted one would keep comments and other metadata."""
    background = Image.new("RGB", picture.size, "white")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        shown = picture.convert("RGBA")
        background.paste(shown, mask=shown.getchannel("A"))
    else:
        background.paste(picture.convert("RGB"))
    return background
