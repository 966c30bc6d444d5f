"""Downloads of images: only from the carrier's own hosts, and not from addresses that look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking_site.carriers.downloads import download_request

BASE = "https://api.loginextsolutions.com/somewhere"


@pytest.mark.parametrize(
    "address",
    [
        "https://api.loginextsolutions.com/a.zip?signature=1%2F2",
        "https://API.LogiNextSolutions.com:443/a.zip#part",
    ],
)
def test_a_download_from_the_accounts_own_host_carries_no_secret(address: str) -> None:
    request = download_request(address, BASE)
    assert request is not None
    assert (request.method, request.session, set(request.headers)) == ("GET", False, {"Accept"})
    assert "#" not in request.url


@pytest.mark.parametrize(
    "address",
    [
        "http://api.loginextsolutions.com/a.zip",
        "https://api.loginextsolutions.com:8443/a.zip",
        "https://api.loginextsolutions.com.evil.example/a.zip",
        "https://evil.example/api.loginextsolutions.com",
        "https://user@api.loginextsolutions.com/a.zip",
        "https://api.loginextsolutions.com@evil.example/a.zip",
        "https://api.loginextsolutions.com\\@evil.example/a.zip",
        "https://evil.example\\.loginextsolutions.com/a.zip",
        "//api.loginextsolutions.com/a.zip",
        "/a.zip",
        "file:///etc/passwd",
        "ftp://api.loginextsolutions.com/a.zip",
        "https://169.254.169.254/latest",
        "https://[::1]/a.zip",
        "https://[/a.zip",
        "https://api.loginextsolutions.com:99999/a.zip",
        "https://api.loginextsolutions.com/a\r\nHost: evil.example",
        "https://api.loginextsolutions.com/a b",
        "https://api.loginextsolutions。com/a.zip",
        "",
        "https://api.loginextsolutions.com/" + "a" * 3_000,
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    assert download_request(address, BASE) is None


def test_configured_hosts_replace_the_accounts_own() -> None:
    hosts = ("files.example", "store.example:8443")
    asked = ("https://files.example/a", "https://store.example:8443/a", "https://store.example/a", f"{BASE}/a")
    assert [download_request(each, BASE, hosts) is not None for each in asked] == [True, True, False, False]


def test_plain_http_is_allowed_only_if_the_account_uses_it() -> None:
    assert download_request("http://127.0.0.1:5000/a.zip", "http://127.0.0.1:5000/loginext") is not None
    assert download_request("http://127.0.0.1:5001/a.zip", "http://127.0.0.1:5000/loginext") is None


@given(st.text())
def test_no_address_raises_an_exception(address: str) -> None:
    for content in (address, f"https://{address}", f"https://api.loginextsolutions.com{address}"):
        request = download_request(content, BASE)
        assert request is None or request.url.lower().startswith("https://api.loginextsolutions.com")
