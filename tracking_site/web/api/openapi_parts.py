"""What the schemas of the API's description are made of."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
BOOLEAN: Schema = {"type": "boolean"}


def record(properties: dict[str, Schema], *, nullable: bool = False) -> Schema:
    """An object that has all these properties."""
    return {
        "type": ["object", "null"] if nullable else "object",
        "properties": properties,
        "required": list(properties),
    }


ERROR: Schema = {"error": record({"code": TEXT, "message": TEXT})}


def error(text: str, **more: Schema) -> Schema:
    """An answer that something went wrong; `more` is what its error may say besides."""
    said = ERROR["error"]
    return answer(text, record({"error": {**said, "properties": {**said["properties"], **more}}}))


def answer(text: str, schema: Schema) -> Schema:
    """An answer as JSON."""
    return {"description": text, "content": {"application/json": {"schema": schema}}}
