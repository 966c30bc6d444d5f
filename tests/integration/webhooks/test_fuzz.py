"""Thousands of webhooks that LogiNext would not send: each is taken or refused, and none breaks the site."""

import os
import time
from collections import Counter

from tests.integration.webhooks.test_receiver import open_webhook_store, post, stored_webhooks
from tests.integration.webhooks.test_samples import bodies
from tests.support.sites import Open
from tracking_site.storage.webhook_store import WebhookStore

BODIES = int(os.environ.get("FUZZED_WEBHOOKS", "2000"))
SEED = int(os.environ.get("FUZZED_SEED", "1"))


def test_no_body_of_a_webhook_is_answered_with_a_fault_of_the_sites_own(open_fresh: Open) -> None:
    site, answered = open_fresh(), Counter[int]()
    for kind, body in bodies(BODIES, SEED):
        answered[post(site, body, kind).status_code] += 1
    assert set(answered) == {200, 400}, answered
    waiting, ends = open_webhook_store(site), time.monotonic() + 30
    while left(waiting):
        assert time.monotonic() < ends, "what came is read as fast as it comes"
        time.sleep(0.5)
    assert {each.state for each in stored_webhooks(site)} - {"new", "failed"} == {"read", "unknown", "unreadable"}


def left(waiting: WebhookStore) -> list[int]:
    """What is still to be read, but for pictures, which are asked for again and again."""
    return [each for each in waiting.ids("new") if (found := waiting.get(each)) and b"EPOD" not in found.body]
