"""A change of the expected time is rounded, and written in the reader's language."""

from datetime import timedelta

import pytest
from babel import Locale

from tracking_site.web.i18n.durations import duration_text, late_text, moved_text
from tracking_site.web.i18n.languages import LANGUAGES, language

ENGLISH = Locale.parse("en_GB")


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(0), "5 mins"),
        (timedelta(seconds=30), "5 mins"),
        (timedelta(minutes=7), "5 mins"),
        (timedelta(minutes=8), "10 mins"),
        (timedelta(minutes=57), "55 mins"),
        (timedelta(minutes=58), "1 hr"),
        (timedelta(minutes=63), "1 hr 5 mins"),
        (timedelta(hours=2), "2 hrs"),
        (timedelta(hours=23, minutes=57), "23 hrs 55 mins"),
        (timedelta(hours=23, minutes=58), "1 day"),
        (timedelta(hours=35), "1 day"),
        (timedelta(hours=37), "2 days"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_duration_is_in_steps_of_five_minutes_below_a_day_and_in_days_after_it(
    duration: timedelta, text: str
) -> None:
    assert duration_text(duration, ENGLISH) == text.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("moved", "text"),
    [
        (timedelta(minutes=20), "20 mins later than first expected"),
        (timedelta(minutes=-20), "20 mins earlier than first expected"),
        (timedelta(days=-2), "2 days earlier than first expected"),
    ],
)
def test_a_change_is_later_or_earlier(moved: timedelta, text: str) -> None:
    written = moved_text(moved, lambda message: message, ENGLISH)
    assert written.replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_the_units_and_both_sentences(tag: str) -> None:
    reader = language(tag)
    later, earlier = (moved_text(timedelta(hours=hours), reader.words.gettext, reader.locale) for hours in (26, -26))
    assert later != earlier
    for text in (later, earlier, duration_text(timedelta(minutes=65), reader.locale)):
        assert "duration" not in text
        assert "%(" not in text


@pytest.mark.parametrize(
    ("delay", "text"),
    [
        (timedelta(0), "Running late"),
        (timedelta(minutes=1), "Late by 1 min"),
        (timedelta(minutes=37), "Late by 37 mins"),
        (timedelta(minutes=61), "Late by 1 hr 1 min"),
        (timedelta(days=3), "Late by 3 days"),
    ],
)
def test_a_delay_is_as_exact_as_the_carrier_names_it(delay: timedelta, text: str) -> None:
    assert late_text(delay, lambda message: message, ENGLISH).replace("\N{NO-BREAK SPACE}", " ") == text
