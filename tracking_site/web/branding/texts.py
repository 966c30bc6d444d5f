"""A brand's own texts in the reader's language, and its own wording of the site's main sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking_site.config import EVERY_LANGUAGE, Brand


@dataclass(frozen=True, slots=True)
class BrandText:
    """A text of the brand; `lang` is its language if that is not the reader's."""

    text: str
    lang: str | None


def brand_text(texts: Mapping[str, str], tag: str, brand: Brand) -> BrandText:
    """Return the text in the reader's language, or the nearest.

    Tried in this order: the reader's language, the same without a country, the text for every language, the brand's
    languages, and any language.
    """
    for candidate in (tag, tag.partition("-")[0], EVERY_LANGUAGE, *(brand.languages or ())):
        if candidate in texts:
            return BrandText(texts[candidate], None if candidate in (tag, EVERY_LANGUAGE) else candidate)
    lang, text = next(iter(texts.items()))
    return BrandText(text, lang)


def brand_wording(brand: Brand, tag: str, key: str, default: str) -> str:
    """Return the brand's wording of a main sentence in the reader's language, or the site's own (`default`)."""
    own = brand.wording.get(tag) or brand.wording.get(tag.partition("-")[0]) or {}
    return own.get(key, default)
