"""The base of every configuration table: frozen, without unknown keys, with all its problems reported at once."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator

from tracking_site.config.problems import Problem, as_validation_error, problems_of

Raw = Mapping[str, object]


class Section(BaseModel):
    """A table of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)

    @classmethod
    def prepare(cls, raw: Raw) -> Raw:
        """Return the table that the fields are validated from."""
        return raw

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Yield problems that concern several keys; any of these may be missing or of the wrong type."""
        del raw
        return ()

    # Wraps the fields instead of following them: an "after" validator does not run once a field is invalid.
    @model_validator(mode="wrap")
    @classmethod
    def _with_rules(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, Mapping):
            return handler(data)
        problems = list(cls.rules(data))
        try:
            section = handler(cls.prepare(data))
        except ValidationError as error:
            problems = [*problems_of(error), *problems]
        if problems:
            raise as_validation_error(problems)
        return section


def strings(raw: Raw, key: str) -> list[tuple[int, str]]:
    """Return the strings in the list under a key, with their indices; other entries are skipped."""
    entries = raw.get(key)
    if not isinstance(entries, list | tuple):
        return []
    return [(index, entry) for index, entry in enumerate(entries) if isinstance(entry, str)]


def tables(raw: Raw, key: str) -> list[tuple[str, Raw]]:
    """Return the tables below a key, with their names; other entries are skipped."""
    entries = raw.get(key)
    if not isinstance(entries, Mapping):
        return []
    return [(name, table) for name, table in entries.items() if isinstance(table, Mapping)]


def duplicates(key: str, entries: Iterable[tuple[int, str]]) -> Iterable[Problem]:
    """Yield a problem for each entry that is in a list for the second time."""
    seen: set[str] = set()
    for index, entry in entries:
        if entry in seen:
            yield Problem((key, index), "is in the list twice")
        seen.add(entry)
