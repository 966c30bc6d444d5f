"""The banner above a brand's pages, and the time during which it is shown."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, InstanceOf

from tracking_site.config.brand_fields import Picture
from tracking_site.config.fields import WebPage
from tracking_site.config.localised_text import Labels, Sentences
from tracking_site.config.problems import Problem, invalid
from tracking_site.config.section import Raw, Section

_INVALID_MOMENT = "must be a date such as 2026-12-24, or a date and a time such as 2026-12-24T18:00:00"
_DAY = timedelta(days=1)


def _moment(value: Any) -> date:
    """Return a date or time from TOML's own type, or from a string, since `env:` and `file:` give strings."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == len("2026-12-24") else datetime.fromisoformat(value)
        except ValueError:
            raise invalid(_INVALID_MOMENT) from None
    # Year 9999 is excluded: the next day could not be represented in every time zone.
    if not isinstance(value, date) or not 1970 <= value.year < 9999:
        raise invalid(_INVALID_MOMENT)
    return value


Moment = Annotated[InstanceOf[date], BeforeValidator(_moment)]


def _instant(moment: date, zone: ZoneInfo, *, after_the_day: bool = False) -> datetime:
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    day = moment + _DAY if after_the_day else moment
    return datetime.combine(day, time(), zone).astimezone(UTC)


class Banner(Section):
    """A text, a picture or both, with an optional link; a date in `until` includes that day."""

    text: Sentences | None = None
    image: Picture | None = None
    alt: Labels | None = None
    link: WebPage | None = None
    begins: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None

    def shown_at(self, now: datetime, zone: ZoneInfo) -> bool:
        """Tell whether the banner is shown at a time; `from` and `until` without an offset are in `zone`."""
        begun = self.begins is None or _instant(self.begins, zone) <= now
        return begun and (self.until is None or now < _instant(self.until, zone, after_the_day=True))

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Require a text or a picture, and an alternative text for a picture without a text."""
        text, image, alt = (raw.get(name) is not None for name in ("text", "image", "alt"))
        if not text and not image:
            yield Problem(("text",), "is required where there is no image")
        elif not text and not alt:
            yield Problem(("alt",), "is required where the image stands without a text")
        if alt and not image:
            yield Problem(("alt",), "goes with an image alone")


def ends_before_it_begins(raw: Raw, zone: ZoneInfo) -> bool:
    """Tell whether `until` comes before `from`; False where either is missing or invalid."""
    try:
        begins, until = _moment(raw.get("from")), _moment(raw.get("until"))
    except ValueError:
        return False
    return _instant(until, zone, after_the_day=True) <= _instant(begins, zone)
