"""Colours in OKLCH (lightness, chroma, hue), conversion to and from sRGB, and contrast (WCAG 2.2, 1.4.3; decision 38)."""

import math

Colour = tuple[int, int, int]
"""Red, green and blue in sRGB, each from 0 to 255."""
Lch = tuple[float, float, float]
"""Lightness from 0 to 1, chroma, and hue in radians."""

_CHROMA_STEPS = 16
_Triple = tuple[float, float, float]
_Matrix = tuple[_Triple, _Triple, _Triple]

# Björn Ottosson's matrices, as in CSS Color 4: linear sRGB to cone responses, their cube roots to OKLab, and back.
_RGB_TO_CONES: _Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_CONES_TO_LAB: _Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_LAB_TO_CONES: _Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_CONES_TO_RGB: _Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def to_lch(colour: Colour) -> Lch:
    """Return the lightness, chroma and hue of a colour."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    long, medium, short = (math.cbrt(response) for response in _multiply(_RGB_TO_CONES, (red, green, blue)))
    lightness, a, b = _multiply(_CONES_TO_LAB, (long, medium, short))
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_lch(lightness: float, chroma: float, hue: float) -> Colour:
    """Return the colour of that lightness and hue, with as much of the chroma as sRGB can show."""
    low, high = 0.0, chroma
    if _in_gamut(_linear_rgb(lightness, chroma, hue)):
        low = chroma
    else:
        for _ in range(_CHROMA_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if _in_gamut(_linear_rgb(lightness, middle, hue)) else (low, middle)
    red, green, blue = (round(_gamma_encoded(channel) * 255) for channel in _linear_rgb(lightness, low, hue))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def parse_hex(text: str) -> Colour:
    """Return the colour that is written as `#rgb` or `#rrggbb`."""
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def to_hex(colour: Colour) -> str:
    """Return a colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _linear_rgb(lightness: float, chroma: float, hue: float) -> _Triple:
    """Return linear sRGB, which a screen can show if each channel is between 0 and 1."""
    roots = _multiply(_LAB_TO_CONES, (lightness, chroma * math.cos(hue), chroma * math.sin(hue)))
    return _multiply(_CONES_TO_RGB, (roots[0] ** 3, roots[1] ** 3, roots[2] ** 3))


def _in_gamut(linear_rgb: _Triple) -> bool:
    return all(-0.0001 <= channel <= 1.0001 for channel in linear_rgb)


def _multiply(matrix: _Matrix, vector: _Triple) -> _Triple:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else math.pow((channel + 0.055) / 1.055, 2.4)


def _gamma_encoded(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * math.pow(channel, 1 / 2.4) - 0.055
