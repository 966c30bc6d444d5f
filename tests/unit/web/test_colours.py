"""Any accent can be read, and is changed no further than that takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.web.colours import BLACK, LEAST_CONTRAST, WHITE, Colour, contrast, on, readable

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
GROUNDS = ["#ffffff", "#fff", "#f5f5f4", "#111827", "#000000", "#1b1b1b"]
WANTED = 4.5
"""What WCAG 2.2 asks of text (1.4.3)."""
QUICK = settings(max_examples=60, deadline=None)


def parts(text: str) -> Colour:
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "#fff", 21),
        ("#fff", "#000", 21),
        ("#777", "#fff", 4.48),
        ("#0b6b4f", "#ffffff", 6.5),
        ("#abc", "#abc", 1),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(parts(one), parts(other)) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("ground", GROUNDS)
@given(accent=COLOURS)
@QUICK
def test_every_accent_becomes_readable_on_every_ground(ground: str, accent: str) -> None:
    assert contrast(parts(readable(accent, ground)), parts(ground)) >= WANTED


@pytest.mark.parametrize("ground", GROUNDS)
@given(accent=COLOURS)
@QUICK
def test_an_accent_that_can_be_read_stays_as_it_is(ground: str, accent: str) -> None:
    if contrast(parts(accent), parts(ground)) >= LEAST_CONTRAST:
        assert readable(accent, ground) == accent


@pytest.mark.parametrize(("accent", "ground"), [("#ffe000", "#ffffff"), ("#0b6b4f", "#111827"), ("#f00", "#fff")])
def test_a_changed_accent_is_moved_no_further_than_it_takes(accent: str, ground: str) -> None:
    assert LEAST_CONTRAST <= contrast(parts(readable(accent, ground)), parts(ground)) < LEAST_CONTRAST + 0.25


@pytest.mark.parametrize("accent", ["#f0c", "#FF00CC", "#ff00cc"])
def test_an_accent_may_be_short_or_in_capitals(accent: str) -> None:
    assert readable(accent, "#fff") == readable("#ff00cc", "#ffffff")
    assert on(accent) == on("#ff00cc")


@given(COLOURS)
@QUICK
def test_what_stands_on_an_accent_can_be_read(accent: str) -> None:
    chosen = parts(on(accent))
    assert chosen in (BLACK, WHITE)
    assert contrast(chosen, parts(accent)) >= WANTED
