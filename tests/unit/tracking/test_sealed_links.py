"""Sealed links, by example; test_sealed_links_properties.py has the properties."""

from base64 import urlsafe_b64decode
from datetime import UTC, date, datetime

import pytest

from tests.support.fakes import Clock
from tracking_site.domain.announcement import Announcement
from tracking_site.domain.errors import BrokenLink, ExpiredLink, InvalidAction
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import DeliveryWindow
from tracking_site.tracking.sealed_links import DAY, DEFAULT_DAYS, LinkSealer

OLD, NEW, OTHER = (f"{name} key of at least thirty-two bytes" for name in ("an old", "a new", "another"))
ACCOUNTS = ("nord", "geodis", "mile")
JOB = Reference(ReferenceKind.JOB_ID, "10610600-5c4b-4d7e-9a61-000000000001", "0ddba110-5c4b-4d7e-9a61-000000000002")
REFERENCES = {
    "job": ShipmentRef("nord", JOB),
    "sli": ShipmentRef("geodis", Reference(ReferenceKind.SLI_NUMBER, "10482203")),
    "order": ShipmentRef("mile", Reference(ReferenceKind.ORDER_NUMBER, "A&B #1")),
    "trip": ShipmentRef("mile", Reference(ReferenceKind.TRIP_NAME, "BLR/DEL 27 — Nº 5")),
}
ASKED = REFERENCES["order"]


def decoded(token: str) -> bytes:
    return urlsafe_b64decode(token + "=" * (-len(token) % 4))


@pytest.mark.parametrize("ref", REFERENCES.values(), ids=REFERENCES)
@pytest.mark.parametrize("for_recipient", [True, False])
def test_a_link_of_every_kind_opens_as_it_was_sealed(ref: ShipmentRef, *, for_recipient: bool) -> None:
    clock = Clock()
    sealer = LinkSealer([NEW], clock)
    link = sealer.open("northwind", sealer.seal("northwind", ref, for_recipient=for_recipient, days=3), ACCOUNTS)
    assert (link.ref, link.for_recipient, link.expires) == (ref, for_recipient, clock.now + 3 * DAY)
    assert link.ref.reference.review_key == ref.reference.review_key


def test_a_job_without_its_review_key_opens_without_one() -> None:
    sealer = LinkSealer([NEW])
    ref = ShipmentRef("nord", Reference(ReferenceKind.JOB_ID, JOB.value))
    assert sealer.open("northwind", sealer.seal("northwind", ref), ACCOUNTS).ref == ref


def test_a_token_of_a_job_fits_into_an_sms() -> None:
    assert len(LinkSealer([NEW]).seal("a-brand-with-a-long-name", REFERENCES["job"])) <= 96


@pytest.mark.parametrize("letter", ["A", "é", "汉", "🚚"])
def test_a_link_with_the_longest_number_opens(letter: str) -> None:
    sealer = LinkSealer([NEW])
    ref = ShipmentRef("mile", Reference(ReferenceKind.TRIP_NAME, letter * 100))
    assert sealer.open("northwind", sealer.seal("northwind", ref), ACCOUNTS).ref == ref


