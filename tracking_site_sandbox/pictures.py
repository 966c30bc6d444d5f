"""Photographs that prove deliveries: painted, with the metadata of a phone's camera."""

from io import BytesIO

from PIL import Image, ImageDraw

PHOTOGRAPHER = "Samuel Gagnon, courier"
"""The personal data that the camera writes into each photograph."""
ARTIST = 0x013B
"""The EXIF tag of the photographer."""
DOORS = ("#4a5a7d", "#3f6f5f", "#7a4b2b")
"""Colours of front doors."""


def photograph(door: str) -> bytes:
    """Return a JPEG of 2400 by 1800 pixels: a parcel in front of a door of a colour."""
    image = Image.new("RGB", (2400, 1800), "#d8d4cc")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1450, 2400, 1800), fill="#9a948a")
    draw.rectangle((800, 150, 1600, 1500), fill=door, outline="#2b2b2b", width=16)
    draw.ellipse((1480, 800, 1540, 860), fill="#d9b24c")
    draw.rectangle((980, 1180, 1440, 1560), fill="#c49a6c", outline="#6b4a2b", width=10)
    draw.rectangle((1170, 1180, 1250, 1560), fill="#a87d50")
    exif, file = Image.Exif(), BytesIO()
    exif[ARTIST] = PHOTOGRAPHER
    image.save(file, "JPEG", quality=80, exif=exif)
    return file.getvalue()
