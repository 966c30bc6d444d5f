"""A brand's accent as it can be read in light and in dark: its hue stays, its lightness gives way just as far as it must."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from tracking_site.web.branding.oklch import Colour, contrast, lch_of, parsed, shown, written

LEAST_CONTRAST = 4.5
_STEPS = 32
_FINE_STEPS = 16
_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Theme:
    """What text stands on in one of the two themes (static/css/tokens.css and dark.css), and how the accent's tint is made for it."""

    ground: str
    ground_quiet: str
    tint_lightness: float
    tint_chroma: float
    towards: float
    """The lightness that moves away from the grounds: 0 where they are light, 1 where they are dark."""


LIGHT = Theme("#ffffff", "#f4f5f7", 0.955, 0.03, 0.0)
DARK = Theme("#14171c", "#1e232b", 0.27, 0.045, 1.0)


@dataclass(frozen=True, slots=True)
class Palette:
    """The accent in one theme, what is read on it, and a quiet tint of it that it can itself be read on."""

    accent: str
    on_accent: str
    tint: str


@cache
def palette(accent: str, theme: Theme) -> Palette:
    """A brand's accent in a theme, nearest to the brand's own that stands out from every ground by at least 4.5:1."""
    own = parsed(accent)
    lightness, chroma, hue = lch_of(own)
    tint = shown(theme.tint_lightness, min(chroma, theme.tint_chroma), hue)
    grounds = (parsed(theme.ground), parsed(theme.ground_quiet), tint)
    found = own if _stands_out(own, grounds) else _nearest(lightness, chroma, hue, theme.towards, grounds)
    return Palette(written(found), written(_on(found, grounds[0])), written(tint))


def _nearest(lightness: float, chroma: float, hue: float, towards: float, grounds: Collection[Colour]) -> Colour:
    """The first colour on the way to black or white that stands out: looked for in long steps, then in short ones."""

    def fits(step: float) -> bool:
        return _stands_out(shown(step, chroma, hue), grounds)

    way = (towards - lightness) / _STEPS
    coarse = next((step for step in range(1, _STEPS) if fits(lightness + way * step)), _STEPS)
    fine = (lightness + way * (coarse - 1 + step / _FINE_STEPS) for step in range(1, _FINE_STEPS))
    return shown(next(filter(fits, fine), lightness + way * coarse), chroma, hue)


def _stands_out(colour: Colour, grounds: Collection[Colour]) -> bool:
    return all(contrast(colour, ground) >= LEAST_CONTRAST for ground in grounds)


def _on(colour: Colour, ground: Colour) -> Colour:
    """White where it can be read, or else the ground's own colour, or black: one of white and black always can."""
    return next(text for text in (_WHITE, ground, _BLACK) if contrast(colour, text) >= LEAST_CONTRAST)
