"""What a brand says in its own words: its texts in the reader's language, its sentences in the place of the site's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracking_site.config import EVERY_LANGUAGE, Brand

if TYPE_CHECKING:
    from tracking_site.web.http.errors import ErrorView
    from tracking_site.web.pages.shipment_view import ShipmentView

_ERRORS = {"unknown_shipment": "not_found", "expired_link": "expired"}
_UNAVAILABLE = 503


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


def in_brands_words(view: "ShipmentView", brand: Brand, tag: str) -> "ShipmentView":
    """The shipment page with the brand's own status and lead; a stage is called as its status is."""
    stages = tuple(
        replace(stage, label=say_brand(brand, tag, f"status_{stage.tone}", stage.label)) for stage in view.stages
    )
    return replace(
        view,
        stages=stages,
        title=say_brand(brand, tag, f"status_{view.tone}", view.title),
        lead=say_brand(brand, tag, f"lead_{view.tone}", view.lead),
    )


def error_in_brands_words(view: "ErrorView", brand: Brand, tag: str) -> "ErrorView":
    """An error's page with the brand's own title and text, of the errors that it may word."""
    kind = "unavailable" if view.status == _UNAVAILABLE else _ERRORS.get(view.code)
    return replace(
        view,
        title=say_brand(brand, tag, f"{kind}_title", view.title),
        text=say_brand(brand, tag, f"{kind}_text", view.text),
    )
