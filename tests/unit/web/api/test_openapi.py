"""The API's description is made of the structs that the code decodes and encodes."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta, Struct

from tracking_site.domain.errors import InvalidAction
from tracking_site.routing import API_OPERATIONS
from tracking_site.web.api.openapi import (
    GET_SHIPMENT,
    ApiDocument,
    Operation,
    ResponseSpec,
    combined,
    description,
    errors,
    one_of,
)
from tracking_site.web.http.bodies import Reason
from tracking_site.web.http.references import ByJob, ByToken


class Wish(Struct):
    """A wish."""

    text: Annotated[str, Meta(max_length=5)]
    times: int = 3


GRANT = Operation("post", "/wishes", "grant", "Grants a wish", {"200": ResponseSpec("Granted", Wish)}, request=(Wish,))


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(ApiDocument("https://track.example", API_OPERATIONS).json)


def references(schema: Any) -> Iterator[str]:
    """Every `$ref` in a part of the document."""
    if isinstance(schema, dict):
        yield from ([schema["$ref"]] if "$ref" in schema else [])
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from references(each)


def test_every_component_is_referred_to_and_every_reference_leads_to_one(document: Any) -> None:
    there = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert there == set(references(document))


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [each.name for each in (GET_SHIPMENT, *API_OPERATIONS)]
    assert len(set(names)) == len(names)


def test_every_field_of_a_request_has_the_reason_of_its_error() -> None:
    for model in {model for each in API_OPERATIONS for model in (*each.request, *each.parts)}:
        for field in msgspec.structs.fields(model):
            reasons = [each for each in field.type.__metadata__ if isinstance(each, Reason)]
            assert len(reasons) == 1, f"{model.__name__}.{field.name}"
            assert {reasons[0].wrong, reasons[0].missing or reasons[0].wrong} <= set(InvalidAction.REASONS)


def test_every_error_has_an_error_as_its_body(document: Any) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            bodies = {status: answer.get("content") for status, answer in operation["responses"].items()}
            for status in (status for status in bodies if status >= "400"):
                (reference,) = references(bodies[status])
                assert reference.endswith("ErrorResponse")


def test_an_operation_is_described_with_its_request_and_its_responses() -> None:
    found = description("https://track.example", [GRANT])
    assert found["servers"] == [{"url": "https://track.example"}]
    wish = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wish"}}}}
    assert found["paths"]["/wishes"] == {
        "post": {
            "operationId": "grant",
            "summary": "Grants a wish",
            "requestBody": {"required": True, **wish},
            "responses": {"200": {"description": "Granted", **wish}},
        }
    }
    assert found["components"]["schemas"]["Wish"] == {
        "title": "Wish",
        "description": "A wish.",
        "type": "object",
        "properties": {"text": {"type": "string", "maxLength": 5}, "times": {"type": "integer", "default": 3}},
        "required": ["text"],
    }


def test_two_methods_of_an_address_stand_together() -> None:
    other = Operation("delete", "/wishes", "forget", "Forgets", {"204": ResponseSpec("Forgotten")}, needs_key=True)
    found = description("", [GRANT, other])["paths"]["/wishes"]
    assert set(found) == {"post", "delete"}
    assert found["delete"]["security"] == [{"key": []}]
    assert found["delete"]["responses"] == {"204": {"description": "Forgotten"}}


def test_a_request_with_alternatives_has_the_form_of_exactly_one() -> None:
    models = combined(Wish, (ByToken, ByJob), closed=True)
    assert [model.__name__ for model in models] == ["WishByToken", "WishByJob"]
    assert one_of(models) == {
        "oneOf": [{"$ref": "#/components/schemas/WishByToken"}, {"$ref": "#/components/schemas/WishByJob"}]
    }
    by_token = msgspec.json.schema_components(models)[1]["WishByToken"]
    assert by_token["required"] == ["token", "text"]
    assert by_token["additionalProperties"] is False
    assert by_token["description"] == "A wish."


def test_errors_are_described_by_their_status() -> None:
    assert errors({"404": "Unknown"}, Wish) == {"404": ResponseSpec("Unknown", Wish)}
