"""The desk: what a brand's visitors are answered, and that nobody sees more than he may."""

from typing import Any

import pytest

from tests.support.fakes import FakeLine, MakeTracker, order, shipment
from tracking_site.domain.errors import (
    BrokenLink,
    CarrierBusy,
    CarrierFailure,
    CarrierUnreachable,
    ExpiredLink,
    UnknownShipment,
)
from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.domain.shipment import PersonalData, References, Shipment
from tracking_site.preview.fake_tracker import FakeRevocations
from tracking_site.tracking.journeys import Journeys
from tracking_site.tracking.lookup import BrandScope, Lookup, LookupResults
from tracking_site.tracking.query import Query, read_query
from tracking_site.tracking.sealed_links import LinkSealer
from tracking_site.tracking.tracker import Tracker

JOB, KEY = "10610600-5c4b-4d7e-9a61-000000000001", "0ddba110-5c4b-4d7e-9a61-000000000001"
ORDER, SLI = ReferenceKind.ORDER_NUMBER, ReferenceKind.SLI_NUMBER
MAUDE = PersonalData(recipient="Maude Tremblay", postcode="H4C 2C9")
NORTHWIND = BrandScope(
    "northwind",
    {"nord": frozenset({ReferenceKind.JOB_ID}), "geodis": frozenset({SLI}), "mile": frozenset({ORDER})},
)
FJORD = BrandScope("fjord", {"geodis": frozenset({SLI})})
SECRET = "a secret of at least thirty-two bytes"
NUMBER = read_query({"q": ["10482203"]})
PASTED_JOB = read_query({"job_id": [JOB], "review_key": [KEY]})


def at(account: str, **more: Any) -> FakeLine:
    return FakeLine(shipment(account=account, personal=MAUDE, **more))


def logis(reference: Reference) -> Shipment:
    if reference.review_key != KEY:
        raise UnknownShipment("the review key is not the job's")
    return shipment(account="nord", personal=MAUDE, verifies=True, references=References(job_id=JOB))


@pytest.fixture
def fakes() -> dict[str, FakeLine]:
    return {"nord": FakeLine(logis), "geodis": at("geodis"), "mile": at("mile")}


class NothingShared:
    """No shipment has the air waybill number of another."""

    def by_air_waybill(self, keys: object, accounts: object, most: int) -> list[ShipmentRef]:
        return []


def desk_of(tracker: Tracker) -> Lookup:
    return Lookup(tracker, LinkSealer([SECRET]), FakeRevocations(), Journeys(tracker, NothingShared()))


@pytest.fixture
def desk(make_tracker: MakeTracker, fakes: dict[str, FakeLine]) -> Lookup:
    return desk_of(make_tracker(**fakes))


def accounts(findings: LookupResults) -> list[str]:
    return [each.ref.account for each in findings.found]


def test_who_has_only_a_number_sees_nothing_personal(desk: Lookup) -> None:
    for found in desk.look_up(NORTHWIND, NUMBER).found:
        assert found.verified is False
        assert found.tracking.shipment.personal is None


def test_who_has_the_review_key_sees_it_all(desk: Lookup) -> None:
    (found,) = desk.look_up(NORTHWIND, PASTED_JOB).found
    assert found.verified
    assert found.tracking.shipment.personal == MAUDE
    assert found.tracking.shipment.references.job_id == JOB


def test_a_wrong_review_key_is_answered_like_an_unknown_job(desk: Lookup, fakes: dict[str, FakeLine]) -> None:
    said = []
    for query in (
        {"job_id": [JOB], "review_key": [KEY.replace("1", "2")]},
        {"job_id": [JOB]},
        {"job_id": [JOB.replace("1", "2")], "review_key": [KEY.replace("1", "2")]},
    ):
        with pytest.raises(UnknownShipment) as raised:
            desk.look_up(NORTHWIND, read_query(query))
        said.append((raised.value.code, raised.value.status))
    assert len(set(said)) == 1
    assert len(fakes["nord"].ref) == 2, "a job without its key is asked of nobody"


def test_a_job_of_an_account_that_the_brand_does_not_have_is_unknown(desk: Lookup, fakes: dict[str, FakeLine]) -> None:
    with pytest.raises(UnknownShipment):
        desk.look_up(FJORD, PASTED_JOB)
    assert fakes["nord"].ref == []


def test_a_number_that_several_accounts_know_is_found_at_each_in_the_brands_order(desk: Lookup) -> None:
    findings = desk.look_up(NORTHWIND, NUMBER)
    assert accounts(findings) == ["geodis", "mile"]
    assert findings.unasked == ()


