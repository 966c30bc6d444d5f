"""A request body names exactly one shipment, or is refused without saying why."""

from typing import Any

import pytest

from tracking_site.domain.errors import InvalidAction
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.query import NumberQuery
from tracking_site.web.http import references
from tracking_site.web.http.references import parse_number, parse_recipient

JOB = {"job_id": "4b41a94b-521b-4986-920d-6e4c1cf15fd0", "review_key": "0f8fad5b-d9cb-469f-a165-70867728950e"}
REFERENCE = Reference(ReferenceKind.JOB_ID, JOB["job_id"], JOB["review_key"])
NAMES = ("slino", "order_no", "job_id")


def test_a_number_is_read_with_its_account() -> None:
    query = parse_number({"slino": " 10482203 ", "account": "geodis"}, NAMES)
    assert query == NumberQuery((Reference(ReferenceKind.SLI_NUMBER, "10482203"),), account="geodis")


def test_a_job_is_read_with_its_review_key() -> None:
    assert parse_number(JOB, NAMES) == NumberQuery((REFERENCE,))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="none"),
        pytest.param({"slino": None}, id="null"),
        pytest.param({"slino": "1", "order_no": "2"}, id="two numbers"),
        pytest.param({"slino": "1", "token": "t"}, id="a number and a token"),
        pytest.param({"token": "t"}, id="a token instead of a number"),
        pytest.param({"trip_name": "Mum-AMD 0412"}, id="a number that is not allowed here"),
        pytest.param({"slino": 10482203}, id="not a text"),
        pytest.param({"slino": ""}, id="empty"),
        pytest.param({"slino": ["10482203"]}, id="a list"),
        pytest.param({"slino": "10482203", "account": 7}, id="an account that is not a text"),
        pytest.param({"slino": "\x00"}, id="unreadable"),
        pytest.param({"job_id": JOB["job_id"]}, id="a job without its review key"),
        pytest.param({"job_id": JOB["job_id"], "review_key": ""}, id="a job with an empty review key"),
    ],
)
def test_a_body_that_does_not_name_one_shipment_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(InvalidAction, match="no_reference"):
        parse_number(body, NAMES)


def test_a_token_proves_the_recipient(monkeypatch: pytest.MonkeyPatch) -> None:
    links: dict[str, Any] = {"abc": object()}
    monkeypatch.setattr(references, "open_link", links.__getitem__)
    assert parse_recipient({"token": "abc"}) is links["abc"]


def test_a_job_with_its_review_key_proves_the_recipient() -> None:
    assert parse_recipient(JOB) == NumberQuery((REFERENCE,))


@pytest.mark.parametrize(
    "body",
    [{"slino": "10482203"}, {"job_id": JOB["job_id"]}, {**JOB, "token": "abc"}, {"token": ""}, {"token": 7}, {}],
)
def test_no_other_body_proves_the_recipient(body: dict[str, Any]) -> None:
    with pytest.raises(InvalidAction, match="no_reference"):
        parse_recipient(body)
