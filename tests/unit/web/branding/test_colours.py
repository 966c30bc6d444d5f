"""A brand's accent is legible in both themes, whatever colour the brand picks."""

import math
import random
import re

import pytest

from tracking_site import assets
from tracking_site.web.branding.colours import DARK, LIGHT, MIN_CONTRAST, Theme, palette
from tracking_site.web.branding.oklch import contrast, from_lch, parse_hex, to_hex, to_lch

RANDOM = random.Random(20260)
COLOURS = [to_hex((RANDOM.randrange(256), RANDOM.randrange(256), RANDOM.randrange(256))) for _ in range(200)]
EXTREMES = [
    *("#000000", "#ffffff", "#808080", "#777777", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff"),
    *("#010101", "#fefefe", "#000001", "#ffd400", "#14171c", "#f4f5f7", "#1e232b", "#757575", "#767676", "#abc"),
]
INK = {LIGHT: "#14171c", DARK: "#f0f2f5"}


def ratio(one: str, other: str) -> float:
    return contrast(parse_hex(one), parse_hex(other))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
class TestAnyAccent:
    def test_the_accent_is_legible_on_every_background_and_on_its_own_tint(self, theme: Theme) -> None:
        for accent in (*COLOURS, *EXTREMES):
            found = palette(accent, theme)
            for background in (theme.background, theme.background_quiet, found.tint):
                assert ratio(found.accent, background) >= MIN_CONTRAST, (accent, found, background)

    def test_text_on_the_accent_and_on_its_tint_is_legible(self, theme: Theme) -> None:
        for accent in (*COLOURS, *EXTREMES):
            found = palette(accent, theme)
            assert ratio(found.accent, found.on_accent) >= MIN_CONTRAST, (accent, found)
            assert ratio(found.tint, INK[theme]) >= 7, (accent, found)

    def test_the_accent_keeps_its_hue_and_as_much_chroma_as_possible(self, theme: Theme) -> None:
        for accent in COLOURS:
            lightness, chroma, hue = to_lch(parse_hex(accent))
            accent_lightness, accent_chroma, accent_hue = to_lch(parse_hex(palette(accent, theme).accent))
            if min(chroma, accent_chroma) > 0.04:
                assert abs(math.remainder(accent_hue - hue, math.tau)) < math.radians(4), accent
            assert accent_chroma <= chroma + 0.01, accent
            # The accent has all the chroma that a screen can show at its lightness and hue, up to the brand's own.
            max_chroma = to_lch(from_lch(accent_lightness, chroma, hue))[1]
            assert accent_chroma >= max_chroma - 0.01, accent
            assert (accent_lightness - lightness) * (1 if theme is DARK else -1) >= -0.01, accent

    def test_a_legible_accent_is_not_changed(self, theme: Theme) -> None:
        legible = [accent for accent in COLOURS if is_legible(accent, theme)]
        assert len(legible) >= 30
        assert [palette(accent, theme).accent for accent in legible] == legible

    def test_the_accent_changes_no_more_than_the_contrast_needs(self, theme: Theme) -> None:
        for accent in COLOURS:
            if not is_legible(accent, theme):
                found = palette(accent, theme)
                lowest = min(
                    ratio(found.accent, background)
                    for background in (theme.background, theme.background_quiet, found.tint)
                )
                assert lowest < MIN_CONTRAST + 0.25, (accent, found)

    def test_a_grey_brand_gets_no_colour(self, theme: Theme) -> None:
        for accent in ("#000000", "#808080", "#ffffff"):
            found = palette(accent, theme)
            for colour in (found.accent, found.tint):
                assert len(set(parse_hex(colour))) == 1, (accent, found)


def is_legible(accent: str, theme: Theme) -> bool:
    backgrounds = (theme.background, theme.background_quiet, palette(accent, theme).tint)
    return all(ratio(accent, background) >= MIN_CONTRAST for background in backgrounds)


@pytest.mark.parametrize(("theme", "file"), [(LIGHT, "tokens.css"), (DARK, "dark.css")], ids=["light", "dark"])
def test_the_backgrounds_are_those_of_the_style_sheet(theme: Theme, file: str) -> None:
    text = (assets.STATIC / "css" / file).read_text()
    found = dict(re.findall(r"--(ground|ground-quiet|ink): (#[0-9a-f]{6});", text))
    assert found == {"ground": theme.background, "ground-quiet": theme.background_quiet, "ink": INK[theme]}
