"""A brand's accent colour in the light and the dark theme, changed only in lightness, as far as contrast needs it."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from tracking_site.web.branding.oklch import Colour, contrast, from_lch, parse_hex, to_hex, to_lch

MIN_CONTRAST = 4.5
_COARSE_STEPS = 32
_FINE_STEPS = 16
_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme's backgrounds (static/css/tokens.css and dark.css), and the lightness and maximum chroma of its tint."""

    background: str
    background_quiet: str
    tint_lightness: float
    max_tint_chroma: float
    contrasting_lightness: float
    """The lightness farthest from the backgrounds: 0 for a light theme, 1 for a dark one."""


LIGHT = Theme("#ffffff", "#f4f5f7", 0.955, 0.03, 0.0)
DARK = Theme("#14171c", "#1e232b", 0.27, 0.045, 1.0)


@dataclass(frozen=True, slots=True)
class Palette:
    """The accent in one theme, the colour of text on it, and a quiet tint on which the accent is legible."""

    accent: str
    on_accent: str
    tint: str


@cache
def palette(accent: str, theme: Theme) -> Palette:
    """Return the palette of a theme with the legible accent that is nearest to the brand's.

    Legible means a contrast of at least `MIN_CONTRAST` to each background and to the tint (WCAG 2.2, 1.4.3).
    """
    brand_colour = parse_hex(accent)
    lightness, chroma, hue = to_lch(brand_colour)
    tint = from_lch(theme.tint_lightness, min(chroma, theme.max_tint_chroma), hue)
    backgrounds = (parse_hex(theme.background), parse_hex(theme.background_quiet), tint)
    legible = (
        brand_colour
        if _is_legible(brand_colour, backgrounds)
        else _nearest_legible(lightness, chroma, hue, theme.contrasting_lightness, backgrounds)
    )
    return Palette(to_hex(legible), to_hex(_text_colour(legible, backgrounds[0])), to_hex(tint))


def _nearest_legible(
    lightness: float, chroma: float, hue: float, target: float, backgrounds: Collection[Colour]
) -> Colour:
    """Return the first legible colour between `lightness` and `target`, searched in coarse steps, then in fine ones."""

    def legible_at(candidate: float) -> bool:
        return _is_legible(from_lch(candidate, chroma, hue), backgrounds)

    step = (target - lightness) / _COARSE_STEPS
    coarse = next((n for n in range(1, _COARSE_STEPS) if legible_at(lightness + step * n)), _COARSE_STEPS)
    fine = (lightness + step * (coarse - 1 + n / _FINE_STEPS) for n in range(1, _FINE_STEPS))
    return from_lch(next(filter(legible_at, fine), lightness + step * coarse), chroma, hue)


def _is_legible(colour: Colour, backgrounds: Collection[Colour]) -> bool:
    return all(contrast(colour, background) >= MIN_CONTRAST for background in backgrounds)


def _text_colour(colour: Colour, background: Colour) -> Colour:
    """Return the colour of text on `colour`: white, the theme's background or black, whichever is legible first."""
    return next(text for text in (_WHITE, background, _BLACK) if contrast(colour, text) >= MIN_CONTRAST)
