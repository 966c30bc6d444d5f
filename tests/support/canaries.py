"""Secrets and personal data that must not occur in logs and other output, and a search for them."""

import re
from functools import cache

from tests.support.personal_data import knowledge
from tracking_site_sandbox.catalogue import samples
from tracking_site_sandbox.leaps import credentials as leaps_credentials
from tracking_site_sandbox.loginext import credentials as loginext_credentials
from tracking_site_sandbox.logis import credentials as logis_credentials

CREDENTIALS = (logis_credentials, leaps_credentials, loginext_credentials)
LEAST = 6
"""The minimum length: shorter words also occur in ordinary text."""


@cache
def canaries() -> frozenset[str]:
    """Return carriers' keys and passwords, review keys, delivery codes, and recipients' personal data."""
    keys = {
        value
        for credentials in CREDENTIALS
        for name, value in vars(credentials).items()
        if name.isupper() and isinstance(value, str) and re.search("KEY|PASSWORD|SECRET", name)
    }
    links = {sample.query["review_key"] for sample in samples() if "review_key" in sample.query}
    personal = set().union(*(known.secret for known in knowledge()))
    codes = {f"K7{number:02}QX" for number in range(1, 14)}
    return frozenset(word for word in keys | links | personal | codes if len(word) >= LEAST)


def canaries_in(written: str | bytes) -> set[str]:
    """Return the canaries that occur in a text."""
    text = written.decode("utf-8", "replace") if isinstance(written, bytes) else written
    return {word for word in canaries() if word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}
