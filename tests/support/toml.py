"""Trees written as TOML."""

from collections.abc import Mapping
from datetime import date, datetime
from datetime import time as clock

PLAIN = {chr(code) for code in range(0x20, 0x7F)} - {'"', "\\"}


def toml(value: object) -> str:
    """Return a value as TOML writes it on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + "".join(c if c in PLAIN else f"\\U{ord(c):08X}" for c in value) + '"'
        case Mapping():
            return "{" + ", ".join(f"{toml(str(key))} = {toml(entry)}" for key, entry in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(toml(entry) for entry in value) + "]"
        case datetime() | date() | clock():
            return value.isoformat()
        case _:
            return str(value)


def document(tree: Mapping[str, object]) -> str:
    """Return a tree as a TOML file."""
    return "".join(f"{toml(key)} = {toml(value)}\n" for key, value in tree.items())
