"""The candidates of a query: each reference at each account that knows its kind."""

from tracking_site.domain.references import Reference, ReferenceKind, ShipmentRef
from tracking_site.tracking.lookup import candidates

JOB, SLI = ReferenceKind.JOB_ID, ReferenceKind.SLI_NUMBER
ORDER, TRIP = ReferenceKind.ORDER_NUMBER, ReferenceKind.TRIP_NAME
ACCOUNTS = {
    "mile": frozenset({ORDER, TRIP}),
    "geodis": frozenset({SLI}),
    "nord": frozenset({JOB}),
    "gls": frozenset({SLI}),
}
UUID = "10610600-5c4b-4d7e-9a61-000000000001"


def ref(*references: Reference, only: str | None = None) -> list[tuple[str, str]]:
    return [(each.account, each.reference.kind.value) for each in candidates(references, ACCOUNTS, only)]


def test_only_accounts_that_know_the_kind_are_candidates_in_the_brands_order() -> None:
    assert ref(Reference(SLI, "1")) == [("geodis", "sli_number"), ("gls", "sli_number")]
    assert ref(Reference(ORDER, "1")) == [("mile", "order_number")]


def test_a_number_of_several_possible_kinds_gives_a_candidate_for_each() -> None:
    references = [Reference(kind, "10482203") for kind in (SLI, ORDER, TRIP)]
    assert ref(*references) == [
        ("mile", "order_number"),
        ("mile", "trip_name"),
        ("geodis", "sli_number"),
        ("gls", "sli_number"),
    ]


def test_candidates_can_be_limited_to_one_account() -> None:
    assert ref(Reference(SLI, "1"), only="gls") == [("gls", "sli_number")]
    assert ref(Reference(SLI, "1"), only="mile") == []


def test_an_account_of_another_brand_is_not_a_candidate() -> None:
    assert ref(Reference(SLI, "1"), only="somebody-elses") == []


def test_a_job_without_its_review_key_has_no_candidates() -> None:
    assert ref(Reference(JOB, UUID)) == []
    assert candidates([Reference(JOB, UUID, UUID)], ACCOUNTS) == (ShipmentRef("nord", Reference(JOB, UUID, UUID)),)


def test_a_brand_without_accounts_has_no_candidates() -> None:
    assert candidates([Reference(SLI, "1")], {}) == ()
