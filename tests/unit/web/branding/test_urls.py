"""Links of a brand lead to one of the brand's own hosts."""

import pytest

from tracking_site.config import Brand, Settings, Site
from tracking_site.web.branding.urls import brand_address


def brand(name: str, *hosts: str) -> Brand:
    return Brand.model_validate({"id": name, "name": name, "accounts": ["nord"], "hosts": hosts})


def address(public_url: str, of: Brand, *others: Brand) -> str:
    site = Site.model_validate({"public_url": public_url, "secret_keys": ["k" * 32]})
    brands = {each.id: each for each in (of, *others)}
    return brand_address(Settings.model_construct(site=site, brands=brands, accounts={}), of)


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        pytest.param("https://track.shop.example", "https://track.shop.example", id="the brand's first host"),
        pytest.param("https://second.shop.example", "https://second.shop.example", id="another host of the brand"),
        pytest.param("https://track.other.example", "https://track.shop.example", id="the host of another brand"),
        pytest.param("https://nobody.example", "https://track.shop.example", id="the host of no brand"),
        pytest.param("https://track.other.example:8443", "https://track.shop.example:8443", id="with a port"),
        pytest.param("http://track.other.example", "http://track.shop.example", id="without TLS"),
    ],
)
def test_a_brand_is_at_the_public_address_or_at_its_own_first_host(public_url: str, expected: str) -> None:
    shop = brand("shop", "track.shop.example", "second.shop.example")
    assert address(public_url, shop, brand("other", "track.other.example")) == expected


def test_a_brand_without_a_host_is_at_the_public_address() -> None:
    assert address("https://track.example", brand("shop")) == "https://track.example"
