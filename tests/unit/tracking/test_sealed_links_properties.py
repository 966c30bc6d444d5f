"""A sealed link opens as the reference that was sealed, and altered tokens do not open."""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking_site.domain.announcement import Announcement
from tracking_site.domain.errors import BrokenLink, ExpiredLink
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import DeliveryWindow
from tracking_site.tracking.sealed_links import DAY, MAX_DAYS, MAX_TOKEN_LENGTH, LinkSealer

NOW = 1_795_000_000
KEY, OTHER = "the key that seals, of 32 bytes or more", "another key, and one of as many bytes"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
ACCOUNTS = ["nord", "geodis", "gls", "mile"]

UUIDS = st.uuids().filter(lambda uuid: uuid.int != 0).map(str)
JOBS = st.builds(Reference, st.just(ReferenceKind.JOB_ID), UUIDS, st.one_of(st.none(), UUIDS))
OTHERS = st.builds(
    Reference,
    st.sampled_from([kind for kind in ReferenceKind if kind is not ReferenceKind.JOB_ID]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100),
)
ASKED = st.builds(ShipmentRef, st.sampled_from(ACCOUNTS), st.one_of(JOBS, OTHERS))
BRANDS = st.from_regex(r"[a-z][a-z0-9-]{0,30}", fullmatch=True)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001 - hypothesis adds the zone
    lambda time: time.replace(microsecond=0)
)
MOMENTS = st.none() | TIMES | st.dates(date(2000, 1, 1), date(2099, 12, 31))
WINDOWS = st.builds(DeliveryWindow, MOMENTS, MOMENTS).filter(lambda window: bool(window.earliest or window.latest))
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
ANNOUNCED = st.builds(Announcement, st.none() | WINDOWS, st.none() | NAMES)
SHORT = st.builds(
    Reference, st.just(ReferenceKind.ORDER_NUMBER), st.text(st.characters(codec="ascii"), min_size=1, max_size=100)
)
QUICK = settings(max_examples=60, deadline=None)

SEALER = LinkSealer([KEY, OTHER], lambda: NOW)


def decoded(token: str) -> bytes:
    return urlsafe_b64decode(token + "=" * (-len(token) % 4))


@given(ASKED, BRANDS, st.booleans(), st.integers(1, MAX_DAYS))
@QUICK
def test_a_token_opens_as_it_was_sealed(ref: ShipmentRef, brand: str, for_recipient: bool, days: int) -> None:  # noqa: FBT001
    link = SEALER.open(brand, SEALER.seal(brand, ref, for_recipient=for_recipient, days=days), ACCOUNTS)
    assert (link.ref, link.for_recipient, link.expires) == (ref, for_recipient, NOW + days * DAY)


@given(st.one_of(JOBS, SHORT), ANNOUNCED, st.booleans())
@QUICK
def test_a_token_opens_with_what_was_announced(
    reference: Reference,
    announcement: Announcement,
    for_recipient: bool,  # noqa: FBT001
) -> None:
    ref = ShipmentRef("mile", reference)
    token = SEALER.seal("northwind", ref, for_recipient=for_recipient, announcement=announcement)
    link = SEALER.open("northwind", token, ACCOUNTS)
    assert (link.ref, link.for_recipient, link.announcement) == (ref, for_recipient, announcement)
    assert len(token) <= MAX_TOKEN_LENGTH


@given(st.one_of(JOBS, SHORT), st.binary(max_size=40))
@QUICK
def test_whatever_follows_the_flag_of_an_announcement_opens_or_is_broken(reference: Reference, content: bytes) -> None:
    """The site's own key seals it: the form of a newer release, perhaps."""
    nonce, cipher = bytes(12), SEALER._ciphers[0]
    kind = 0x40 | list(ReferenceKind).index(reference.kind) & 1
    head = struct.pack(">BIB4s", kind, NOW + DAY, 1, sha256(b"mile").digest()[:4])
    sealed = cipher.encrypt(nonce, head + content, b"tracking-site sealed link, form 1|northwind")
    token = urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()
    try:
        SEALER.open("northwind", token, ACCOUNTS)
    except BrokenLink:
        return


