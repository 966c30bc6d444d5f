"""The cache in memory: its maximum, the order of eviction, and its use by parallel threads."""

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


def test_a_missing_key_has_no_value() -> None:
    assert filled(3).get("a") is None


def test_a_new_value_replaces_the_old_one() -> None:
    cache = filled(3, "a")
    cache.put("a", "later")
    assert cache.get("a") == "later"


@pytest.mark.parametrize("most", [1, 2, 3])
def test_the_oldest_entry_is_evicted_beyond_the_maximum(most: int) -> None:
    assert kept(filled(most, *"abcd"), "abcd") == "." * (4 - most) + "ABCD"[4 - most :]


def test_reading_an_entry_postpones_its_eviction() -> None:
    cache = filled(3, *"abc")
    cache.get("a")
    cache.put("d", "D")
    assert kept(cache, "abcd") == "A.CD"


def test_storing_an_entry_again_postpones_its_eviction() -> None:
    cache = filled(3, *"abc")
    cache.put("a", "A")
    cache.put("d", "D")
    assert kept(cache, "abcd") == "A.CD"


def test_parallel_threads_neither_fail_nor_exceed_the_maximum() -> None:
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


def test_expired_entries_are_not_returned_and_are_removed() -> None:
    now = [0.0]
    cache: MemoryCache[str] = MemoryCache(9, 100.0, lambda: now[0])
    cache.put("a", "A")
    now[0] = 60.0
    cache.put("b", "B")
    now[0] = 101.0
    assert kept(cache, "ab") == ".B"
    cache.put("c", "C")
    assert set(cache._values) == {"b", "c"}
