"""A reader gets the best language that the brand offers, with the dates of the reader's country."""

import pytest
from babel.localedata import locale_identifiers
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from tracking_site.web.i18n.languages import LANGUAGES, Language, choose_language, language

BOTH = ("en", "fr")


def chosen(accepted: str = "", requested: str | None = None, offered: tuple[str, ...] = BOTH) -> Language:
    return choose_language(offered, requested, parse_accept_header(accepted, LanguageAccept))


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("FR", "fr"),
        ("fr_FR", "fr"),
        ("de, fr;q=0.8, en;q=0.5", "fr"),
        ("en;q=0.5, fr;q=0.8", "fr"),
        ("de", "en"),
        ("*", "en"),
        ("fr;q=0", "en"),
        ("frx, xfr", "en"),
        ("zz-fr", "en"),
        ("fr-Latn-CA-x-private", "fr"),
        (";;;,,q=1", "en"),
        ("fr" + "-a" * 5_000, "fr"),
        ("\x00, fr", "fr"),
    ],
)
def test_the_best_accepted_language_that_the_brand_offers_is_chosen(accepted: str, tag: str) -> None:
    assert chosen(accepted).tag == tag


@pytest.mark.parametrize(
    ("requested", "tag"), [("fr", "fr"), ("en", "en"), ("de", "en"), ("", "en"), ("FR'", "en"), (None, "en")]
)
def test_the_language_in_the_address_comes_first(requested: str | None, tag: str) -> None:
    assert chosen("en", requested).tag == tag


def test_an_unknown_language_in_the_address_is_ignored() -> None:
    assert chosen("fr", requested="xx").tag == "fr"


def test_without_an_accepted_language_the_brands_first_is_chosen() -> None:
    assert chosen("", offered=("fr", "en")).tag == "fr"
    assert chosen("de", offered=("fr", "en")).tag == "fr"
    assert chosen("en", offered=("fr",)).tag == "fr"


@pytest.mark.parametrize(
    ("accepted", "locale"),
    [
        ("en", "en_GB"),
        ("en-US", "en_US"),
        ("en-us", "en_US"),
        ("en_US", "en_US"),
        ("en-CA", "en_CA"),
        ("en-XX", "en_GB"),
        ("fr", "fr_FR"),
        ("fr-CA", "fr_CA"),
        ("FR-ca", "fr_CA"),
        ("fr-../../etc/passwd", "fr_FR"),
        ("de-AT, fr-BE", "fr_BE"),
    ],
)
def test_the_country_of_the_reader_decides_the_locale_of_dates(accepted: str, locale: str) -> None:
    assert str(chosen(accepted).locale) == locale


def test_every_country_of_a_language_can_be_requested() -> None:
    for name in locale_identifiers():
        if name.split("_")[0] in LANGUAGES:
            found = chosen(name.replace("_", "-"), offered=tuple(LANGUAGES))
            assert (found.tag, found.locale.language) == (name.split("_")[0],) * 2


def test_a_language_is_made_once() -> None:
    assert chosen("fr-CA") is chosen("fr-ca")


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
