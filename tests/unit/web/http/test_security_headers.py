"""A page may load the site's own files and what the configuration names, and nothing else."""

from flask import Response

from tracking_site.config import Brand, TileMap
from tracking_site.web.http.security_headers import embed_policy, page_policy, set_headers, strict_by_default


def brand(**fields: object) -> Brand:
    return Brand.model_validate(
        {"id": "shop", "name": "Shop", "accounts": ["nord"], "hosts": ["shop.example", "cdn.shop.example"], **fields}
    )


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def test_a_page_loads_nothing_but_the_sites_own_files() -> None:
    policy = directives(page_policy(brand()))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["img-src"] == policy["script-src"] == policy["style-src"] == policy["font-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


def test_a_page_may_load_the_brands_pictures_each_host_once() -> None:
    shop = brand(
        logo="https://cdn.shop.example/a.svg", favicon="https://cdn.shop.example/b.png", logo_dark="brands/c.svg"
    )
    assert directives(page_policy(shop))["img-src"] == "'self' https://cdn.shop.example"


def test_a_page_may_load_the_configured_map_tiles() -> None:
    tiles = TileMap(tiles="https://tiles.example/{z}/{x}/{y}.png", attribution="Somebody")
    assert directives(page_policy(brand(), tiles=tiles))["img-src"] == "'self' https://tiles.example"


def test_an_embed_may_be_framed_by_the_brands_merchants_only() -> None:
    assert directives(embed_policy(brand()))["frame-ancestors"] == "'none'"
    shop = brand(embed_origins=["https://shop.example", "https://www.shop.example"])
    assert directives(embed_policy(shop))["frame-ancestors"] == "https://shop.example https://www.shop.example"


def test_the_default_headers_replace_none_that_a_view_set() -> None:
    response = strict_by_default(set_headers(Response(), {"Content-Security-Policy": "default-src 'self'"}))
    assert response.headers["Content-Security-Policy"] == "default-src 'self'"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
