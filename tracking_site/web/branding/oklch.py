"""Colours as eyes see them: OKLCH and back, what of it a screen can show, and contrast (WCAG 2.2, 1.4.3)."""

import math

Colour = tuple[int, int, int]
Lch = tuple[float, float, float]

_STEPS = 16
_Triple = tuple[float, float, float]
_Matrix = tuple[_Triple, _Triple, _Triple]

# Björn Ottosson's, as CSS Color 4 has them: linear sRGB to the cones' answers, their cube roots to OKLab, and back.
_TO_CONES: _Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: _Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB: _Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES: _Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def lch_of(colour: Colour) -> Lch:
    """A colour's lightness, chroma and hue."""
    red, green, blue = (_linear(part / 255) for part in colour)
    long, medium, short = (math.cbrt(part) for part in _times(_TO_CONES, (red, green, blue)))
    lightness, a, b = _times(_TO_LAB, (long, medium, short))
    return lightness, math.hypot(a, b), math.atan2(b, a)


def shown(lightness: float, chroma: float, hue: float) -> Colour:
    """The colour of that lightness and hue, with as much of that chroma as a screen has for it."""
    least, most = 0.0, chroma
    if _in_gamut(_light(lightness, chroma, hue)):
        least = chroma
    else:
        for _ in range(_STEPS):
            middle = (least + most) / 2
            least, most = (middle, most) if _in_gamut(_light(lightness, middle, hue)) else (least, middle)
    red, green, blue = (round(_encoded(part) * 255) for part in _light(lightness, least, hue))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def parsed(text: str) -> Colour:
    """A colour written as `#rgb` or `#rrggbb`."""
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def written(colour: Colour) -> str:
    """A colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _light(lightness: float, chroma: float, hue: float) -> _Triple:
    """Linear sRGB, of which a screen can show what lies between 0 and 1."""
    roots = _times(_FROM_LAB, (lightness, chroma * math.cos(hue), chroma * math.sin(hue)))
    return _times(_FROM_CONES, (roots[0] ** 3, roots[1] ** 3, roots[2] ** 3))


def _in_gamut(light: _Triple) -> bool:
    return all(-0.0001 <= part <= 1.0001 for part in light)


def _times(matrix: _Matrix, vector: _Triple) -> _Triple:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def _encoded(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return part * 12.92 if part <= 0.0031308 else 1.055 * math.pow(part, 1 / 2.4) - 0.055
