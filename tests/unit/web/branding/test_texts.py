"""A brand's text is in the reader's language, or in the nearest one, which the page then names."""

import pytest

from tracking_site.config import EVERY_LANGUAGE, Brand
from tracking_site.web.branding.texts import BrandText, brand_text, brand_wording


def brand(**fields: object) -> Brand:
    return Brand.model_validate({"id": "shop", "name": "Shop", "accounts": ["nord"], **fields})


@pytest.mark.parametrize(
    ("texts", "tag", "expected"),
    [
        pytest.param({"fr": "Pain", "en": "Bread"}, "fr", BrandText("Pain", None), id="own language"),
        pytest.param({"pt": "Pão", "en": "Bread"}, "pt-BR", BrandText("Pão", "pt"), id="without the country"),
        pytest.param({EVERY_LANGUAGE: "Bread"}, "fr", BrandText("Bread", None), id="one text for every language"),
        pytest.param({EVERY_LANGUAGE: "Bread", "fr": "Pain"}, "fr", BrandText("Pain", None), id="own before every"),
        pytest.param({"en": "Bread", "da": "Brød"}, "fr", BrandText("Brød", "da"), id="the brand's first language"),
        pytest.param({"es": "Pan", "it": "Pane"}, "fr", BrandText("Pan", "es"), id="any language"),
    ],
)
def test_a_text_is_the_nearest_to_the_readers_language(texts: dict[str, str], tag: str, expected: BrandText) -> None:
    assert brand_text(texts, tag, brand(languages=["da", "en"])) == expected


def test_a_brand_without_a_list_of_languages_has_texts_too() -> None:
    assert brand_text({"es": "Pan"}, "fr", brand()) == BrandText("Pan", "es")


@pytest.mark.parametrize(
    ("tag", "key", "expected"),
    [
        ("en", "home_title", "Where is my bread?"),
        ("en-US", "home_title", "Where is my bread?"),
        ("fr", "home_title", "the site's own"),
        ("en", "home_lead", "the site's own"),
    ],
)
def test_a_sentence_is_the_brands_only_in_a_language_that_has_it(tag: str, key: str, expected: str) -> None:
    shop = brand(wording={"en": {"home_title": "Where is my bread?"}})
    assert brand_wording(shop, tag, key, "the site's own") == expected
