"""The embed and oEmbed as a merchant's CMS asks for them."""

from urllib.parse import urlsplit

import pytest

from tests.support.page_rules import elements
from tests.support.sites import FJORD, NORTHWIND, OPEN, Site
from tests.support.visitor import Visitor

SLI = "10482203"

LINK = "https://track.northwind.example/track?slino=10482203&lang=fr&account=geodis&utm_source=mail"


def test_a_link_of_the_site_is_told_as_an_iframe_that_keeps_what_it_asks_for(visitor: Visitor) -> None:
    answer = visitor.raw("GET", "/oembed", {"url": LINK}).get_json()
    assert (answer["version"], answer["type"], answer["width"]) == ("1.0", "rich", 480)
    assert "/embed?slino=10482203&amp;lang=fr&amp;account=geodis&#34;" in answer["html"].replace('"', "&#34;")
    assert "utm_source" not in answer["html"]


def test_the_page_of_a_number_says_how_it_is_embedded_and_that_is_true(site: Site) -> None:
    for host in (NORTHWIND, FJORD):
        visitor = site.visitor.at(host)
        (link,) = (
            each
            for each in elements(visitor.get(f"/track?slino={SLI}&account=geodis").text, "link")
            if each.get("type") == "application/json+oembed"
        )
        address = urlsplit(str(link.get("href")))
        assert address.netloc == host
        content = visitor.get(f"{address.path}?{address.query}").get_json()
        assert content["provider_url"] == f"https://{host}"
        assert f"/embed?slino={SLI}" in content["html"]


def test_the_page_of_a_sealed_link_says_it_to_nobody(site: Site) -> None:
    assert "oembed" not in site.visitor.get(f"/t/{site.token(OPEN[0])}").text


@pytest.mark.parametrize("most", ["300", "9999", "1", "x", "\u0663"])
def test_an_iframe_is_as_wide_as_the_page_has_room_for(visitor: Visitor, most: str) -> None:
    width = visitor.raw("GET", "/oembed", {"url": LINK, "maxwidth": most}).get_json()["width"]
    assert 260 <= width <= 480


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": LINK, "format": "xml"}, 501),
        ({"url": "https://elsewhere.example/track?slino=10482203"}, 404),
        ({"url": "https://track.northwind.example/track"}, 404),
        ({"url": "https://track.northwind.example/t/a/b"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[/"}, 404),
        ({}, 404),
    ],
)
def test_what_cannot_be_embedded_is_refused(visitor: Visitor, query: dict[str, str], status: int) -> None:
    assert visitor.raw("GET", "/oembed", query).status_code == status


def test_only_the_merchants_that_a_brand_names_may_frame_it(visitor: Visitor) -> None:
    policy = visitor.raw("GET", "/embed").headers["Content-Security-Policy"]
    assert "frame-ancestors" in policy
    assert "*" not in policy
