"""Who counts as one visitor, and where hits are counted."""

import pytest
from flask import Flask

from tracking_site.config import Site
from tracking_site.limit_storage import ThreadSafeMemoryStorage
from tracking_site.web.http.rate_limits import make_limiter, visitor

NO_REDIS = "redis://127.0.0.1:9/0"


@pytest.fixture
def app() -> Flask:
    return Flask(__name__)


def site(**fields: object) -> Site:
    return Site.model_validate({"public_url": "https://track.example", "secret_keys": ["k" * 32], **fields})


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("not an address", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_ipv6_network_of_64_bits_is_one_visitor(app: Flask, address: str, key: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert visitor() == key


def test_a_request_without_an_address_is_counted_too(app: Flask) -> None:
    with app.test_request_context():
        assert visitor() == "unknown"


def test_counters_in_memory_are_safe_with_several_threads(app: Flask) -> None:
    limiter = make_limiter(app, site())
    assert isinstance(limiter.storage, ThreadSafeMemoryStorage)
    assert limiter._fallback_limiter is None


def test_counters_are_safe_with_several_threads_while_redis_is_away_too(app: Flask) -> None:
    limiter = make_limiter(app, site(redis_url=NO_REDIS))
    assert not isinstance(limiter.storage, ThreadSafeMemoryStorage)
    assert limiter._fallback_limiter is not None
    assert isinstance(limiter._fallback_limiter.storage, ThreadSafeMemoryStorage)
    limiter._storage_dead = True
    assert limiter.limiter is limiter._fallback_limiter