def test_a_question_about_one_account_is_asked_there_alone(desk: Lookup, fakes: dict[str, FakeLine]) -> None:
    query = Query(NUMBER.references, account="mile")
    assert accounts(desk.look_up(NORTHWIND, query)) == ["mile"]
    assert fakes["geodis"].ref == []
    with pytest.raises(UnknownShipment):
        desk.look_up(FJORD, query)


def test_one_shipment_under_two_spellings_of_its_number_is_found_once(desk: Lookup) -> None:
    spelt = Query(tuple(Reference(ORDER, number) for number in ("gr432u5", "GR432U5")))
    assert accounts(desk.look_up(NORTHWIND, spelt)) == ["mile"]


def test_two_shipments_of_one_account_are_both_found(desk: Lookup, fakes: dict[str, FakeLine]) -> None:
    fakes["mile"].answer = lambda reference: shipment(references=References(order_number=reference.value))
    assert len(desk.look_up(NORTHWIND, Query(tuple(Reference(ORDER, number) for number in "12"))).found) == 2


def test_an_account_that_fails_does_not_hide_what_another_knows(desk: Lookup, fakes: dict[str, FakeLine]) -> None:
    fakes["geodis"].answer = CarrierUnreachable("geodis")
    findings = desk.look_up(NORTHWIND, NUMBER)
    assert (accounts(findings), findings.unasked) == (["mile"], ("geodis",))


def test_what_one_account_cannot_say_is_not_unknown(desk: Lookup, fakes: dict[str, FakeLine]) -> None:
    fakes["geodis"].answer = CarrierUnreachable("geodis")
    fakes["mile"].answer = UnknownShipment("no such order")
    with pytest.raises(CarrierUnreachable):
        desk.look_up(NORTHWIND, NUMBER)


def test_of_several_failures_the_longest_wait_is_told(desk: Lookup, fakes: dict[str, FakeLine]) -> None:
    fakes["geodis"].answer = CarrierUnreachable("geodis")
    fakes["mile"].answer = CarrierBusy("mile", retry_after=90)
    with pytest.raises(CarrierFailure) as raised:
        desk.look_up(NORTHWIND, NUMBER)
    assert (raised.value.account, raised.value.retry_after) == ("mile", 90)


def test_unknown_is_what_everybody_said_who_was_asked(desk: Lookup, fakes: dict[str, FakeLine]) -> None:
    for line in fakes.values():
        line.answer = UnknownShipment("not here")
    with pytest.raises(UnknownShipment):
        desk.look_up(NORTHWIND, NUMBER)


def test_a_sealed_link_shows_the_recipient_everything(desk: Lookup) -> None:
    token = desk.seal("northwind", order())
    for found in (*desk.open(NORTHWIND, token).found, *desk.look_up(NORTHWIND, Query(token=token)).found):
        assert (found.ref, found.verified) == (order(), True)
        assert found.tracking.shipment.personal == MAUDE


def test_a_sealed_link_that_proves_nothing_shows_nothing_personal(make_tracker: MakeTracker) -> None:
    desk = desk_of(make_tracker(mile=at("mile")))
    (found,) = desk.open(NORTHWIND, desk.seal("northwind", order(), for_recipient=False)).found
    assert found.verified is False
    assert found.tracking.shipment.personal is None


def test_a_sealed_link_of_another_brand_or_a_lost_account_asks_no_carrier(
    desk: Lookup, fakes: dict[str, FakeLine]
) -> None:
    other_brand = desk.seal("northwind", ShipmentRef("geodis", Reference(SLI, "10482203")))
    lost_account = desk.seal("fjord", order())
    for token in (other_brand, lost_account, "no-token"):
        with pytest.raises(BrokenLink):
            desk.open(FJORD, token)
    assert not any(line.ref for line in fakes.values())


def test_an_expired_link_asks_no_carrier(make_tracker: MakeTracker) -> None:
    line = at("mile")
    desk = desk_of(make_tracker(mile=line))
    with pytest.raises(ExpiredLink):
        desk.open(NORTHWIND, desk.seal("northwind", order(), days=0))
    assert line.ref == []


def test_a_sealed_link_whose_job_has_another_key_by_now_is_unknown(desk: Lookup) -> None:
    ref = ShipmentRef("nord", Reference(ReferenceKind.JOB_ID, JOB, KEY.replace("1", "2")))
    with pytest.raises(UnknownShipment):
        desk.open(NORTHWIND, desk.seal("northwind", ref))
