"""An amount has the plural form that its language has for the number, not the unit's name in a list of units."""

from typing import Any, cast

import pytest
from babel import Locale
from babel.localedata import LocaleDataDict, load

from tracking_site.web.i18n.languages import LANGUAGES
from tracking_site.web.i18n.units import Length, joined_units, unit_text

LENGTHS: tuple[Length, ...] = ("long", "short")
UNITS = ("duration-minute", "duration-hour", "duration-day", "length-meter", "length-kilometer", "length-mile")


@pytest.mark.parametrize("name", [*LANGUAGES.values(), "es_MX", "pt_BR", "sl_SI", "ro_RO", "he_IL", "cs_CZ"])
@pytest.mark.parametrize("unit", UNITS)
def test_every_number_has_the_form_of_its_plural_category(name: str, unit: str) -> None:
    locale = Locale.parse(name)
    lengths: dict[str, dict[str, str]] = LocaleDataDict(cast("dict[Any, Any]", load(name)))["unit_patterns"][unit]
    for length in LENGTHS:
        forms = lengths[length] if "other" in lengths.get(length, ()) else lengths["short"]
        for number in range(301):
            form = forms.get(locale.plural_form(number), forms["other"])
            assert unit_text(number, unit, length, locale) == form.format(number), number


@pytest.mark.parametrize(
    ("locale", "unit", "numbers", "texts"),
    [
        (
            "pl_PL",
            "duration-hour",
            (0, 1, 2, 5, 12, 22, 25),
            "0 godzin,1 godzina,2 godziny,5 godzin,12 godzin,22 godziny,25 godzin",
        ),
        ("pl_PL", "duration-minute", (1, 4, 14, 24), "1 minuta,4 minuty,14 minut,24 minuty"),
        ("fr_FR", "duration-day", (0, 1, 2), "0 jour,1 jour,2 jours"),
        ("fr_FR", "duration-minute", (0, 1, 1.5, 2), "0 minute,1 minute,1,5 minute,2 minutes"),
        ("es_ES", "duration-hour", (0, 1, 2), "0 horas,1 hora,2 horas"),
        ("pt_PT", "duration-hour", (1, 2), "1 hora,2 horas"),
        (
            "ar_AE",
            "duration-hour",
            (0, 1, 2, 3, 11, 100),
            "0 ساعة,ساعة,ساعتان,3 ساعات,11 ساعة,100 ساعة",
        ),
        ("hi_IN", "duration-hour", (0, 1, 2), "0 घंटा,1 घंटा,2 घंटे"),
        ("sl_SI", "duration-hour", (1, 2, 3, 5, 101), "1 ura,2 uri,3 ure,5 ur,101 ura"),
        ("ro_RO", "length-meter", (1, 2, 20), "1 metru,2 metri,20 de metri"),
        ("en_GB", "length-mile", (1, 1.5, 2), "1 mile,1.5 miles,2 miles"),
        ("ja_JP", "duration-hour", (1, 2), "1 時間,2 時間"),
    ],
)
def test_a_number_has_its_own_form(locale: str, unit: str, numbers: tuple[float, ...], texts: str) -> None:
    written = ",".join(unit_text(number, unit, "long", Locale.parse(locale)) for number in numbers)
    assert written.replace("\N{NO-BREAK SPACE}", " ") == texts


def test_one_of_a_unit_is_singular_where_cldr_has_one_form_for_all_numbers() -> None:
    assert unit_text(1, "duration-hour", "short", Locale.parse("es")) == "1 h"
    assert unit_text(1, "duration-hour", "short", Locale.parse("sl")) == "1 h"


def test_two_amounts_are_joined_as_the_language_joins_units() -> None:
    joined = {name: joined_units(["A", "B"], "short", Locale.parse(name)) for name in LANGUAGES.values()}
    assert joined["ar_AE"] == "A وB"
    assert joined["zh_Hans_CN"] == "AB"
    assert joined["ja_JP"] == "A B"
    assert joined["de_DE"] == "A, B"
    assert joined["it_IT"] == "A e B"
    assert joined_units(["A"], "long", Locale.parse("en")) == "A"
