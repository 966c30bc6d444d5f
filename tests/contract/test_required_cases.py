"""The cases that every carrier must have; these tests fail for a new carrier in the registry without them."""

import pytest

from tests.contract.cases import CARRIERS, FIXTURES, KINDS, Case, account_of, read_cases
from tracking_site.carriers.registry import adapter_of
from tracking_site.domain.shipment import Status

REQUIRED: dict[str, set[Status] | str] = {
    "delivered": {Status.DELIVERED},
    "on_its_way": {Status.PICKED_UP, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY},
    "unknown_status": {Status.UNKNOWN},
    "hardly_any_field": set(Status),
    "not_found": "unknown_shipment",
    "refused": "carrier_refused",
    "garbage": "carrier_unreadable",
}
LOGIN_CASES = {"accepted", "refused"}
TOPICS = {*KINDS, "check", "login", "documentation"}


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_every_carrier_of_the_registry_has_an_account_in_the_fixtures(carrier: str) -> None:
    assert (FIXTURES / carrier / "account.json").is_file(), f"tests/fixtures/carriers/{carrier}/ is missing"
    assert adapter_of(account_of(carrier)).reference_kinds, f"{carrier} knows no kind of number"


@pytest.mark.parametrize("name", sorted(REQUIRED))
@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_every_carrier_has_all_required_cases(carrier: str, name: str) -> None:
    for kind in adapter_of(account_of(carrier)).reference_kinds:
        cases = {case.name: case for case in read_cases(carrier, kind)}
        assert name in cases, f"tests/fixtures/carriers/{carrier}/{kind}/{name}/case.json is missing"
        assert_about(cases[name], REQUIRED[name])


def assert_about(case: Case, expected: set[Status] | str) -> None:
    """Assert that a required case has the outcome of its name."""
    if isinstance(expected, str):
        assert case.expected == {"error": expected}
    else:
        assert case.expected["shipment"]["status"] in expected


@pytest.mark.parametrize("carrier", sorted(CARRIERS))
def test_every_carrier_with_a_session_has_login_cases(carrier: str) -> None:
    names = {case.name for case in read_cases(carrier, "login")}
    assert names >= (LOGIN_CASES if adapter_of(account_of(carrier)).login else set())


def test_every_folder_of_the_fixtures_is_tested() -> None:
    folders = {path.name for path in FIXTURES.iterdir() if path.is_dir()}
    assert folders == set(CARRIERS)
    topics = {path for carrier in folders for path in (FIXTURES / carrier).iterdir() if path.is_dir()}
    assert {path.name for path in topics} <= TOPICS
    cases = {case for topic in topics if topic.name != "documentation" for case in topic.iterdir()}
    assert {case for case in cases if not (case / "case.json").is_file()} == set()
