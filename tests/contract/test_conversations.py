"""Every carrier's conversation in every case of `tests/fixtures/carriers/`: its requests and its outcome."""

import pytest

from tests.contract.cases import Case, all_cases, conversations
from tests.contract.conversation import described, found, held, payload, recipient
from tracking_site.domain.errors import CarrierFailure, TrackingError
from tracking_site.domain.shipment import Shipment

CONVERSATIONS = conversations()
SHIPMENTS = tuple(case for case in CONVERSATIONS if "shipment" in case.expected)
ERRORS = tuple(case for case in CONVERSATIONS if "shipment" not in case.expected)
CHECKS = all_cases(frozenset({"check"}))
LOGINS = all_cases(frozenset({"login"}))


def over(cases: tuple[Case, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.label)


def shipment_of(case: Case) -> Shipment:
    outcome = held(case).outcome
    assert isinstance(outcome, Shipment), f"{outcome!r}: {outcome}"
    return outcome


@over((*CONVERSATIONS, *CHECKS))
def test_the_requests_are_exactly_those_of_the_carriers_documentation(case: Case) -> None:
    asked = [[described(request) for request in part] for part in held(case).requests_by_round]
    assert asked == [[each.request for each in part] for part in case.rounds]


@over(SHIPMENTS)
def test_an_answer_becomes_the_shipment_that_the_documentation_means(case: Case) -> None:
    shipment = shipment_of(case)
    content = payload(found(case, shipment, verified=True))
    account = {"carrier": case.carrier, "account": case.account.id, "carrier_name": case.account.name}
    assert content == case.expected["shipment"] | account


@over(SHIPMENTS)
def test_personal_data_come_from_the_fields_that_name_the_recipient(case: Case) -> None:
    assert recipient(shipment_of(case).personal) == case.expected.get("recipient", {})


@over(SHIPMENTS)
def test_only_a_matching_review_key_verifies_the_recipient(case: Case) -> None:
    assert shipment_of(case).verifies is case.expected.get("verifies", False)


@over(tuple(case for case in SHIPMENTS if "public" in case.expected))
def test_an_unverified_viewer_sees_no_more_than_the_contract_allows(case: Case) -> None:
    content = payload(found(case, shipment_of(case), verified=False))
    assert {name: content.get(name) for name in case.expected["public"]} == case.expected["public"]


@over(ERRORS)
def test_an_answer_without_a_shipment_raises_its_error(case: Case) -> None:
    error = held(case).outcome
    assert isinstance(error, TrackingError), f"{error!r}"
    assert error.code == case.expected["error"]
    assert not isinstance(error, CarrierFailure) or error.account == case.account.id


@over(CHECKS)
def test_a_check_raises_the_problem_of_an_account(case: Case) -> None:
    outcome = held(case).outcome
    assert (outcome.code if isinstance(outcome, TrackingError) else None) == case.expected.get("error")


@over(LOGINS)
def test_a_login_gives_the_headers_of_later_requests(case: Case) -> None:
    login = case.adapter.login
    assert login is not None
    (((exchange,),), (reply,)) = case.rounds, case.replies
    assert described(login.request) == exchange.request
    assert not login.request.retryable
    assert dict(login.headers(reply)) == case.expected["headers"]
    assert login.expired(reply) is case.expected["expired"]
