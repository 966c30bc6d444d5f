"""What can be wrong with a configuration, said in lines that name the key and never show a value."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

Location = tuple[int | str, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

# Our own words for pydantic's errors: its messages quote what was put in.
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
    """The configuration cannot be used; `problems` has one line for each thing that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Keep the lines, in their order."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return the lines as one text."""
        return "\n".join(self.problems)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and the key that it is wrong at."""

    where: Location
    what: str

    @property
    def line(self) -> str:
        """Return the problem as it is shown."""
        return f"{written(self.where)}: {self.what}"


def wrong(text: str) -> PydanticCustomError:
    """Return the error for a validator to raise, worded by us."""
    return PydanticCustomError("problem", "{text}", {"text": text})


def one_of(words: Iterable[str]) -> str:
    """Return the sentence for a value that is none of a few words."""
    return f"must be one of {', '.join(words)}"


def written(where: Location) -> str:
    """Return a location as a dotted path on one line, keys quoted as TOML quotes them."""
    return ".".join(_key(str(part)) for part in where)


def _key(part: str) -> str:
    return part if _BARE_KEY.fullmatch(part) else json.dumps(part)


def problems_of(error: ValidationError) -> list[Problem]:
    """Return what pydantic found, in our words."""
    details = error.errors(include_url=False, include_input=False)
    return [Problem(detail["loc"], _worded(detail)) for detail in details]


def _worded(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "literal_error":
        return one_of(re.findall(r"'([^']*)'", context["expected"]))
    return _WORDS.get(detail["type"], "is not valid").format_map(context)


def as_validation_error(problems: Iterable[Problem]) -> ValidationError:
    """Return problems as what pydantic takes from a validator, their locations kept."""
    return ValidationError.from_exception_data(
        "configuration",
        [InitErrorDetails(type=wrong(problem.what), loc=problem.where, input=None) for problem in problems],
        hide_input=True,
    )


def relocated(error: ValidationError, move: Callable[[Location], Location]) -> ValidationError:
    """Return the same problems at other places."""
    return as_validation_error(Problem(move(found.where), found.what) for found in problems_of(error))
