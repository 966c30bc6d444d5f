"""The cache in memory: bounded, the least lately used goes first, and whole under threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tracking_site.storage.memory_cache import MemoryCache

LONG = 3_600.0


def filled(most: int, *keys: str) -> MemoryCache[str]:
    cache: MemoryCache[str] = MemoryCache(most, LONG)
    for key in keys:
        cache.put(key, key.upper())
    return cache


def kept(cache: MemoryCache[str], keys: str) -> str:
    return "".join(cache.get(key) or "." for key in keys)


def test_what_was_never_kept_is_nothing() -> None:
    assert filled(3).get("a") is None


def test_the_newest_value_of_a_key_is_the_only_one() -> None:
    cache = filled(3, "a")
    cache.put("a", "later")
    assert cache.get("a") == "later"


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_than_the_limit_is_kept_and_the_oldest_goes_first(most: int) -> None:
    assert kept(filled(most, *"abcd"), "abcd") == "." * (4 - most) + "ABCD"[4 - most :]


def test_what_is_looked_at_stays_longer() -> None:
    cache = filled(3, *"abc")
    cache.get("a")
    cache.put("d", "D")
    assert kept(cache, "abcd") == "A.CD"


def test_what_is_kept_anew_stays_longer() -> None:
    cache = filled(3, *"abc")
    cache.put("a", "A")
    cache.put("d", "D")
    assert kept(cache, "abcd") == "A.CD"


def test_threads_together_neither_fail_nor_exceed_the_limit() -> None:
    cache: MemoryCache[int] = MemoryCache(50, LONG)

    def use(number: int) -> None:
        for step in range(300):
            key = str((number * 7 + step) % 90)
            found = cache.get(key)
            assert found is None or str(found) == key
            cache.put(key, int(key))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(8)))
    assert sum(cache.get(str(key)) is not None for key in range(90)) == 50


def test_what_is_too_old_is_not_given_and_not_kept_either() -> None:
    now = [0.0]
    cache: MemoryCache[str] = MemoryCache(9, 100.0, lambda: now[0])
    cache.put("a", "A")
    now[0] = 60.0
    cache.put("b", "B")
    now[0] = 101.0
    assert kept(cache, "ab") == ".B"
    cache.put("c", "C")
    assert set(cache._values) == {"b", "c"}
