"""What mail programs and scanners make of a link is undone."""

from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.tracking.query.spoilt_links import MAX_LAYERS, clean_token, decoded_value, layers

TOKEN = "Ab3_-" * 18
LINK = "https://track.northwind.example/track?ordno=NW-10255&lang=fr"


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        LINK.replace("&", "&amp;"),
        LINK.replace("&", "&amp;amp;amp;"),
        LINK.replace("&", "&#38;"),
        LINK.replace("=", "=3D"),
        LINK.replace("=", "=3D").replace("lang", "la=\r\nng"),
        LINK.replace("=", "=3D").replace("lang", "la=\nng"),
        LINK.replace("track", "tr\u00adack\u200b"),
        quote(LINK, safe=""),
        quote(quote(LINK, safe=""), safe=""),
        quote(quote(quote(LINK, safe=""), safe=""), safe=""),
        f"https://urldefense.com/v3/__{LINK}__;!!NEt6yMaO-gk!x$",
        f"https://urldefense.us/v3/__{LINK.replace('=', '*')}__;PT0!!NEt6yMaO-gk!x$",
        f"https://urldefense.com/v3/__{LINK.replace('-', '**A').replace('10255', '10255')}__;LS0!!x!y$".replace(
            "**A", "*"
        ),
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__track.northwind.example_track-3Fordno-3DNW-2D10255-26lang-3Dfr&d=Dw&e=",
        f"https://eu-west-1.protection.sophos.com?d=northwind.example&u={b64encode(LINK.encode()).decode()}&i=1",
    ],
)
def test_the_link_is_in_one_of_the_layers(text: str) -> None:
    assert any(LINK in layer for layer in layers(text))


def test_urldefense_replaces_several_characters_by_two_asterisks_and_their_number() -> None:
    wrapped = "https://urldefense.com/v3/__https://track.example/track?ordno=A**CB__;IyMjIw!!x!y$"
    assert any("ordno=A####B" in layer for layer in layers(wrapped))


@given(st.text(max_size=200))
def test_any_text_has_few_layers(text: str) -> None:
    assert 1 <= len(list(layers(text))) <= MAX_LAYERS


def test_what_only_looks_like_an_entity_or_an_escape_stays() -> None:
    for value in ("100%", "A&B", "A&copy=1", "50 % off", "a=3b"):
        assert decoded_value(value) == value


@pytest.mark.parametrize(
    "spoilt",
    [
        "{}.",
        "{})",
        "<{}>",
        '"{}"',
        "{}%E2%80%8B",
        "{}%25E2%2580%258B",
        "=3D{}",
        "3D{}",
        "{}。",
        "{}?lang=fr",
        "{} and more",
        "{}&amp;x=1",
    ],
)
def test_a_token_is_found_between_what_sticks_to_it(spoilt: str) -> None:
    assert clean_token(spoilt.format(TOKEN)) == TOKEN


def test_a_token_in_order_and_what_is_none_stay_as_they_are() -> None:
    for token in (TOKEN, "x", "", "é" * 50, "A" * 39):
        assert clean_token(token) == token
