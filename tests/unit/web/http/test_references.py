"""A body names its shipment once, by a token or by one number, or is refused."""

from typing import Any

import pytest

from tracking_site.domain.errors import InvalidAction
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.query import MAX_NUMBER_LENGTH, NumberQuery
from tracking_site.web.http import references
from tracking_site.web.http.references import (
    PROVING,
    ByJob,
    ByOrderNumber,
    BySliNumber,
    ByTripName,
    parse_number,
    parse_recipient,
)

NUMBERS = (BySliNumber, ByOrderNumber, ByTripName, ByJob)
JOB, KEY = "8a1b2c3d-0000-4000-8000-000000000001", "8a1b2c3d-0000-4000-8000-000000000002"


@pytest.mark.parametrize(
    ("body", "reference"),
    [
        ({"slino": "10482203"}, Reference(ReferenceKind.SLI_NUMBER, "10482203")),
        ({"ordno": " A 1 "}, Reference(ReferenceKind.ORDER_NUMBER, "A 1")),
        ({"tripname": "T"}, Reference(ReferenceKind.TRIP_NAME, "T")),
        ({"job_id": JOB.upper(), "review_key": KEY}, Reference(ReferenceKind.JOB_ID, JOB, KEY)),
        ({"slino": "1", "ordno": None, "more": 1}, Reference(ReferenceKind.SLI_NUMBER, "1")),
    ],
)
def test_a_number_is_read_as_the_parameters_of_an_address_are(body: dict[str, Any], reference: Reference) -> None:
    assert parse_number(body, NUMBERS) == NumberQuery((reference,))
    assert parse_number(body | {"account": "mile"}, NUMBERS) == NumberQuery((reference,), account="mile")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"slino": None},
        {"slino": ""},
        {"slino": 10482203},
        {"slino": ["10482203"]},
        {"slino": "1", "ordno": "2"},
        {"slino": "1", "token": "x"},
        {"slino": "1", "orderNo": "2"},
        {"order_no": "1"},
        {"slino": "x" * (MAX_NUMBER_LENGTH + 1)},
        {"slino": "a\x07b"},
        {"slino": "1", "account": 1},
        {"slino": "1", "account": ""},
        {"slino": "1", "review_key": 1},
        {"job_id": JOB},
        {"job_id": JOB, "review_key": ""},
        {"job_id": JOB, "review_key": "x"},
        {"job_id": "x", "review_key": KEY},
        {"token": "x"},
    ],
)
def test_a_body_without_exactly_one_number_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(InvalidAction) as caught:
        parse_number(body, NUMBERS)
    assert caught.value.reason == "no_reference"


def test_only_the_alternatives_are_accepted() -> None:
    with pytest.raises(InvalidAction):
        parse_number({"tripname": "T"}, (BySliNumber, ByOrderNumber))


def test_a_recipient_is_proven_by_a_link_or_by_a_job_with_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "open_link", str.upper)
    assert str(parse_recipient({"token": "abc", "account": "mile"})) == "ABC"
    job = NumberQuery((Reference(ReferenceKind.JOB_ID, JOB, KEY),))
    assert parse_recipient({"job_id": JOB, "review_key": KEY}) == job
    for body in ({"token": ""}, {"token": 1}, {"token": "abc", "review_key": 1}, {"slino": "1"}, {"job_id": JOB}):
        with pytest.raises(InvalidAction):
            parse_recipient(body)


@pytest.mark.parametrize("alternative", dict.fromkeys((*NUMBERS, *PROVING)))
def test_the_first_field_of_every_alternative_names_the_shipment(alternative: Any) -> None:
    assert alternative.__struct_fields__[0] in {"token", "job_id", "slino", "ordno", "tripname"}
