"""The OpenAPI 3.1 document of `/api/v1`, derived from the structs that requests and responses are.

Each feature describes its own addresses as `Operation`s, and `ApiDocument` joins them with the look-up of a shipment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Struct

from tracking_site.tracking.query import AIR_WAYBILL, MAX_NUMBER_LENGTH, MAX_TEXT_LENGTH, PARAMETERS
from tracking_site.web.api.schemas import ChoicesResponse, ShipmentResponse
from tracking_site.web.http.error_body import ErrorResponse

Schema = dict[str, Any]
Model = type[Struct]

_COMPONENT = "#/components/schemas/{name}"
_KEY = "key"


@dataclass(frozen=True, slots=True)
class ResponseSpec:
    """A response of an operation: what it means, and the struct of its body if it has one."""

    description: str
    body: Model | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    name: str
    summary: str
    responses: Mapping[str, ResponseSpec]
    """By HTTP status."""
    request: Sequence[Model] = ()
    """The structs that the body can be: it has the form of exactly one."""
    parts: Sequence[Model] = ()
    """Further structs, which a struct of `request` refers to through `one_of`."""
    parameters: Sequence[Schema] = ()
    needs_key: bool = False
    """Whether the request must carry one of the brand's API keys."""

    @property
    def models(self) -> Iterable[Model]:
        """All structs of the operation."""
        bodies = (response.body for response in self.responses.values() if response.body is not None)
        return (*self.request, *self.parts, *bodies)


@dataclass(frozen=True)
class ApiDocument:
    """The OpenAPI document of a site, built when it is first requested."""

    server: str
    operations: Sequence[Operation] = field(repr=False)

    @cached_property
    def json(self) -> bytes:
        """The document as JSON."""
        return msgspec.json.encode(description(self.server, self.operations))


def description(server: str, operations: Iterable[Operation]) -> Schema:
    """Return the document of a site at an address: the look-up of a shipment, and these operations."""
    everything = (GET_SHIPMENT, *operations)
    paths: dict[str, Schema] = {}
    for each in everything:
        paths.setdefault(each.path, {})[each.method] = _operation(each)
    models = dict.fromkeys(model for each in everything for model in each.models)
    _, components = msgspec.json.schema_components(models, ref_template=_COMPONENT)
    key = {"type": "http", "scheme": "bearer", "description": "One of the brand's API keys"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "tracking-site", "version": "1"},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {_KEY: key}},
    }


def errors(descriptions: Mapping[str, str], body: Model = ErrorResponse) -> dict[str, ResponseSpec]:
    """Return the error responses of an operation; their descriptions are given by HTTP status."""
    return {status: ResponseSpec(text, body) for status, text in descriptions.items()}


def one_of(models: Sequence[Model]) -> Schema:
    """Return the schema of a value that has the form of exactly one of the structs."""
    schemas = [{"$ref": _COMPONENT.format(name=model.__name__)} for model in models]
    return schemas[0] if len(schemas) == 1 else {"oneOf": schemas}


def combined(model: Model, alternatives: Sequence[Model], *, closed: bool = False) -> tuple[Model, ...]:
    """Return a struct for each alternative: the alternative's fields and then the model's. `closed` forbids other fields.

    Most requests name a shipment in one of several ways, and msgspec supports no union of structs without a tag field.
    """
    return tuple(_joined(model, alternative, closed=closed) for alternative in alternatives)


def _joined(model: Model, alternative: Model, *, closed: bool) -> Model:
    fields = [
        (each.name, each.type) if each.required else (each.name, each.type, each.default)
        for struct in (alternative, model)
        for each in msgspec.structs.fields(struct)
    ]
    return msgspec.defstruct(
        f"{model.__name__}{alternative.__name__}",
        fields,
        namespace={"__doc__": model.__doc__},
        kw_only=True,
        forbid_unknown_fields=closed,
    )


def _operation(operation: Operation) -> Schema:
    schema: Schema = {"operationId": operation.name, "summary": operation.summary}
    if operation.needs_key:
        schema["security"] = [{_KEY: []}]
    if operation.parameters:
        schema["parameters"] = list(operation.parameters)
    if operation.request:
        schema["requestBody"] = {"required": True, **_content(operation.request)}
    schema["responses"] = {status: _response(response) for status, response in operation.responses.items()}
    return schema


def _response(response: ResponseSpec) -> Schema:
    return {"description": response.description, **(_content([response.body]) if response.body else {})}


def _content(models: Sequence[Model]) -> Schema:
    return {"content": {"application/json": {"schema": one_of(models)}}}


def _parameters() -> list[Schema]:
    """Return the parameters of a look-up."""
    descriptions = {name: f"The shipment's {kind.value.replace('_', ' ')}" for name, kind in PARAMETERS.items()}
    descriptions |= {
        AIR_WAYBILL: "An air waybill number that the site has heard of",
        "review_key": "The review key that belongs to a `job_id`",
        "q": "Whatever a recipient typed or pasted",
        "token": "The token of a sealed link",
        "account": "One of the accounts that know the number",
        "lang": "The language of descriptions: any language tag, for the nearest language that the brand offers",
    }
    max_lengths = {"q": MAX_TEXT_LENGTH, "token": MAX_TEXT_LENGTH}
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": text,
            "schema": {"type": "string", "maxLength": max_lengths.get(name, MAX_NUMBER_LENGTH)},
        }
        for name, text in descriptions.items()
    ]


GET_SHIPMENT = Operation(
    method="get",
    path="/api/v1/shipment",
    name="getShipment",
    summary="Where a shipment is and when it comes",
    parameters=_parameters(),
    responses={
        "200": ResponseSpec("The shipment", ShipmentResponse),
        "300": ResponseSpec("The number is known to several carriers", ChoicesResponse),
        "304": ResponseSpec("As `If-None-Match` says"),
        **errors(
            {
                "400": "No number, several, or one that cannot be",
                "404": "Nobody knows it, or the link does not open",
                "410": "The link has expired",
                "429": "Too many requests",
                "503": "The carrier cannot be asked",
            }
        ),
    },
)
