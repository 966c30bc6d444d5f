"""The look-up of a brand's shipments, and the removal of what a viewer may not see."""

from typing import Any

import pytest

from tests.support.fakes import FakeClient, MakeTracker, order, shipment
from tests.support.queries import numbers
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
from tracking_site.tracking.query import NumberQuery
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
NUMBER = numbers({"q": ["10482203"]})
PASTED_JOB = numbers({"job_id": [JOB], "review_key": [KEY]})


def at(account: str, **more: Any) -> FakeClient:
    return FakeClient(shipment(account=account, personal=MAUDE, **more))


def logis(reference: Reference) -> Shipment:
    if reference.review_key != KEY:
        raise UnknownShipment("the review key is not the job's")
    return shipment(account="nord", personal=MAUDE, verifies=True, references=References(job_id=JOB))


@pytest.fixture
def fakes() -> dict[str, FakeClient]:
    return {"nord": FakeClient(logis), "geodis": at("geodis"), "mile": at("mile")}


class NothingShared:
    """A journey index in which no shipments share a number."""

    def by_air_waybill(self, keys: object, accounts: object, limit: int) -> list[ShipmentRef]:
        return []


def lookup_of(tracker: Tracker) -> Lookup:
    return Lookup(tracker, LinkSealer([SECRET]), FakeRevocations(), Journeys(tracker, NothingShared()))


@pytest.fixture
def lookup(make_tracker: MakeTracker, fakes: dict[str, FakeClient]) -> Lookup:
    return lookup_of(make_tracker(**fakes))


def open_link(lookup: Lookup, scope: BrandScope, token: str) -> LookupResults:
    return lookup.by_link(scope, lookup.open_link(scope, token))


def accounts(results: LookupResults) -> list[str]:
    return [each.ref.account for each in results.shipments]


def test_a_viewer_with_only_a_number_sees_no_personal_data(lookup: Lookup) -> None:
    for found in lookup.by_number(NORTHWIND, NUMBER).shipments:
        assert found.verified is False
        assert found.tracking.shipment.personal is None


def test_a_viewer_with_the_review_key_sees_everything(lookup: Lookup) -> None:
    (found,) = lookup.by_number(NORTHWIND, PASTED_JOB).shipments
    assert found.verified
    assert found.tracking.shipment.personal == MAUDE
    assert found.tracking.shipment.references.job_id == JOB


def test_a_wrong_review_key_has_the_same_outcome_as_an_unknown_job(
    lookup: Lookup, fakes: dict[str, FakeClient]
) -> None:
    said = []
    for query in (
        {"job_id": [JOB], "review_key": [KEY.replace("1", "2")]},
        {"job_id": [JOB]},
        {"job_id": [JOB.replace("1", "2")], "review_key": [KEY.replace("1", "2")]},
    ):
        with pytest.raises(UnknownShipment) as raised:
            lookup.by_number(NORTHWIND, numbers(query))
        said.append((raised.value.code, raised.value.status))
    assert len(set(said)) == 1
    assert len(fakes["nord"].requested) == 2, "a job without its key is asked of nobody"


def test_a_job_of_another_brands_account_is_unknown(lookup: Lookup, fakes: dict[str, FakeClient]) -> None:
    with pytest.raises(UnknownShipment):
        lookup.by_number(FJORD, PASTED_JOB)
    assert fakes["nord"].requested == []


def test_a_number_that_several_accounts_know_is_found_at_each_in_the_brands_order(lookup: Lookup) -> None:
    results = lookup.by_number(NORTHWIND, NUMBER)
    assert accounts(results) == ["geodis", "mile"]
    assert results.unavailable == ()


def test_a_query_for_one_account_calls_only_that_account(lookup: Lookup, fakes: dict[str, FakeClient]) -> None:
    query = NumberQuery(NUMBER.references, account="mile")
    assert accounts(lookup.by_number(NORTHWIND, query)) == ["mile"]
    assert fakes["geodis"].requested == []
    with pytest.raises(UnknownShipment):
        lookup.by_number(FJORD, query)


