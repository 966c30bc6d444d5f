"""A validator for the part of JSON Schema that the site's OpenAPI document uses; other keywords are errors."""

from collections.abc import Iterator, Mapping
from typing import Any

TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
UNDERSTOOD = {
    "type",
    "anyOf",
    "properties",
    "required",
    "items",
    "enum",
    "minimum",
    "maxLength",
    "$ref",
    "title",
    "description",
    "format",
}


def violations(value: Any, schema: Any, document: Any, where: str = "$") -> Iterator[str]:
    """Yield the paths at which a value does not match a schema of the document."""
    if unknown := set(schema) - UNDERSTOOD:
        yield f"{where}: the schema says {sorted(unknown)}, which nothing looks at"
    if "$ref" in schema:
        yield from violations(value, resolved(schema, document), document, where)
    elif "anyOf" in schema:
        found = [list(violations(value, each, document, where)) for each in schema["anyOf"]]
        if all(found):
            yield from (line for lines in found for line in lines)
    elif "type" in schema and not _is_of(value, schema["type"]):
        yield f"{where}: {value!r} is no {schema['type']}"
    else:
        yield from _inside(value, schema, document, where)


def _inside(value: Any, schema: Any, document: Any, where: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if isinstance(value, int | float) and value < schema.get("minimum", value):
        yield f"{where}: {value} is too little"
    if isinstance(value, dict):
        yield from (f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value)
        inner = schema.get("properties", {})
        yield from (f"{where}: {name} is not described" for name in value if inner and name not in inner)
        for name in inner.keys() & value.keys():
            yield from violations(value[name], inner[name], document, f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        for place, item in enumerate(value):
            yield from violations(item, schema["items"], document, f"{where}[{place}]")


def resolved(schema: Any, document: Any) -> Any:
    """The schema that a reference leads to; any other schema as it is."""
    if "$ref" not in schema:
        return schema
    found = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def described_fields(schema: Any, document: Any, where: str = "$") -> Iterator[str]:
    """The path of every field that a value of a schema can have."""
    schema = resolved(schema, document)
    for each in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from described_fields(each, document, where)
    for name, inner in schema.get("properties", {}).items():
        yield f"{where}.{name}"
        yield from described_fields(inner, document, f"{where}.{name}")


def fields_of(value: Any, where: str = "$") -> Iterator[str]:
    """The path of every field that a value has."""
    if isinstance(value, list):
        for item in value:
            yield from fields_of(item, where)
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{where}.{name}"
            yield from fields_of(inner, f"{where}.{name}")


def _is_of(value: Any, types: str | list[str]) -> bool:
    names = [types] if isinstance(types, str) else types
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, TYPES[name]) for name in names)
