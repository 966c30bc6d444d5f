"""The languages of the site, and the choice of one for a reader."""

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from werkzeug.datastructures import LanguageAccept

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
# Codes under which browsers also request a language.
ALIASES = {"no": "nb", "nn": "nb"}


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


def choose_language(offered: Sequence[str], requested: str | None, accepted: LanguageAccept) -> Language:
    """Return the language of a request.

    `requested` (`?lang=`) comes before the languages that the browser accepts, and those before the first that the brand
    offers. The browser's country decides the locale in either case.
    """
    candidates = [tag for tag in offered if tag == requested] or offered
    for wanted, quality in accepted:
        match = _match(candidates, wanted)
        if quality > 0 and match:
            return language(match, wanted)
    return language(candidates[0], None)


def _match(offered: Sequence[str], wanted: str) -> str | None:
    tag_wanted = wanted.lower().replace("_", "-")
    tag_wanted = ALIASES.get(tag_wanted.split("-", maxsplit=1)[0], tag_wanted)
    exact = next((tag for tag in offered if tag.lower() == tag_wanted), None)
    return exact or next((tag for tag in offered if tag.lower() == tag_wanted.split("-")[0]), None)


@cache
def _language(tag: str, locale: str) -> Language:
    return Language(tag, Locale.parse(locale), _catalogue(tag))


def language(tag: str, wanted: str | None = None) -> Language:
    """Return a language, with the dates of the wanted locale if Babel knows it (`en-US` within `en`)."""
    locale = (wanted or "").replace("-", "_").lower()
    return _language(tag, _locales_of(tag).get(locale, LANGUAGES[tag]))


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
