"""A change of the expected time is rounded, and written in the reader's language."""

import re
from datetime import timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

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
        (timedelta(minutes=63), "1 hr, 5 mins"),
        (timedelta(hours=2), "2 hrs"),
        (timedelta(hours=23, minutes=57), "23 hrs, 55 mins"),
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
    ("tag", "texts"),
    [
        ("en", ("5 mins", "1 hr", "1 hr, 5 mins", "2 hrs", "22 hrs, 55 mins", "1 day", "2 days", "5 days")),
        ("fr", ("5 min", "1 h", "1 h et 5 min", "2 h", "22 h et 55 min", "1 jour", "2 jours", "5 jours")),
        ("da", ("5 min.", "1 t.", "1 t. og 5 min.", "2 t.", "22 t. og 55 min.", "1 dag", "2 dage", "5 dage")),
        ("de", ("5 Min.", "1 Std.", "1 Std., 5 Min.", "2 Std.", "22 Std., 55 Min.", "1 Tag", "2 Tage", "5 Tage")),
        ("es", ("5 min", "1 h", "1 h y 5 min", "2 h", "22 h y 55 min", "1 día", "2 días", "5 días")),
        ("pt", ("5 min", "1 h", "1 h e 5 min", "2 h", "22 h e 55 min", "1 dia", "2 dias", "5 dias")),
        ("it", ("5 min", "1 h", "1 h e 5 min", "2 h", "22 h e 55 min", "1 giorno", "2 giorni", "5 giorni")),
        ("nl", ("5 min", "1 uur", "1 uur, 5 min", "2 uur", "22 uur, 55 min", "1 dag", "2 dagen", "5 dagen")),
        ("sv", ("5 min", "1 tim", "1 tim, 5 min", "2 tim", "22 tim, 55 min", "1 dygn", "2 dygn", "5 dygn")),
        ("nb", ("5 min", "1 t", "1 t, 5 min", "2 t", "22 t, 55 min", "1 døgn", "2 døgn", "5 døgn")),
        ("pl", ("5 min", "1 godz.", "1 godz. i 5 min", "2 godz.", "22 godz. i 55 min", "1 dzień", "2 dni", "5 dni")),
        ("fi", ("5 min", "1 t", "1 t, 5 min", "2 t", "22 t, 55 min", "1 pv", "2 pv", "5 pv")),
        ("hi", ("5 मिनट", "1 घंटा", "1 घंटा और 5 मिनट", "2 घंटे", "22 घंटे और 55 मिनट", "1 दिन", "2 दिन", "5 दिन")),
        ("ar", ("5 دقائق", "ساعة", "ساعة و5 دقائق", "ساعتان", "22 ساعة و55 دقيقة", "يوم", "يومان", "5 أيام")),
        ("ms", ("5 minit", "1 jam", "1 jam, 5 minit", "2 jam", "22 jam, 55 minit", "1 hari", "2 hari", "5 hari")),
        ("id", ("5 menit", "1 jam", "1 jam dan 5 menit", "2 jam", "22 jam dan 55 menit", "1 hari", "2 hari", "5 hari")),
        (
            "sw",
            ("dakika 5", "saa 1", "saa 1 na dakika 5", "saa 2", "saa 22 na dakika 55", "siku 1", "siku 2", "siku 5"),
        ),
        ("zh", ("5分钟", "1小时", "1小时5分钟", "2小时", "22小时55分钟", "1天", "2天", "5天")),
        ("ja", ("5 分", "1 時間", "1 時間 5 分", "2 時間", "22 時間 55 分", "1 日", "2 日", "5 日")),
    ],
)
def test_a_span_has_the_plural_forms_and_the_joint_of_its_language(tag: str, texts: tuple[str, ...]) -> None:
    spans = (5, 60, 65, 120, 22 * 60 + 55, 1440, 2880, 7200)
    written = [duration_text(timedelta(minutes=minutes), language(tag).locale) for minutes in spans]
    assert [re.sub(r"[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text) for text in written] == list(texts)


@pytest.mark.parametrize("locale", ["es_ES", "es_MX", "es_419", "pt_PT", "pt_BR", "it_IT"])
def test_one_hour_is_not_a_plural(locale: str) -> None:
    assert duration_text(timedelta(minutes=65), Locale.parse(locale)).startswith(
        "1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}"
    )


@given(st.timedeltas(timedelta(), timedelta(days=90)), st.sampled_from(tuple(LANGUAGES)))
def test_no_line_breaks_in_a_span(duration: timedelta, tag: str) -> None:
    text = duration_text(duration, language(tag).locale)
    assert text.strip() == text
    assert " " not in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("delay", "text"),
    [
        (timedelta(0), "Running late"),
        (timedelta(minutes=1), "Late by 1 min"),
        (timedelta(minutes=37), "Late by 37 mins"),
        (timedelta(minutes=61), "Late by 1 hr, 1 min"),
        (timedelta(days=3), "Late by 3 days"),
    ],
)
def test_a_delay_is_as_exact_as_the_carrier_names_it(delay: timedelta, text: str) -> None:
    assert late_text(delay, lambda message: message, ENGLISH).replace("\N{NO-BREAK SPACE}", " ") == text
