"""Amounts with their unit, in the plural form that a language has for the number (UTS 35, part 2, section 6)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, cast

from babel import Locale
from babel.localedata import LocaleDataDict, load
from babel.numbers import format_decimal

Length = Literal["long", "short"]


def unit_text(amount: float, unit: str, length: Length, locale: Locale) -> str:
    """Return an amount of a unit (`duration-hour`, `length-kilometer`).

    Babel's `format_unit` is not used: where CLDR leaves a plural form out, because it is the same as `other`, Babel 2.18
    takes the unit's name instead ("1 horas").
    """
    pattern = _pattern(unit, length, locale.plural_form(amount), locale)
    return pattern.replace("{0}", str(format_decimal(amount, locale=locale, numbering_system="latn")))


def joined_units(amounts: Sequence[str], length: Length, locale: Locale) -> str:
    """Return the amounts of a compound (hours and minutes) joined, one or two of them."""
    if len(amounts) == 1:
        return amounts[0]
    first, second = amounts
    return _pair_pattern(length, locale).replace("{0}", first).replace("{1}", second)


@lru_cache(maxsize=1024)
def _pattern(unit: str, length: Length, plural: str, locale: Locale) -> str:
    lengths = _data(locale)["unit_patterns"][unit]
    forms = [lengths.get(each, {}) for each in (length, "short")]
    return str(next(form[each] for form in forms for each in (plural, "other") if each in form))


@lru_cache(maxsize=256)
def _pair_pattern(length: Length, locale: Locale) -> str:
    """Return CLDR's pattern of two units; what a locale leaves out is in its shorter or general list."""
    lists = _data(locale)["list_patterns"]
    styles = ("unit-short", "unit", "standard") if length == "short" else ("unit", "standard")
    return str(next(lists[style]["2"] for style in styles if "2" in lists.get(style, {})))


@lru_cache(maxsize=64)
def _data(locale: Locale) -> LocaleDataDict:
    return LocaleDataDict(cast("dict[str | int | None, Any]", load(str(locale))))
