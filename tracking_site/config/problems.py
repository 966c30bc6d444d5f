"""Problems of a configuration, as lines that name the key and never show a value."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

Location = tuple[int | str, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

# Replacements for pydantic's messages, which quote the value.
_WORDS = {
    "missing": "is required",
    "extra_forbidden": "unknown key",
    "string_type": "must be a string",
    "string_unicode": "must be text in UTF-8",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "greater_than": "must be more than {gt:.12g}",
    "greater_than_equal": "must be at least {ge:.12g}",
    "less_than": "must be less than {lt:.12g}",
    "less_than_equal": "must be at most {le:.12g}",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "too_long": "must have at most {max_length} entries",
    "problem": "{text}",
}


class ConfigurationError(Exception):
    """The configuration cannot be used; `problems` has one line for each problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Take the lines in the order in which they are shown."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the lines as one text."""
        return "\n".join(self.problems)


@dataclass(frozen=True)
class Problem:
    """One problem, and the key that has it."""

    location: Location
    text: str

    @property
    def line(self) -> str:
        """The line that is shown to the operator."""
        return f"{dotted_key(self.location)}: {self.text}"


def invalid(text: str) -> PydanticCustomError:
    """Return the error that a validator raises for an invalid value; it does not quote the value."""
    return PydanticCustomError("problem", "{text}", {"text": text})


def one_of(words: Iterable[str]) -> str:
    """Return the problem of a value that is not one of these words."""
    return f"must be one of {', '.join(words)}"


def dotted_key(location: Location) -> str:
    """Return a location as a dotted TOML key on one line, with quotes where TOML needs them."""
    return ".".join(_key(str(part)) for part in location)


def _key(part: str) -> str:
    return part if _BARE_KEY.fullmatch(part) else json.dumps(part)


def problems_of(error: ValidationError) -> list[Problem]:
    """Return pydantic's errors as problems."""
    details = error.errors(include_url=False, include_input=False)
    return [Problem(detail["loc"], _message(detail)) for detail in details]


def _message(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "literal_error":
        return one_of(re.findall(r"'([^']*)'", context["expected"]))
    return _WORDS.get(detail["type"], "is not valid").format_map(context)


def as_validation_error(problems: Iterable[Problem]) -> ValidationError:
    """Return problems as an error that a validator may raise; pydantic keeps their locations."""
    return ValidationError.from_exception_data(
        "configuration",
        [InitErrorDetails(type=invalid(problem.text), loc=problem.location, input=None) for problem in problems],
        hide_input=True,
    )


def relocate(error: ValidationError, move: Callable[[Location], Location]) -> ValidationError:
    """Return an error with the same problems at other locations."""
    return as_validation_error(Problem(move(problem.location), problem.text) for problem in problems_of(error))
