"""What a brand says in its own words: its texts in the reader's language, its sentences in the place of the site's."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking_site.config import EVERY_LANGUAGE, Brand


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the brand's; `lang` where its language is another one than the reader's."""

    text: str
    lang: str | None


def said(texts: Mapping[str, str], tag: str, brand: Brand) -> Said:
    """A text in the reader's language, or the nearest that there is: its own, without its country, the brand's first."""
    for wanted in (tag, tag.partition("-")[0], EVERY_LANGUAGE, *(brand.languages or ())):
        if wanted in texts:
            return Said(texts[wanted], None if wanted in (tag, EVERY_LANGUAGE) else wanted)
    lang, text = next(iter(texts.items()))
    return Said(text, lang)


def say_brand(brand: Brand, tag: str, key: str, default: str) -> str:
    """A main sentence in the brand's words where it has some in the reader's language; the site's where it has none."""
    own = brand.wording.get(tag) or brand.wording.get(tag.partition("-")[0]) or {}
    return own.get(key, default)
