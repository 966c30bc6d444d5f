"""OKLCH, gamut and contrast agree with CSS Color 4, WCAG 2.2 and an independent implementation."""

import math
import random

import pytest

from tracking_site.web.branding.oklch import Colour, contrast, from_lch, parse_hex, to_hex, to_lch

RANDOM = random.Random(20260)
COLOURS = [to_hex((RANDOM.randrange(256), RANDOM.randrange(256), RANDOM.randrange(256))) for _ in range(200)]
EXTREMES = [
    *("#000000", "#ffffff", "#808080", "#777777", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff"),
    *("#010101", "#fefefe", "#000001", "#ffd400", "#14171c", "#f4f5f7", "#1e232b", "#757575", "#767676", "#abc"),
]


def ratio(one: str, other: str) -> float:
    return contrast(parse_hex(one), parse_hex(other))


@pytest.mark.parametrize(
    ("colour", "lightness", "chroma", "degrees"),
    [
        ("#ffffff", 1.0, 0.0, None),
        ("#000000", 0.0, 0.0, None),
        ("#ff0000", 0.62796, 0.25768, 29.23),
        ("#00ff00", 0.86644, 0.29483, 142.50),
        ("#0000ff", 0.45201, 0.31321, 264.05),
        # From coloraide 8.13.1.
        ("#1f5eff", 0.5528, 0.2466, 263.7),
        ("#8a1c5c", 0.433, 0.1564, 350.3),
        ("#0b7a75", 0.5239, 0.0883, 189.7),
    ],
)
def test_a_colour_has_the_coordinates_of_css(
    colour: str, lightness: float, chroma: float, degrees: float | None
) -> None:
    coordinates = to_lch(parse_hex(colour))
    assert coordinates[:2] == pytest.approx((lightness, chroma), abs=0.0005)
    if degrees is not None:
        assert math.degrees(coordinates[2]) % 360 == pytest.approx(degrees, abs=0.05)


@pytest.mark.parametrize(
    ("lightness", "chroma", "degrees", "expected"),
    # From coloraide 8.13.1, `fit(method="oklch-chroma", jnd=0)`.
    [
        (0.7, 0.4, 30, "#ff6551"),
        (0.5, 0.35, 145, "#00791e"),
        (0.9, 0.3, 264, "#cedeff"),
        (0.3, 0.4, 328, "#4f004f"),
        (0.6, 0.1, 200, "#0d9298"),
        (0.2, 0.3, 100, "#1a1600"),
    ],
)
def test_a_colour_beyond_the_screen_gives_up_chroma_as_an_independent_implementation_does(
    lightness: float, chroma: float, degrees: float, expected: str
) -> None:
    colour = from_lch(lightness, chroma, math.radians(degrees))
    assert colour == pytest.approx(parse_hex(expected), abs=1)


def test_every_colour_of_a_screen_survives_the_conversion_and_back() -> None:
    for text in (*COLOURS, *EXTREMES):
        assert from_lch(*to_lch(parse_hex(text))) == parse_hex(text)


def test_a_colour_beyond_the_screen_keeps_its_lightness_and_hue() -> None:
    lightness, chroma, hue = to_lch(from_lch(0.5, 0.4, math.radians(150)))
    assert lightness == pytest.approx(0.5, abs=0.005)
    assert math.degrees(hue) == pytest.approx(150, abs=2)
    assert 0.1 < chroma < 0.2


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#fff", "#000000", 21), ("#767676", "#ffffff", 4.54), ("#0b6b4f", "#0b6b4f", 1)],
)
def test_contrast_is_that_of_wcag_in_either_order(one: str, other: str, expected: float) -> None:
    assert ratio(one, other) == ratio(other, one) == pytest.approx(expected, abs=0.01)


def test_a_short_colour_is_the_long_one() -> None:
    expected: Colour = (0xAA, 0xBB, 0xCC)
    assert parse_hex("#AbC") == parse_hex("#aabbcc") == expected
    assert to_hex(expected) == "#aabbcc"
