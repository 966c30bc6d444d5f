"""The languages of the site, and which of them a reader gets."""

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

# One line and one catalogue a language: the locale in which dates and numbers are written where the reader names no country.
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
LETTERS_OF_A_SCRIPT = 4
# What readers of one language also ask for it by.
ALSO_READ = {"no": "nb", "nn": "nb"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language as a reader gets it: its words, and the locale in which its dates are written."""

    tag: str
    locale: Locale
    words: gettext.NullTranslations

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.locale.text_direction

    @property
    def own_name(self) -> str:
        """The language in its own words, as a menu shows it."""
        name = Locale.parse(self.tag, sep="-").get_display_name() or self.tag
        return name[:1].upper() + name[1:]


def choose(offered: Sequence[str], asked: str | None, accepted: LanguageAccept) -> Language:
    """The language of a request: `?lang=`, then what the browser accepts, then the first that the brand offers."""
    chosen = [tag for tag in offered if tag == asked] or offered
    for wanted, quality in accepted:
        match = _offered_as(chosen, wanted)
        if quality > 0 and match:
            return language(match, wanted)
    return language(chosen[0], None)


def _offered_as(offered: Sequence[str], wanted: str) -> str | None:
    folded = wanted.lower().replace("_", "-")
    folded = ALSO_READ.get(folded.split("-", maxsplit=1)[0], folded)
    exact = next((tag for tag in offered if tag.lower() == folded), None)
    return exact or next((tag for tag in offered if tag.lower() == folded.split("-")[0]), None)


@cache
def _language(tag: str, locale: str) -> Language:
    return Language(tag, Locale.parse(locale), _catalogue(tag))


def language(tag: str, wanted: str | None = None) -> Language:
    """A language, with dates as the wanted locale writes them where Babel knows it (`en-US` within `en`)."""
    locale = (wanted or "").replace("-", "_").lower()
    return _language(tag, _locales_of(tag).get(locale, LANGUAGES[tag]))


@cache
def _locales_of(tag: str) -> Mapping[str, str]:
    """Babel's locales of a language in its countries, by their names in small letters: browsers write them as they like.

    Without a country Babel takes the largest, and writes English as in the United States. Locales of another script than
    the catalogue's are left out: their dates would not fit.
    """
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - reads a folder; only where it is asked for

    base = tag.split("-", maxsplit=1)[0]
    own_script = _scripts(LANGUAGES[tag])
    names = (name for name in locale_identifiers() if name.startswith(f"{base}_"))
    return {name.lower(): name for name in names if _scripts(name) <= own_script}


def _scripts(name: str) -> set[str]:
    return {part for part in name.split("_") if len(part) == LETTERS_OF_A_SCRIPT}


@cache
def _catalogue(tag: str) -> gettext.NullTranslations:
    """The catalogue, compiled when it is first needed: the repository and the wheel hold its source alone."""
    path = assets.TRANSLATIONS / tag.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    if tag == SOURCE_LANGUAGE and not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=tag.replace("-", "_")))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
