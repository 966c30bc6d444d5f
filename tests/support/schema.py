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
    "properties",
    "required",
    "items",
    "enum",
    "minimum",
    "maxLength",
    "$ref",
    "description",
    "format",
}


def violations(value: Any, schema: Any, document: Any, where: str = "$") -> Iterator[str]:
    """Yield the paths at which a value does not match a schema of the document."""
    if unknown := set(schema) - UNDERSTOOD:
        yield f"{where}: the schema says {sorted(unknown)}, which nothing looks at"
    if "$ref" in schema:
        yield from violations(value, _resolved(schema["$ref"], document), document, where)
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


def _resolved(reference: str, document: Any) -> Any:
    for part in reference.removeprefix("#/").split("/"):
        document = document[part]
    return document


def _is_of(value: Any, types: str | list[str]) -> bool:
    names = [types] if isinstance(types, str) else types
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, TYPES[name]) for name in names)
