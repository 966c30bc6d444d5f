"""Every language has its translations, its direction, its own name, and the locales of its countries."""

import pytest
from babel.localedata import locale_identifiers

from tracking_site.web.i18n.languages import LANGUAGES, country_locale, language


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_translations_a_direction_and_a_name(tag: str) -> None:
    found = language(tag)
    assert found.direction in ("ltr", "rtl")
    assert found.own_name[:1] == found.own_name[:1].upper()
    assert found.words.gettext("Delivered")


def test_a_language_has_its_own_translations() -> None:
    assert language("fr").words.gettext("Delivered") == "Livré"
    assert language("en").words.gettext("Delivered") == "Delivered"
    assert (language("fr").own_name, language("en").own_name) == ("Français", "English")


@pytest.mark.parametrize(
    ("tag", "country", "locale"),
    [
        ("en", "US", "en_US"),
        ("en", "XX", None),
        ("en", "", None),
        ("en", "../../etc/passwd", None),
        ("de", "CH", "de_CH"),
        ("es", "419", "es_419"),
        ("zh", "HK", "zh_Hans_HK"),
        ("zh", "TW", None),
    ],
)
def test_a_country_has_a_locale_in_the_script_of_the_catalogue(tag: str, country: str, locale: str | None) -> None:
    assert country_locale(tag, country) == locale


def test_every_country_of_a_language_has_its_locale() -> None:
    for name in locale_identifiers():
        parts = name.split("_")
        if parts[0] in LANGUAGES and len(parts) == 2 and len(parts[1]) < 4:
            assert country_locale(parts[0], parts[1]) == name


def test_a_language_is_made_once() -> None:
    assert language("fr", "fr_CA") is language("fr", "fr_CA")
