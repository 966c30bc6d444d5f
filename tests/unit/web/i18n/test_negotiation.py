"""A reader gets the nearest language that the brand offers, with the dates of the reader's country."""

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.web.i18n.languages import LANGUAGES, Language
from tracking_site.web.i18n.negotiation import choose_language, nearest, requested_tag

ALL = tuple(LANGUAGES)
BOTH = ("en", "fr")
# Script and region variants beside each other, as a site with more catalogues has them.
VARIANTS = (*ALL, "pt-BR", "zh-Hant", "sr-Latn", "he", "fil", "cs", "hr", "ro")


def chosen(accepted: str = "", requested: str | None = None, offered: tuple[str, ...] = BOTH) -> Language:
    return choose_language(offered, requested, accepted)


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ("pt-BR", "pt"),
        ("fr_FR", "fr"),
        ("fr_FR.UTF-8", "fr"),
        ("de_DE@euro", "de"),
        ("no", "nb"),
        ("no-NO", "nb"),
        ("nn", "nb"),
        ("nn-NO", "nb"),
        ("DE", "de"),
        (" en ", "en"),
        ("EN-us", "en"),
        ("en-UK", "en"),
        ("in", "id"),
        ("cmn", "zh"),
        ("cmn-Hans-CN", "zh"),
        ("zh-cmn-Hans-CN", "zh"),
        ("arb", "ar"),
        ("ar-EG", "ar"),
        ("arz", "ar"),
        ("zsm", "ms"),
        ("swh", "sw"),
        ("deu", "de"),
        ("ger-AT", "de"),
        ("fre", "fr"),
        ("gsw-CH", "de"),
        ("lb", "de"),
        ("fo", "da"),
        ("ca", "es"),
        ("yue-HK", "zh"),
        ("hi-Latn-IN", "hi"),
        ("de-DE-1996", "de"),
        ("de-u-co-phonebk", "de"),
        ("fr" + "-a" * 5_000, "fr"),
    ],
)
def test_a_tag_means_the_nearest_language_of_the_site(wanted: str, tag: str) -> None:
    assert nearest(wanted, ALL) == tag


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        " ",
        "xx",
        "tlh",
        "junk",
        "english",
        "fr'",
        "fr\x00",
        "../fr",
        "en--US",
        "-fr",
        "i-klingon",
        "x-fr",
        "*",
        "fr,en",
    ],
)
def test_what_is_near_nothing_is_no_language(wanted: str) -> None:
    assert nearest(wanted, ALL) is None


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ("pt", "pt"),
        ("pt-PT", "pt"),
        ("pt-AO", "pt"),
        ("pt-BR", "pt-BR"),
        ("pt_br", "pt-BR"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-SG", "zh"),
        ("zh-Hans-HK", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("yue", "zh-Hant"),
        ("zh-yue", "zh-Hant"),
        ("yue-CN", "zh"),
        ("sr", "sr-Latn"),
        ("sr-Latn-RS", "sr-Latn"),
        ("sh", "sr-Latn"),
        ("cnr", "sr-Latn"),
        ("bs", "hr"),
        ("iw", "he"),
        ("tl", "fil"),
        ("mo", "ro"),
    ],
)
def test_of_several_variants_the_same_script_and_then_the_nearest_region_is_chosen(wanted: str, tag: str) -> None:
    assert nearest(wanted, VARIANTS) == tag


@pytest.mark.parametrize(
    ("wanted", "offered", "tag"),
    [
        ("zh-TW", ("en", "zh"), "zh"),
        ("zh", ("en", "zh-Hant"), "zh-Hant"),
        ("sr", ("en", "hr", "sr-Latn"), "sr-Latn"),
        ("sr-Latn", ("sr", "sr-Latn"), "sr-Latn"),
        ("sr-ME", ("sr", "sr-Latn"), "sr-Latn"),
        ("sr", ("sr-Latn", "sr"), "sr"),
        ("hr", ("en", "sr"), None),
        ("es-AR", ("es", "es-MX"), "es-MX"),
        ("es-ES", ("es-MX", "es"), "es"),
        ("es-GQ", ("es-MX", "es"), "es"),
        ("en-AU", ("en-US", "en-GB"), "en-GB"),
        ("en-PH", ("en-GB", "en-US"), "en-GB"),
        ("pt", ("pt-PT", "pt-BR"), "pt-BR"),
        ("nb", ("en", "da"), "da"),
        ("nn", ("da", "nb"), "nb"),
    ],
)
def test_another_script_comes_before_another_language_only(
    wanted: str, offered: tuple[str, ...], tag: str | None
) -> None:
    assert nearest(wanted, offered) == tag


