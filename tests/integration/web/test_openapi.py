"""The description of the API: it says what the API answers, and the API answers what it says."""

from typing import Any

import pytest

from tests.support.recipients import ON_ITS_WAY, TO_REVIEW, WITH_CODE, Recipient, postcode_of
from tests.support.schema import described_fields, fields_of, resolved, violations
from tests.support.sites import API_KEY, NORTHWIND, OPEN, PROVEN_JOBS, SEVERAL, SHIPMENTS, Open, Site
from tests.support.visitor import Visitor
from tracking_site.domain.shipment import Status


@pytest.fixture
def document(visitor: Visitor) -> Any:
    answer = visitor.get("/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return answer.get_json()


def described(document: Any, status: int, method: str = "get", path: str = "/api/v1/shipment") -> Any:
    operation = document["paths"][path][method]
    return resolved(operation["responses"][str(status)]["content"]["application/json"]["schema"], document)


def test_the_document_is_of_its_version_and_names_the_site(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    assert document["servers"] == [{"url": f"https://{NORTHWIND}"}]


def test_every_described_path_is_there(document: Any, visitor: Visitor) -> None:
    described = {(method.upper(), path) for path, operations in document["paths"].items() for method in operations}
    there = {
        (method, str(rule).replace("<", "{").replace(">", "}"))
        for rule in visitor.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if str(rule).startswith("/api/")
    }
    assert described == there, "the document leaves something of the API out, or describes what is not there"


def test_every_parameter_is_described_once(document: Any) -> None:
    parameters = document["paths"]["/api/v1/shipment"]["get"]["parameters"]
    names = [parameter["name"] for parameter in parameters]
    assert len(names) == len(set(names))
    wanted = {"job_id", "review_key", "slino", "ordno", "order_no", "orderNo", "tripname", "q", "token", "lang"}
    assert wanted <= set(names)
    assert all(parameter["in"] == "query" and parameter["description"] for parameter in parameters)


def test_the_statuses_are_those_of_the_site(document: Any) -> None:
    shipment = document["components"]["schemas"]["Shipment"]
    assert shipment["properties"]["status"]["enum"] == [status.value for status in Status]


def test_every_sample_is_what_the_document_says(site: Site, document: Any) -> None:
    for sample in SHIPMENTS:
        answers = [site.visitor.get("/api/v1/shipment", {"token": site.token(sample)})]
        answers += [site.visitor.get("/api/v1/shipment", sample.query)] if sample in OPEN else []
        for answer in answers:
            assert list(violations(answer.get_json(), described(document, 200), document)) == []


def test_every_field_that_is_answered_is_described(site: Site, document: Any) -> None:
    fields = document["components"]["schemas"]["Shipment"]["properties"]
    answer = site.visitor.get("/api/v1/shipment", PROVEN_JOBS[0].query).get_json()
    optional = {"first_estimated_delivery", "proof_of_delivery", "delayed_by_minutes", "awaits_collection"}
    assert set(answer["shipment"]) == set(fields) - optional, "nothing moved, proven or late"
    assert set(answer) == set(described(document, 200)["properties"])


@pytest.mark.parametrize(
    ("status", "query"),
    [
        (300, SEVERAL.query),
        (400, {}),
        (404, {"slino": "99999999"}),
        (404, {"token": "x"}),
    ],
)
def test_every_error_is_what_the_document_says(
    visitor: Visitor, document: Any, status: int, query: dict[str, str]
) -> None:
    answer = visitor.get("/api/v1/shipment", query)
    assert answer.status_code == status
    assert list(violations(answer.get_json(), described(document, status), document)) == []


def test_failures_and_limits_are_what_the_document_says(open_fresh: Open, document: Any) -> None:
    site = open_fresh(views="2 per day")
    site.sandbox.fault("leaps", status=503)
    answers = [site.visitor.get("/api/v1/shipment", OPEN[0].query) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 429]
    for answer in answers:
        assert list(violations(answer.get_json(), described(document, answer.status_code), document)) == []


def test_every_action_answers_the_fields_that_are_described_and_no_others(open_fresh: Open, document: Any) -> None:
    site = open_fresh()
    parcel = next(sample for sample in OPEN if sample.carrier == "leaps")
    proven = {**parcel.query, "postcode": postcode_of(site, parcel)}
    merchant = site.visitor.sending(Authorization=f"Bearer {API_KEY}")
    on_its_way, to_review, with_code = (Recipient.of(site, each) for each in (ON_ITS_WAY, TO_REVIEW, WITH_CODE))
    off, rated = {"target": "job", "enabled": False}, {"delivery": 5, "product": 4, "comment": "Good"}
    answers = {
        ("put", "/api/v1/sms-notifications"): on_its_way.call("PUT", "/api/v1/sms-notifications", off),
        ("post", "/api/v1/review"): to_review.call("POST", "/api/v1/review", rated),
        ("post", "/api/v1/delivery-code"): with_code.call("POST", "/api/v1/delivery-code", {}),
        ("post", "/api/v1/verification"): site.visitor.open("POST", "/api/v1/verification", json=proven),
        ("post", "/api/v1/links"): merchant.open("POST", "/api/v1/links", json={"links": [ON_ITS_WAY.query]}),
    }
    changing = {(method, path) for path, methods in document["paths"].items() for method in methods} - {
        ("get", "/api/v1/shipment")
    }
    assert set(answers) == {(method, path) for method, path in changing if method != "delete"}
    for (method, path), answer in answers.items():
        schema = described(document, answer.status_code, method, path)
        assert set(fields_of(answer.get_json())) == set(described_fields(schema, document))
        assert list(violations(answer.get_json(), schema, document)) == []


def test_errors_answer_the_fields_that_are_described_and_no_others(visitor: Visitor, document: Any) -> None:
    links = visitor.sending(Authorization=f"Bearer {API_KEY}").open("POST", "/api/v1/links", json={"links": [{}]})
    unknown = visitor.get("/api/v1/shipment", {"slino": "99999999"})
    for answer, schema in (
        (links, described(document, 400, "post", "/api/v1/links")),
        (unknown, described(document, 404)),
    ):
        assert set(fields_of(answer.get_json())) == set(described_fields(schema, document))
        assert list(violations(answer.get_json(), schema, document)) == []


def test_the_check_itself_finds_what_is_wrong() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": ["integer", "null"], "minimum": 0},
            "b": {"type": "array", "items": {"enum": ["x"]}},
        },
        "required": ["a"],
    }
    assert list(violations({"a": 1, "b": ["x"]}, schema, {})) == []
    broken: list[Any] = [[], {}, {"a": "1"}, {"a": True}, {"a": -1}, {"a": None, "b": ["y"]}, {"a": None, "b": None}]
    for value in broken:
        assert list(violations(value, schema, {}))
    assert list(violations(1, {"oneOf": []}, {}))