@given(JOBS, BRANDS)
@QUICK
def test_a_jobs_token_has_at_most_96_characters_at_any_brand(job: Reference, brand: str) -> None:
    assert len(SEALER.seal(brand, ShipmentRef("nord", job))) <= 96


@pytest.mark.parametrize(
    "reference",
    [
        Reference(ReferenceKind.JOB_ID, str(UUID(int=7)), str(UUID(int=8))),
        Reference(ReferenceKind.ORDER_NUMBER, "A"),
        Reference(ReferenceKind.TRIP_NAME, "BLR/DEL"),
    ],
)
def test_a_token_with_any_one_character_altered_does_not_open(reference: Reference) -> None:
    token = SEALER.seal("northwind", ShipmentRef("mile", reference))
    for place, written in enumerate(token):
        # Two for each place are plenty but for the last one, some of whose bits say nothing.
        others = ALPHABET if place == len(token) - 1 else (ALPHABET[ALPHABET.index(written) - 1], ALPHABET[place % 63])
        for other in others:
            if other != written:
                with pytest.raises(BrokenLink):
                    SEALER.open("northwind", token[:place] + other + token[place + 1 :], ACCOUNTS)


@given(ASKED, st.data())
@QUICK
def test_a_truncated_extended_or_reversed_token_does_not_open(ref: ShipmentRef, data: st.DataObject) -> None:
    token = SEALER.seal("northwind", ref)
    place = data.draw(st.integers(0, len(token) - 1))
    more = data.draw(st.text(ALPHABET + "=. ", min_size=1, max_size=8))
    for altered in (
        token[:place],
        token[place + 1 :],
        token + more,
        more + token,
        token[:place] + more + token[place:],
    ):
        with pytest.raises(BrokenLink):
            SEALER.open("northwind", altered, ACCOUNTS)


@given(st.one_of(st.text(max_size=150), st.text(ALPHABET, max_size=700)))
@QUICK
def test_no_other_text_opens(token: str) -> None:
    with pytest.raises(BrokenLink):
        SEALER.open("northwind", token, ACCOUNTS)


@given(ASKED, BRANDS, BRANDS)
@QUICK
def test_a_link_opens_only_at_its_own_brand(ref: ShipmentRef, brand: str, other: str) -> None:
    token = SEALER.seal(brand, ref)
    if brand != other:
        with pytest.raises(BrokenLink):
            SEALER.open(other, token, ACCOUNTS)


@given(ASKED, st.permutations([KEY, OTHER, "a third key that nothing was sealed with"]))
@QUICK
def test_a_token_opens_with_the_keys_in_another_order(ref: ShipmentRef, keys: list[str]) -> None:
    token = SEALER.seal("northwind", ref)
    assert LinkSealer(keys, lambda: NOW).open("northwind", token, ACCOUNTS).ref == ref


@given(ASKED, st.integers(1, MAX_DAYS), st.integers(-5, 5))
@QUICK
def test_a_link_opens_until_the_second_of_its_expiry(ref: ShipmentRef, days: int, seconds: int) -> None:
    token = SEALER.seal("northwind", ref, days=days)
    later = LinkSealer([KEY], lambda: NOW + days * DAY + seconds)
    if seconds < 0:
        assert later.open("northwind", token, ACCOUNTS).ref == ref
    else:
        with pytest.raises(ExpiredLink):
            later.open("northwind", token, ACCOUNTS)


@given(ASKED)
@QUICK
def test_a_link_does_not_open_if_the_brand_lacks_its_account(ref: ShipmentRef) -> None:
    token = SEALER.seal("northwind", ref)
    with pytest.raises(BrokenLink):
        SEALER.open("northwind", token, [account for account in ACCOUNTS if account != ref.account])


@given(ASKED.filter(lambda ref: len(ref.reference.value) >= 6))
@QUICK
def test_the_token_reveals_nothing_of_the_shipment(ref: ShipmentRef) -> None:
    token = SEALER.seal("northwind", ref)
    raw, reference = decoded(token), ref.reference
    secrets = [reference.value, *([reference.review_key] if reference.review_key else [])]
    for secret in secrets:
        assert secret.encode() not in raw
        assert secret not in token
        if reference.kind is ReferenceKind.JOB_ID:
            assert UUID(secret).bytes not in raw
    assert decoded(SEALER.seal("northwind", ref))[:12] != raw[:12]