def test_a_token_needs_no_escaping_in_a_url() -> None:
    sealer = LinkSealer([NEW])
    assert all(
        set(sealer.seal("northwind", ref)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        for ref in REFERENCES.values()
    )


@pytest.mark.parametrize("ref", REFERENCES.values(), ids=REFERENCES)
def test_a_token_does_not_reveal_the_shipment(ref: ShipmentRef) -> None:
    token = LinkSealer([NEW]).seal("northwind", ref)
    reference = ref.reference
    content = [ref.account, reference.kind.value, reference.value, reference.review_key or NEW, NEW, "northwind"]
    for word in content:
        raw = word.encode()
        packed = (
            bytes.fromhex(word.replace("-", "")) if reference.kind is ReferenceKind.JOB_ID and "-5c4b" in word else raw
        )
        for readable in (token.encode(), decoded(token)):
            assert raw not in readable
            assert packed not in readable


def test_two_tokens_of_one_shipment_have_nothing_in_common() -> None:
    sealer = LinkSealer([NEW], Clock())
    tokens = {sealer.seal("northwind", ASKED) for _ in range(200)}
    assert len(tokens) == 200
    assert len({decoded(token)[:12] for token in tokens}) == 200, "a nonce came twice"
    assert len({decoded(token)[12:28] for token in tokens}) == 200


def test_a_token_that_was_sealed_before_links_announced_anything_still_opens() -> None:
    sealer = LinkSealer([NEW], Clock())
    announced = Announcement(DeliveryWindow(date(2026, 11, 27), date(2026, 11, 27)), "Havn & Hjem")
    plain = sealer.seal("northwind", ASKED)
    assert sealer.open("northwind", plain, ACCOUNTS).announcement == Announcement()
    longer = sealer.seal("northwind", ASKED, announcement=announced)
    # One byte for the forms, two for the date, the name and its end; nothing where nothing is announced.
    assert len(decoded(longer)) - len(decoded(plain)) == 1 + 2 + len("Havn & Hjem") + 1
    assert len(decoded(plain)) == 12 + 10 + len(ASKED.reference.value) + 16


def test_a_window_of_two_times_costs_nine_bytes_and_the_end_of_the_name() -> None:
    sealer = LinkSealer([NEW], Clock())
    window = DeliveryWindow(datetime(2026, 11, 27, 10, tzinfo=UTC), datetime(2026, 11, 27, 12, tzinfo=UTC))
    tokens = [sealer.seal("northwind", ASKED, announcement=each) for each in (Announcement(), Announcement(window))]
    assert len(decoded(tokens[1])) - len(decoded(tokens[0])) == 10


def test_a_name_with_which_a_link_would_be_too_long_is_refused() -> None:
    ref = ShipmentRef("mile", Reference(ReferenceKind.TRIP_NAME, "汉" * 80))
    with pytest.raises(InvalidAction, match="merchant"):
        LinkSealer([NEW]).seal("northwind", ref, announcement=Announcement(merchant="汉" * 100))


def test_the_first_key_seals_and_older_ones_still_open() -> None:
    old = LinkSealer([OLD]).seal("northwind", ASKED)
    both = LinkSealer([NEW, OLD])
    assert both.open("northwind", old, ACCOUNTS).ref == ASKED
    new = both.seal("northwind", ASKED)
    assert LinkSealer([NEW]).open("northwind", new, ACCOUNTS).ref == ASKED
    with pytest.raises(BrokenLink):
        LinkSealer([OLD]).open("northwind", new, ACCOUNTS)


def test_links_open_with_the_keys_in_another_order() -> None:
    token = LinkSealer([OLD, NEW, OTHER]).seal("northwind", ASKED)
    for keys in ([OTHER, NEW, OLD], [NEW, OLD], [OLD]):
        assert LinkSealer(keys).open("northwind", token, ACCOUNTS).ref == ASKED


def test_links_of_a_removed_key_do_not_open() -> None:
    token = LinkSealer([OLD]).seal("northwind", ASKED)
    with pytest.raises(BrokenLink):
        LinkSealer([NEW, OTHER]).open("northwind", token, ACCOUNTS)


@pytest.mark.parametrize("brand", ["fjord", "Northwind", "northwin", "northwindy", "", "|northwind"])
def test_a_link_of_one_brand_does_not_open_at_another(brand: str) -> None:
    sealer = LinkSealer([NEW])
    with pytest.raises(BrokenLink):
        sealer.open(brand, sealer.seal("northwind", ASKED), ACCOUNTS)


def test_a_link_expires_at_the_exact_second() -> None:
    clock = Clock()
    sealer = LinkSealer([NEW], clock)
    token = sealer.seal("northwind", ASKED)
    clock.pass_by(DEFAULT_DAYS * DAY - 1)
    assert sealer.open("northwind", token, ACCOUNTS).expires == clock.now + 1
    clock.pass_by(0.999)
    assert sealer.open("northwind", token, ACCOUNTS).ref == ASKED
    clock.pass_by(0.001)
    with pytest.raises(ExpiredLink):
        sealer.open("northwind", token, ACCOUNTS)


@pytest.mark.parametrize("accounts", [(), ("nord", "geodis"), ("MILE",)])
def test_a_link_to_an_account_that_the_brand_no_longer_has_does_not_open(accounts: tuple[str, ...]) -> None:
    sealer = LinkSealer([NEW])
    with pytest.raises(BrokenLink):
        sealer.open("northwind", sealer.seal("northwind", ASKED), accounts)


def test_an_expired_link_of_another_brand_is_broken_and_not_expired() -> None:
    clock = Clock()
    sealer = LinkSealer([NEW], clock)
    token = sealer.seal("northwind", ASKED)
    clock.pass_by(DEFAULT_DAYS * DAY)
    with pytest.raises(BrokenLink):
        sealer.open("fjord", token, ACCOUNTS)


@pytest.mark.parametrize(
    "token", ["", "a", "aaaa", "=", "a=", "é" * 60, "\x00" * 60, "A" * 60, "A" * 100_000, "../" * 20]
)
def test_an_invalid_token_does_not_open(token: str) -> None:
    with pytest.raises(BrokenLink):
        LinkSealer([NEW, OLD]).open("northwind", token, ACCOUNTS)


@pytest.mark.parametrize("more", ["=", "==", " ", "\n", "%3D", ".", "A"])
def test_a_token_with_further_characters_does_not_open(more: str) -> None:
    sealer = LinkSealer([NEW])
    token = sealer.seal("northwind", ASKED)
    for altered in (token + more, more + token):
        with pytest.raises(BrokenLink):
            sealer.open("northwind", altered, ACCOUNTS)


def test_the_error_of_a_broken_link_does_not_contain_the_token() -> None:
    sealer = LinkSealer([NEW])
    token = sealer.seal("northwind", ASKED)
    with pytest.raises(BrokenLink) as raised:
        sealer.open("fjord", token, ACCOUNTS)
    assert token not in str(raised.value)
    assert NEW not in repr(raised.value)
