"""The languages of the site: their catalogues, and the locales of their dates."""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tracking_site import assets

# For each language, which has a catalogue, the locale of dates and numbers for readers who name no country.
LANGUAGES = {
    "en": "en_GB",
    "fr": "fr_FR",
    "da": "da_DK",
    "de": "de_DE",
    "es": "es_ES",
    "pt": "pt_PT",
    "it": "it_IT",
    "nl": "nl_NL",
    "sv": "sv_SE",
    "nb": "nb_NO",
    "pl": "pl_PL",
    "fi": "fi_FI",
    "hi": "hi_IN",
    "ar": "ar_AE",
    "ms": "ms_MY",
    "id": "id_ID",
    "sw": "sw_KE",
    "zh": "zh_Hans_CN",
    "ja": "ja_JP",
}
SOURCE_LANGUAGE = "en"
SCRIPT_CODE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Language:
    """A language of a reader: its catalogue (`words`) and the locale of its dates."""

    tag: str
    locale: Locale
    words: gettext.NullTranslations

    @property
    def direction(self) -> str:
        """The writing direction, `ltr` or `rtl`."""
        return self.locale.text_direction

    @property
    def own_name(self) -> str:
        """The language's name in the language itself, as a menu shows it."""
        name = Locale.parse(self.tag, sep="-").get_display_name() or self.tag
        return name[:1].upper() + name[1:]


@cache
def _language(tag: str, locale: str) -> Language:
    return Language(tag, Locale.parse(locale), _catalogue(tag))


def language(tag: str, locale: str | None = None) -> Language:
    """Return a language, with the dates of a locale; left out: of the one in `LANGUAGES`."""
    return _language(tag, locale or LANGUAGES[tag])


def country_locale(tag: str, country: str) -> str | None:
    """Return Babel's locale of a language in a country (ISO 3166 or UN M.49); None where it has none."""
    scripts = "".join(f"_{script}" for script in _scripts(LANGUAGES[tag]))
    base = tag.split("-", maxsplit=1)[0]
    names = (f"{base}{scripts}_{country}".lower(), f"{base}_{country}".lower())
    return next((_locales_of(tag)[name] for name in names if name in _locales_of(tag)), None)


@cache
def _locales_of(tag: str) -> Mapping[str, str]:
    """Return Babel's locales of a language that name a country, by their names in lower case.

    Locales without a country are left out, because Babel would use the largest country: the United States for English.
    So are locales in another script than the catalogue's.
    """
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - the import reads a folder

    base = tag.split("-", maxsplit=1)[0]
    catalogue_script = _scripts(LANGUAGES[tag])
    names = (name for name in locale_identifiers() if name.startswith(f"{base}_"))
    return {name.lower(): name for name in names if _scripts(name) <= catalogue_script}


def _scripts(name: str) -> set[str]:
    return {part for part in name.split("_") if len(part) == SCRIPT_CODE_LENGTH}


@cache
def _catalogue(tag: str) -> gettext.NullTranslations:
    """Return the catalogue of a language, compiled from its source on first use (decision 7)."""
    path = assets.TRANSLATIONS / tag.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    if tag == SOURCE_LANGUAGE and not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=tag.replace("-", "_")))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
