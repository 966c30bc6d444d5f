"""The reader of a page: what every sentence and every time on it depends on."""

from dataclasses import dataclass
from datetime import date, datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel import Locale

from tracking_site.web.i18n.languages import Language


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader's language and locale, the time zone of the brand, and the day that is today in it."""

    words: NullTranslations
    locale: Locale
    zone: ZoneInfo
    today: date

    @classmethod
    def of(cls, language: Language, zone: ZoneInfo, now: datetime) -> "Reader":
        """Return the reader of a page in a language whose times are in a zone; `now` says which day is today."""
        return cls(language.words, language.locale, zone, now.astimezone(zone).date())

    def gettext(self, text: str) -> str:
        """Return a text in the reader's language."""
        return self.words.gettext(text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form of a text that goes with a count."""
        return self.words.ngettext(singular, plural, count)
