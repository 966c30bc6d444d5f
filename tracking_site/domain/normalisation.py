"""The normal form of numbers: what is typed in any script, width or dash, as the plain characters that are meant."""

import re
import unicodedata
from collections.abc import Iterator

# What is not displayed: Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties.txt), and the
# marks of interlinear annotations. The override from right to left (U+202E) stays: it changes what a text seems to say.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202d\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSEEN_PATTERN = re.compile(f"[{_UNSEEN}]+")
# \s is every blank of Unicode; the empty pattern of Braille looks like one.
_BLANKS = re.compile("[\\s\u2800]+")
# Beside the category Pd: signs for minus, hyphens that are no punctuation, and lines that input methods write for a dash.
_OTHER_DASHES = "\u02d7\u2043\u2212\u2796\u23af\u2500\u2501"
_PLANES_WITH_DIGITS = 0x20000


def _plain_characters() -> Iterator[tuple[int, str]]:
    """Yield every decimal digit and every dash beyond ASCII, with the character of ASCII that it means."""
    for number in range(0x80, _PLANES_WITH_DIGITS):
        character = chr(number)
        category = unicodedata.category(character)
        if category == "Nd":
            yield number, str(unicodedata.decimal(character))
        elif category == "Pd" or character in _OTHER_DASHES:
            yield number, "-"


_PLAIN = dict(_plain_characters())
# The key of the dash writes the long vowel mark of Japanese; between plain characters it is a dash.
_VOWEL_MARK = re.compile("(?<=[0-9A-Za-z])\u30fc(?=[0-9A-Za-z])")


def without_unseen(text: str) -> str:
    """Return a text without the characters that are not displayed: joiners, soft hyphens, variation selectors, tags."""
    return _UNSEEN_PATTERN.sub("", text)


def normal_form(text: str) -> str:
    """Return a text with compatibility characters replaced (NFKC), decimal digits and dashes of every script in ASCII.

    What is not displayed is removed, and blanks of every kind become one; letters of other scripts and accents stay.
    """
    if text.isascii():
        return _BLANKS.sub(" ", text).strip(" ")
    composed = unicodedata.normalize("NFKC", without_unseen(text))
    plain = _BLANKS.sub(" ", without_unseen(composed).translate(_PLAIN)).strip(" ")
    return unicodedata.normalize("NFC", _VOWEL_MARK.sub("-", plain))