def test_one_shipment_under_two_spellings_of_its_number_is_found_once(lookup: Lookup) -> None:
    spelt = NumberQuery(tuple(Reference(ORDER, number) for number in ("gr432u5", "GR432U5")))
    assert accounts(lookup.by_number(NORTHWIND, spelt)) == ["mile"]


def test_two_shipments_of_one_account_are_both_found(lookup: Lookup, fakes: dict[str, FakeClient]) -> None:
    fakes["mile"].answer = lambda reference: shipment(references=References(order_number=reference.value))
    assert (
        len(lookup.by_number(NORTHWIND, NumberQuery(tuple(Reference(ORDER, number) for number in "12"))).shipments) == 2
    )


def test_a_failing_account_does_not_hide_the_shipment_of_another(lookup: Lookup, fakes: dict[str, FakeClient]) -> None:
    fakes["geodis"].answer = CarrierUnreachable("geodis")
    results = lookup.by_number(NORTHWIND, NUMBER)
    assert (accounts(results), results.unavailable) == (["mile"], ("geodis",))


def test_a_number_is_not_unknown_while_an_account_fails(lookup: Lookup, fakes: dict[str, FakeClient]) -> None:
    fakes["geodis"].answer = CarrierUnreachable("geodis")
    fakes["mile"].answer = UnknownShipment("no such order")
    with pytest.raises(CarrierUnreachable):
        lookup.by_number(NORTHWIND, NUMBER)


def test_of_several_failures_the_one_with_the_longest_wait_is_raised(
    lookup: Lookup, fakes: dict[str, FakeClient]
) -> None:
    fakes["geodis"].answer = CarrierUnreachable("geodis")
    fakes["mile"].answer = CarrierBusy("mile", retry_after=90)
    with pytest.raises(CarrierFailure) as raised:
        lookup.by_number(NORTHWIND, NUMBER)
    assert (raised.value.account, raised.value.retry_after) == ("mile", 90)


def test_a_number_is_unknown_if_every_account_says_so(lookup: Lookup, fakes: dict[str, FakeClient]) -> None:
    for client in fakes.values():
        client.answer = UnknownShipment("not here")
    with pytest.raises(UnknownShipment):
        lookup.by_number(NORTHWIND, NUMBER)


def test_a_sealed_link_shows_the_recipient_everything(lookup: Lookup) -> None:
    token = lookup.seal("northwind", order())
    for found in open_link(lookup, NORTHWIND, token).shipments:
        assert (found.ref, found.verified) == (order(), True)
        assert found.tracking.shipment.personal == MAUDE


def test_a_sealed_link_without_proof_shows_no_personal_data(make_tracker: MakeTracker) -> None:
    lookup = lookup_of(make_tracker(mile=at("mile")))
    (found,) = open_link(lookup, NORTHWIND, lookup.seal("northwind", order(), for_recipient=False)).shipments
    assert found.verified is False
    assert found.tracking.shipment.personal is None


def test_a_link_of_another_brand_or_a_removed_account_calls_no_carrier(
    lookup: Lookup, fakes: dict[str, FakeClient]
) -> None:
    other_brand = lookup.seal("northwind", ShipmentRef("geodis", Reference(SLI, "10482203")))
    lost_account = lookup.seal("fjord", order())
    for token in (other_brand, lost_account, "no-token"):
        with pytest.raises(BrokenLink):
            open_link(lookup, FJORD, token)
    assert not any(client.requested for client in fakes.values())


def test_an_expired_link_calls_no_carrier(make_tracker: MakeTracker) -> None:
    client = at("mile")
    lookup = lookup_of(make_tracker(mile=client))
    with pytest.raises(ExpiredLink):
        open_link(lookup, NORTHWIND, lookup.seal("northwind", order(), days=0))
    assert client.requested == []


def test_a_sealed_link_is_unknown_if_the_jobs_review_key_has_changed(lookup: Lookup) -> None:
    ref = ShipmentRef("nord", Reference(ReferenceKind.JOB_ID, JOB, KEY.replace("1", "2")))
    with pytest.raises(UnknownShipment):
        open_link(lookup, NORTHWIND, lookup.seal("northwind", ref))
