"""Postcodes, compared as people and systems write them: any case and blanks, a country's prefix, zeros lost, ZIP+4."""

import re
from dataclasses import dataclass

from tracking_site.domain.normalisation import normal_form

MIN_SIGNIFICANT_DIGITS = 3
MAX_DIGITS = 8

# The prefixes under which a postcode is written on letters (ISO 3166, or the sign on cars), by the form of the code behind
# it. A prefix is only removed from a code of its own country's form: letters that belong to a code stay.
_PREFIXES = (
    (r"\d{3}", ("FO", "IS")),
    (r"\d{4}", ("A", "AT", "AU", "B", "BE", "BG", "CH", "CY", "DK", "GL", "H", "HU", "L", "LI", "LU", "LV")),
    (r"\d{4}", ("MD", "N", "NL", "NO", "NZ", "PH", "SI", "SLO", "ZA")),
    (r"\d{5}", ("AX", "CZ", "D", "DE", "E", "EE", "ES", "F", "FI", "FIN", "FR", "GR", "HR", "I", "ID", "IT", "KE")),
    (r"\d{5}", ("LT", "MC", "ME", "MX", "MY", "PL", "RS", "S", "SE", "SK", "SM", "TR", "UA", "US", "USA", "VA")),
    (r"\d{6}", ("BY", "CN", "IN", "KZ", "RO", "RU", "SG", "VN")),
    (r"\d{7}", ("CL", "IL", "JP", "P", "PT")),
    (r"\d{8}", ("BR",)),
    (r"\d{9}", ("US", "USA")),
    (r"\d{4}[A-Z]{2}", ("NL",)),
    (r"[A-Z]\d[A-Z]\d[A-Z]\d", ("CA", "CDN")),
    (r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", ("GB", "UK")),
    (r"[A-Z]\d[\dW][A-Z\d]{4}", ("IE", "IRL")),
)
_PREFIXED = re.compile("|".join(f"(?:{'|'.join(prefixes)})(?={form}$)" for form, prefixes in _PREFIXES))
# Five digits and four, with the hyphen or without; a numeric field can have lost the first zero.
_ZIP_PLUS_4 = re.compile(r"(\d{5})[ -]?(\d{4})|(\d{4})-(\d{4})")


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode in its normal form; `extension` has the four digits of a ZIP+4 code, which need not be given."""

    code: str
    extension: str | None = None


def read_postcode(text: str) -> Postcode | None:
    """Return the postcode that a text means; None for an empty text and a placeholder (`-`, `N/A`, `00000`)."""
    written = re.sub("[^0-9A-Z -]", "", normal_form(text).upper()).strip(" -")
    match = _ZIP_PLUS_4.fullmatch(re.sub(r"^(?:US|USA)[ -]?(?=\d)", "", written))
    if match:
        code, extension = match[1] or match[3], match[2] or match[4]
    else:
        code, extension = re.sub("[ -]", "", written), None
        code = _PREFIXED.sub("", code, count=1) if _PREFIXED.match(code) else code
    if not any("1" <= character <= "9" for character in code):
        return None
    return Postcode(_without_zeros(code), extension)


def _without_zeros(code: str) -> str:
    """Return a code of digits without its leading zeros, which a numeric field loses."""
    bare = code.lstrip("0")
    return bare if code.isdigit() and len(bare) >= MIN_SIGNIFICANT_DIGITS and len(code) <= MAX_DIGITS else code
