"""The postcode at the end of an address that a carrier writes into one line.

Formats: Universal Postal Union, "Addressing solutions"; names of countries: CLDR.
A number that may be that of a house is no postcode: where it is in doubt, there is none.
"""

import re
from functools import lru_cache

from babel import Locale

LANGUAGES_OF_NAMES = ("en", "fr", "de", "es", "it", "pt", "nl", "da", "sv", "nb")
MAX_CITY_WORDS = 4

# With letters or hyphens in their midst, so that they are no number of a house.
_DISTINCT = (
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # United Kingdom
    r"|[A-Z]\d[A-Z] ?-?\d[A-Z]\d"  # Canada
    r"|[AC-FHKNPRTV-Y]\d[\dW] [A-Z\d]{4}"  # Ireland
    r"|\d{4} ?[A-Z]{2}"  # Netherlands
    r"|\d{5}-\d{3,4}"  # Brazil, United States
    r"|\d{4}-\d{3}|\d{3}-\d{4}|\d{2}-\d{3}"  # Portugal, Japan, Poland
    r"|[A-Z]{1,3}-\d{4,6}"  # with the letters of the country
    r"|AZ ?\d{4}|AD\d{3}"  # Azerbaijan, Andorra
)
_GROUPED = r"\d{3} \d{2,3}"  # Sweden, Czechia, Slovakia, Greece; India
_PLAIN = r"\d{4,6}"
_WHOLE = re.compile(rf"(?:{_DISTINCT}|{_GROUPED}|{_PLAIN})", re.IGNORECASE)
_WHOLE_DISTINCT = re.compile(rf"(?:{_DISTINCT}|\d{{6}}|\d{{3}} \d{{3}})", re.IGNORECASE)
_CITY = r"[^\W\d_][^\d,]*?"
_AFTER_CITY = re.compile(rf"(?P<city>.*?[^\W\d_][^\d,]*?)[ -]+(?P<code>{_DISTINCT}|{_GROUPED}|{_PLAIN})", re.IGNORECASE)
_BEFORE_CITY = re.compile(rf"(?P<code>{_DISTINCT}|{_GROUPED}|{_PLAIN}) (?P<city>{_CITY}(?: \d{{1,2}})?)", re.IGNORECASE)
_IN_ONE_LINE = re.compile(
    rf"(?P<street>.*\d.*[^\W\d_].*|.*[^\W\d_].*\d.*) (?P<code>{_DISTINCT}|\d{{5}}) (?P<city>{_CITY})"
)
_NETHERLANDS = re.compile(r"\d{4} ?[A-Z]{2}")

# Words after or before which a number is that of a house, a box or a road.
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|av|avenida|lane|ln|drive|dr|boulevard|blvd|way|court|ct|square|sq|highway|hwy|"
    r"route|rue|allée|allee|chemin|cours|quai|impasse|place|platz|plaza|weg|via|viale|corso|calle|carrer|rua|travessa|"
    r"jalan|jl|lorong|soi|marg|nagar|box|unit|apt|apartment|suite|floor|level|flat|block|building|house|plot|shop|room|"
    r"no|nr|tower|sector|phase|terrace|crescent|parkway|pkwy|broadway|estate)\b\.?"
    r"|(?:straße|strasse|str\.?|gasse|weg|platz|allee|damm|ufer|straat|laan|gracht|plein|vej|gade|gata|gatan|vägen|veien|katu)\b",
    re.IGNORECASE,
)


def postcode_at_end(address: str | None) -> str | None:
    """Return the postcode at the end of an address, before its country; None where there is none, or it is in doubt."""
    parts = [part.strip(" .;〒") for part in (address or "").split(",")]
    parts = [part for part in parts if part]
    while len(parts) > 1 and (_is_country(parts[-1]) or _is_state_code(parts[-1])):
        parts.pop()
    if not parts:
        return None
    *before, last = parts
    return _in_last_part(last, before) or _before_city(last, before)


def _in_last_part(last: str, before: list[str]) -> str | None:
    last = _without_country(last)
    if _WHOLE.fullmatch(last):
        return last if _is_number_of_city(last, before) else None
    one_line = _IN_ONE_LINE.fullmatch(last)
    if one_line and _is_city(one_line["city"]):
        return str(one_line["code"])
    has_house_number = any(any(map(str.isdigit, part)) for part in before)
    match = _AFTER_CITY.fullmatch(last)
    if match:
        return _after_city(match["city"], match["code"], has_house_number=has_house_number)
    match = _BEFORE_CITY.fullmatch(last)
    return str(match["code"]) if match and before and has_house_number and _is_city(match["city"]) else None


def _is_number_of_city(code: str, before: list[str]) -> bool:
    """Tell whether a part that is a number alone follows a city, and not a street."""
    if _WHOLE_DISTINCT.fullmatch(code):
        return bool(before)
    if not before or _STREET.search(before[-1]):
        return False
    return len(code) > 4 or (len(before) > 1 and not any(map(str.isdigit, before[-1])))


def _after_city(city: str, code: str, *, has_house_number: bool) -> str | None:
    if re.fullmatch(_DISTINCT, code, re.IGNORECASE) and not code.isdigit():
        return None if _NETHERLANDS.fullmatch(code) and _STREET.search(city) else code
    has_house_number = has_house_number or any(map(str.isdigit, city))
    words = re.split(r"\d", city)[-1]
    if not has_house_number or _STREET.search(_last_words(words) if any(map(str.isdigit, city)) else words):
        return None
    return code


def _last_words(text: str) -> str:
    """Return the last two words: in a single line, the street stands before the city."""
    return " ".join(text.split()[-2:])


def _before_city(last: str, before: list[str]) -> str | None:
    """Return a postcode that is a part by itself, before the city or the state."""
    if any(map(str.isdigit, last)):
        return None
    earlier = [part for part in before if any(map(str.isdigit, part))]
    if not before or not earlier:
        return None
    code = earlier[-1]
    followed_by = before[before.index(code) + 1 :]
    if len(followed_by) > 1 or not _WHOLE.fullmatch(code):
        return None
    is_sure = _WHOLE_DISTINCT.fullmatch(code) or (len(code) == 5 and len(earlier) > 1)
    return code if is_sure else None


def _is_city(text: str) -> bool:
    return len(text.split()) <= MAX_CITY_WORDS and not _STREET.search(text)


def _is_state_code(text: str) -> bool:
    return re.fullmatch(r"[A-Z]{2,3}", text) is not None


def _is_country(text: str) -> bool:
    return text.casefold().strip(".") in _countries()


def _without_country(text: str) -> str:
    """Return a part without a country's name at its end, as in `London SW1A 1AA UK`."""
    words = text.split()
    for count in (3, 2, 1):
        if len(words) > count and any(map(str.isdigit, words[-count - 1])) and _is_country(" ".join(words[-count:])):
            return " ".join(words[:-count])
    return text


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """Return the names of countries in some languages, and their codes."""
    names = {"usa", "u.s.a", "us", "uk", "u.k", "uae", "england", "scotland", "wales", "great britain", "holland"}
    for language in LANGUAGES_OF_NAMES:
        territories = Locale.parse(language).territories
        names |= {str(name).casefold() for code, name in territories.items() if len(code) == 2}
    return frozenset(names)
