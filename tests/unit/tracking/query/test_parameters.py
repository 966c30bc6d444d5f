"""The parameters of `/track`, and the reasons for which they are refused."""

import pytest

from tests.support.queries import numbers
from tracking_site.domain.errors import InvalidReference
from tracking_site.domain.references import Reference, ReferenceKind
from tracking_site.tracking.query import MAX_NUMBER_LENGTH, PARAMETERS, Query, read_query

JOB, KEY = "10610600-5c4b-4d7e-9a61-00000000000a", "0ddba110-5c4b-4d7e-9a61-00000000000b"
LOGIS_JOB = Reference(ReferenceKind.JOB_ID, JOB, KEY)
TOKEN = "Ab3_-" * 18
SITE = "https://track.northwind.example"


def pasted(text: str) -> Query:
    return read_query({"q": [text]})


def reason(**parameters: str | list[str]) -> str:
    """Return the reason for which the parameters are refused."""
    with pytest.raises(InvalidReference) as raised:
        read_query({name: value if isinstance(value, list) else [value] for name, value in parameters.items()})
    assert raised.value.reason in InvalidReference.REASONS
    return raised.value.reason


@pytest.mark.parametrize(("parameter", "kind"), [pair for pair in PARAMETERS.items() if pair[0] != "job_id"])
def test_a_number_in_its_parameter_is_used_unchanged(parameter: str, kind: ReferenceKind) -> None:
    for number in ("GR432U5", "a/b c", "A&B #1", "A&B #1/ü", "0", "<b>", "'", "x" * MAX_NUMBER_LENGTH):
        assert numbers({parameter: [f" {number} "]}).references == (Reference(kind, number),)


@pytest.mark.parametrize("number", ["GR432U5", "10482203", "A&B #1/ü", "Mum-AMD 0412", "Mumbai / Delhi night 7"])
def test_an_ordinary_number_has_one_spelling(number: str) -> None:
    assert numbers({"ordno": [number]}).alternatives == ()


@pytest.mark.parametrize("number", ["№ 5", "ＧＲ４３２", "注文１", "NW‑1"])
def test_a_number_that_really_has_such_characters_is_looked_up_as_typed_where_the_plain_one_is_unknown(
    number: str,
) -> None:
    assert Reference(ReferenceKind.ORDER_NUMBER, number) in numbers({"ordno": [number]}).alternatives


def test_a_job_and_its_review_key_are_read_in_any_case() -> None:
    assert numbers({"job_id": [JOB.upper()], "review_key": [f" {KEY.upper()}"]}).references == (LOGIS_JOB,)
    assert numbers({"job_id": [JOB]}).references == (Reference(ReferenceKind.JOB_ID, JOB),)
    assert numbers({"job_id": [JOB], "review_key": [""]}).references == (Reference(ReferenceKind.JOB_ID, JOB),)


def test_repr_does_not_show_a_review_key() -> None:
    assert KEY not in repr(read_query({"job_id": [JOB], "review_key": [KEY]}))
    assert KEY not in repr(pasted(f"{SITE}/track?job_id={JOB}&review_key={KEY}"))


def test_a_query_can_be_limited_to_one_account() -> None:
    assert numbers({"slino": ["1"], "account": ["geodis"]}).account == "geodis"
    assert numbers({"q": ["10482203"], "account": ["geodis"], "lang": ["fr"]}).account == "geodis"
    assert numbers({"slino": ["1"]}).account is None


def test_the_same_number_given_twice_is_one_number() -> None:
    assert read_query({"slino": ["10482203", "10482203"]}) == read_query({"slino": ["10482203"]})


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({}, "missing"),
        ({"lang": "fr", "account": "geodis", "review_key": KEY}, "missing"),
        ({"slino": []}, "missing"),
        ({"slino": ""}, "missing"),
        ({"q": ""}, "missing"),
        ({"q": " \t\r\n\u200b\u00ad\x00 "}, "missing"),
        ({"ordno": "   "}, "missing"),
        ({"slino": "1", "ordno": "1"}, "several"),
        ({"slino": "1", "q": "1"}, "several"),
        ({"ordno": "1", "order_no": "1"}, "several"),
        ({"ordno": "", "slino": "1"}, "several"),
        ({"slino": ["1", "2"]}, "several"),
        ({"q": ["1", "2"]}, "several"),
        ({"job_id": JOB, "review_key": [KEY, JOB]}, "several"),
        ({"job_id": JOB, "tripname": "1"}, "several"),
        ({"slino": "1" * 101}, "too_long"),
        ({"job_id": "1" * 10_000}, "too_long"),
        ({"tripname": "é" * 10_000}, "too_long"),
        ({"q": "a" * 10_000}, "too_long"),
        ({"q": "A" * 101}, "too_long"),
        ({"q": "hello " * 60}, "too_long"),
        ({"q": f"{SITE}/track?ordno=" + "A" * 101}, "too_long"),
        ({"slino": "1\x002"}, "malformed"),
        ({"slino": "1\n2"}, "malformed"),
        ({"ordno": "a\u202eb"}, "malformed"),
        ({"ordno": "a\ud800"}, "malformed"),
        ({"tripname": "\x85"}, "malformed"),
        ({"job_id": "1"}, "malformed"),
        ({"job_id": JOB[:-1]}, "malformed"),
        ({"job_id": JOB + "0"}, "malformed"),
        ({"job_id": JOB[:9] + "\n" + JOB[9:]}, "malformed"),
        ({"job_id": JOB.replace("-", "")}, "malformed"),
        ({"job_id": "{" + JOB + "}"}, "malformed"),
        ({"job_id": "urn:uuid:" + JOB}, "malformed"),
        ({"job_id": JOB.replace("0", "O")}, "malformed"),
        ({"job_id": JOB, "review_key": "1"}, "malformed"),
        ({"job_id": JOB, "review_key": "' OR 1=1"}, "malformed"),
        ({"job_id": JOB, "review_key": "a" * 10_000}, "malformed"),
        ({"q": f"{SITE}/"}, "malformed"),
        ({"q": "https://shop.example/orders/GR432U5"}, "malformed"),
        ({"q": f"{SITE}/t/tooshort"}, "malformed"),
        ({"q": f"{SITE}/track?job_id=1&review_key={KEY}"}, "malformed"),
        ({"q": f"{SITE}/track?ordno=a%00b"}, "malformed"),
        ({"q": "\"'«»“”"}, "malformed"),
        ({"q": f"review_key={KEY}"}, "missing"),
        ({"q": f"{SITE}/track?ordno=1 {SITE}/track?ordno=2"}, "several"),
        ({"q": f"{SITE}/t/{TOKEN} {SITE}/t/{TOKEN[::-1]}"}, "several"),
        ({"q": f"{SITE}/track?job_id={JOB}&review_key={KEY} {SITE}/track?job_id={KEY}&review_key={JOB}"}, "several"),
    ],
)
def test_bad_input_is_refused_with_its_reason(parameters: dict[str, str | list[str]], why: str) -> None:
    assert reason(**parameters) == why
