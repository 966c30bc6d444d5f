"""Thousands of requests that nobody means, over every address: no answer is a fault of the site's own."""

import os

import pytest

from tests.support.fuzzing import Fuzzer
from tests.support.sites import Open

REQUESTS = int(os.environ.get("FUZZED_REQUESTS", "4000"))
SEED = int(os.environ.get("FUZZED_SEED", "1"))


def test_no_request_is_answered_with_a_fault_of_the_sites_own(open_fresh: Open) -> None:
    site = open_fresh()
    fuzzer, client = Fuzzer(site, SEED), site.app.test_client(use_cookies=False)
    answered: dict[int, int] = {}
    for place in range(REQUESTS):
        sent = fuzzer.request()
        if (sent.method, sent.path.partition("?")[0]) == ("DELETE", "/api/v1/links"):
            continue  # Waits for the next second, and ends all the links that are used here.
        answer = client.open(
            sent.path, method=sent.method, base_url=f"https://{sent.host}", headers=sent.headers, data=sent.body
        )
        answered[answer.status_code] = answered.get(answer.status_code, 0) + 1
        if answer.status_code >= 500 and answer.status_code != 503:
            pytest.fail(f"{place}: {answer.status_code} for {sent}")
    assert {200, 303, 400, 401, 403, 404, 405, 409, 410} <= set(answered), answered
    assert answered.get(503, 0) < REQUESTS / 50, "the carriers' stand-ins refuse too much for this to show anything"
