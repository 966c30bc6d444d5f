"""A brand's accent can be read in both themes, whatever colour the brand picks."""

import math
import random
import re

import pytest

from tracking_site import assets
from tracking_site.web.branding.colours import DARK, LEAST_CONTRAST, LIGHT, Palette, Theme, palette
from tracking_site.web.branding.oklch import Colour, contrast, lch_of, parsed, shown, written

RANDOM = random.Random(20260)
COLOURS = [written((RANDOM.randrange(256), RANDOM.randrange(256), RANDOM.randrange(256))) for _ in range(200)]
EXTREMES = [
    *("#000000", "#ffffff", "#808080", "#777777", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff"),
    *("#010101", "#fefefe", "#000001", "#ffd400", "#14171c", "#f4f5f7", "#1e232b", "#757575", "#767676", "#abc"),
]
INK = {LIGHT: "#14171c", DARK: "#f0f2f5"}


def ratio(one: str, other: str) -> float:
    return contrast(parsed(one), parsed(other))


def of(accent: str, theme: Theme) -> Palette:
    return palette(accent, theme)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
class TestAnyAccent:
    def test_the_accent_can_be_read_on_every_ground_and_on_its_own_tint(self, theme: Theme) -> None:
        for accent in (*COLOURS, *EXTREMES):
            found = of(accent, theme)
            for ground in (theme.ground, theme.ground_quiet, found.tint):
                assert ratio(found.accent, ground) >= LEAST_CONTRAST, (accent, found, ground)

    def test_text_on_the_accent_and_on_its_tint_can_be_read(self, theme: Theme) -> None:
        for accent in (*COLOURS, *EXTREMES):
            found = of(accent, theme)
            assert ratio(found.accent, found.on_accent) >= LEAST_CONTRAST, (accent, found)
            assert ratio(found.tint, INK[theme]) >= 7, (accent, found)

    def test_the_accent_keeps_its_hue_and_gives_up_no_more_than_it_must(self, theme: Theme) -> None:
        for accent in COLOURS:
            lightness, chroma, hue = lch_of(parsed(accent))
            got_lightness, got_chroma, got_hue = lch_of(parsed(of(accent, theme).accent))
            if min(chroma, got_chroma) > 0.04:
                assert abs(math.remainder(got_hue - hue, math.tau)) < math.radians(4), accent
            assert got_chroma <= chroma + 0.01, accent
            # Of that lightness and hue no screen has more of the colour than is shown, up to what the brand picked.
            fuller = lch_of(shown(got_lightness, chroma, hue))[1]
            assert got_chroma >= fuller - 0.01, accent
            assert (got_lightness - lightness) * (1 if theme is DARK else -1) >= -0.01, accent

    def test_an_accent_that_can_be_read_already_stays_as_it_is(self, theme: Theme) -> None:
        fine = [accent for accent in COLOURS if readable_as_it_is(accent, theme)]
        assert len(fine) >= 30
        assert [of(accent, theme).accent for accent in fine] == fine

    def test_the_accent_moves_no_further_than_its_contrast_asks_for(self, theme: Theme) -> None:
        for accent in COLOURS:
            if not readable_as_it_is(accent, theme):
                found = of(accent, theme)
                least = min(ratio(found.accent, ground) for ground in (theme.ground, theme.ground_quiet, found.tint))
                assert least < LEAST_CONTRAST + 0.25, (accent, found)

    def test_a_grey_brand_gets_no_colour(self, theme: Theme) -> None:
        for accent in ("#000000", "#808080", "#ffffff"):
            found = of(accent, theme)
            for colour in (found.accent, found.tint):
                assert len(set(parsed(colour))) == 1, (accent, found)


def readable_as_it_is(accent: str, theme: Theme) -> bool:
    grounds = (theme.ground, theme.ground_quiet, of(accent, theme).tint)
    return all(ratio(accent, ground) >= LEAST_CONTRAST for ground in grounds)


@pytest.mark.parametrize(("theme", "file"), [(LIGHT, "tokens.css"), (DARK, "dark.css")], ids=["light", "dark"])
def test_the_grounds_are_those_of_the_style_sheet(theme: Theme, file: str) -> None:
    text = (assets.STATIC / "css" / file).read_text()
    found = dict(re.findall(r"--(ground|ground-quiet|ink): (#[0-9a-f]{6});", text))
    assert found == {"ground": theme.ground, "ground-quiet": theme.ground_quiet, "ink": INK[theme]}


class TestOklch:
    @pytest.mark.parametrize(
        ("colour", "lightness", "chroma", "degrees"),
        [
            ("#ffffff", 1.0, 0.0, None),
            ("#000000", 0.0, 0.0, None),
            ("#ff0000", 0.62796, 0.25768, 29.23),
            ("#00ff00", 0.86644, 0.29483, 142.50),
            ("#0000ff", 0.45201, 0.31321, 264.05),
        ],
    )
    def test_colours_are_where_css_has_them(
        self, colour: str, lightness: float, chroma: float, degrees: float | None
    ) -> None:
        found = lch_of(parsed(colour))
        assert found[:2] == pytest.approx((lightness, chroma), abs=0.0005)
        if degrees is not None:
            assert math.degrees(found[2]) % 360 == pytest.approx(degrees, abs=0.05)

    def test_every_colour_of_a_screen_is_found_again(self) -> None:
        for text in (*COLOURS, *EXTREMES):
            assert shown(*lch_of(parsed(text))) == parsed(text)

    def test_what_no_screen_can_show_keeps_its_lightness_and_hue(self) -> None:
        lightness, chroma, hue = lch_of(shown(0.5, 0.4, math.radians(150)))
        assert lightness == pytest.approx(0.5, abs=0.005)
        assert math.degrees(hue) == pytest.approx(150, abs=2)
        assert 0.1 < chroma < 0.2

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [("#fff", "#000000", 21), ("#767676", "#ffffff", 4.54), ("#0b6b4f", "#0b6b4f", 1)],
    )
    def test_contrast_is_what_wcag_says_in_either_order(self, one: str, other: str, expected: float) -> None:
        assert ratio(one, other) == ratio(other, one) == pytest.approx(expected, abs=0.01)

    def test_a_short_colour_is_the_long_one(self) -> None:
        expected: Colour = (0xAA, 0xBB, 0xCC)
        assert parsed("#AbC") == parsed("#aabbcc") == expected
        assert written(expected) == "#aabbcc"