@given(st.one_of(st.text(max_size=40), st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}", fullmatch=True)))
def test_any_text_means_an_offered_language_or_none(wanted: str) -> None:
    assert nearest(wanted, VARIANTS) in (None, *VARIANTS)
    assert requested_tag(ALL, wanted) == "" or nearest(requested_tag(ALL, wanted), ALL) == nearest(wanted, ALL)


@pytest.mark.parametrize("tag", VARIANTS)
def test_an_offered_tag_means_itself_in_every_spelling(tag: str) -> None:
    for spelling in (tag, tag.lower(), tag.upper(), tag.replace("-", "_"), f" {tag} "):
        assert nearest(spelling, VARIANTS) == tag


def test_every_locale_of_a_language_means_the_language() -> None:
    for name in locale_identifiers():
        if name.split("_")[0] in LANGUAGES:
            found = chosen(name.replace("_", "-"), offered=ALL)
            assert (found.tag, found.locale.language) == (name.split("_")[0],) * 2


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
        ("en;q=0", "fr"),
        ("en;q=0, *", "fr"),
        ("en;q=0, fr;q=0", "en"),
        ("en-GB;q=0", "en"),
        ("*;q=0", "en"),
        ("*, fr;q=0.5", "en"),
        ("*, en;q=0.5", "fr"),
        ("fr;q=0.5, *;q=0.1", "fr"),
        ("br, en;q=0.5", "en"),
        ("br", "fr"),
        ("br, *;q=0.5", "fr"),
        ("frx, xfr", "en"),
        ("zz-fr", "en"),
        ("fr-Latn-CA-x-private", "fr"),
        (";;;,,q=1", "en"),
        ("fr" + "-a" * 400, "fr"),
        ("en;q=0.1," * 500 + "fr", "en"),
        ("\x00, fr", "fr"),
    ],
)
def test_the_best_accepted_language_that_the_brand_offers_is_chosen(accepted: str, tag: str) -> None:
    assert chosen(accepted).tag == tag


@pytest.mark.parametrize(
    ("accepted", "offered", "tag"),
    [
        ("nn-NO, en;q=0.8", ("en", "nb"), "nb"),
        ("no, en;q=0.8", ("en", "nb"), "nb"),
        ("nb;q=0, *", ("nb", "en"), "en"),
        ("no;q=0, *", ("nb", "en"), "en"),
        ("zh-TW, en;q=0.5", ("en", "zh"), "zh"),
        ("ca, en;q=0.8", ("en", "es"), "en"),
        ("ca", ("en", "es"), "es"),
        ("de", ("fr", "en"), "fr"),
        ("en", ("fr",), "fr"),
        ("", ("fr", "en"), "fr"),
    ],
)
def test_a_language_that_the_browser_names_comes_before_one_that_is_only_readable(
    accepted: str, offered: tuple[str, ...], tag: str
) -> None:
    assert chosen(accepted, offered=offered).tag == tag


@pytest.mark.parametrize(
    ("requested", "tag"),
    [("fr", "fr"), ("FR", "fr"), ("fr-CA", "fr"), ("en", "en"), ("de", "en"), ("", "en"), ("FR'", "en"), (None, "en")],
)
def test_the_language_in_the_address_comes_first(requested: str | None, tag: str) -> None:
    assert chosen("en", requested).tag == tag


def test_an_unknown_language_in_the_address_is_ignored() -> None:
    assert chosen("fr", requested="xx").tag == "fr"


@pytest.mark.parametrize(
    ("accepted", "locale"),
    [
        ("en", "en_GB"),
        ("en-US", "en_US"),
        ("en-us", "en_US"),
        ("en_US", "en_US"),
        ("en-CA", "en_CA"),
        ("en-XX", "en_GB"),
        ("en, en-US;q=0.9", "en_US"),
        ("fr", "fr_FR"),
        ("fr-CA", "fr_CA"),
        ("FR-ca", "fr_CA"),
        ("fr-../../etc/passwd", "fr_FR"),
        ("de-AT, fr-BE", "fr_BE"),
        ("fr-CA, en-US;q=0.5", "fr_CA"),
    ],
)
def test_the_country_of_the_reader_decides_the_locale_of_dates(accepted: str, locale: str) -> None:
    assert str(chosen(accepted).locale) == locale


@pytest.mark.parametrize(
    ("requested", "accepted", "locale"),
    [
        ("de-CH", "", "de_CH"),
        ("de-CH", "de-AT", "de_CH"),
        ("de", "de-AT", "de_AT"),
        ("de-XX", "de-AT", "de_AT"),
        ("tlh-US", "en", "en_GB"),
        ("tlh-US", "fr-CA", "fr_CA"),
        ("de", "en-US", "de_DE"),
        ("en_us", "en-GB", "en_US"),
        ("pt-BR", "", "pt_BR"),
        ("zh-Hant-HK", "", "zh_Hans_HK"),
        ("zh-TW", "", "zh_Hans_CN"),
        ("no-NO", "", "nb_NO"),
        ("gsw-CH", "", "de_CH"),
    ],
)
def test_the_country_in_the_address_comes_before_the_browsers(requested: str, accepted: str, locale: str) -> None:
    assert str(chosen(accepted, requested, ALL).locale) == locale


@pytest.mark.parametrize(
    ("requested", "tag"),
    [
        ("fr_FR", "fr"),
        ("no", "nb"),
        ("DE", "de"),
        ("en_us", "en-US"),
        ("pt-BR", "pt-BR"),
        ("zh-Hant-HK", "zh-Hans-HK"),
        ("zh-TW", "zh"),
        ("xx", ""),
        ("", ""),
    ],
)
def test_addresses_repeat_a_language_in_its_canonical_form(requested: str, tag: str) -> None:
    assert requested_tag(ALL, requested) == tag


def test_the_same_header_is_read_once() -> None:
    assert chosen("fr-CA, en;q=0.1") is chosen("fr-CA, en;q=0.1")
