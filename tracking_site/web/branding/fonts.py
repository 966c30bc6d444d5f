"""WOFF2 fonts: whether a file is one, and whether it has axes of variation (decision 37)."""

from pathlib import Path

from PIL import ImageFont

_SIGNATURE = b"wOF2"


def is_woff2(path: Path) -> bool:
    """Tell whether a file begins like a WOFF2 font."""
    with path.open("rb") as file:
        return file.read(len(_SIGNATURE)) == _SIGNATURE


def is_variable(path: Path) -> bool:
    """Tell whether a WOFF2 font has axes of variation; a font that Pillow cannot open counts as one without."""
    if not is_woff2(path):
        return False
    try:
        return bool(ImageFont.truetype(path, layout_engine=ImageFont.Layout.BASIC).get_variation_axes())
    except OSError:
        return False
