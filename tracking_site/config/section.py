"""What all tables of the configuration are: frozen, closed, and telling all their problems at once."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator

from tracking_site.config.problems import Problem, as_validation_error, problems_of

Raw = Mapping[str, object]


class Section(BaseModel):
    """A table of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)

    @classmethod
    def prepared(cls, raw: Raw) -> Raw:
        """Return the table as the fields are to see it."""
        return raw

    @classmethod
    def rules(cls, raw: Raw) -> Iterable[Problem]:
        """Yield what is wrong between keys; any of them may be missing or of a wrong type."""
        del raw
        return ()

    # Around the fields instead of after them: an "after" validator is silent as soon as one field is wrong.
    @model_validator(mode="wrap")
    @classmethod
    def _with_rules(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, Mapping):
            return handler(data)
        problems = list(cls.rules(data))
        try:
            made = handler(cls.prepared(data))
        except ValidationError as error:
            problems = [*problems_of(error), *problems]
        if problems:
            raise as_validation_error(problems)
        return made


def strings(raw: Raw, key: str) -> list[tuple[int, str]]:
    """Return the strings of a list with their indices, whatever else is there."""
    found = raw.get(key)
    if not isinstance(found, list | tuple):
        return []
    return [(index, entry) for index, entry in enumerate(found) if isinstance(entry, str)]


def tables(raw: Raw, key: str) -> list[tuple[str, Raw]]:
    """Return the tables below a key, whatever else is there."""
    found = raw.get(key)
    if not isinstance(found, Mapping):
        return []
    return [(name, table) for name, table in found.items() if isinstance(table, Mapping)]


def doubles(key: str, entries: Iterable[tuple[int, str]]) -> Iterable[Problem]:
    """Yield a problem for each entry of a list that stands in it for a second time."""
    seen: set[str] = set()
    for index, entry in entries:
        if entry in seen:
            yield Problem((key, index), "is in the list twice")
        seen.add(entry)
