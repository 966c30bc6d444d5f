"""Texts that a brand brings along: one for every language, or one for each."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from tracking_site.config.fields import NOT_EMPTY, Language, one_line
from tracking_site.config.problems import Location, relocated, wrong

EVERY_LANGUAGE = "und"
"""Stands for the language of a text that is the same for every reader."""

# What pydantic puts behind the key that is wrong.
_KEY = "[key]"

Label = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(one_line)]
Sentence = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(one_line)]


def _at_key(where: Location) -> Location:
    return where[:-1] if where[-1:] == (_KEY,) else where


def _at_text(where: Location) -> Location:
    return _at_key(where[1:] if where[:1] == (EVERY_LANGUAGE,) else where)


def by_key(data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """Name a key that is wrong as every other problem is named: by its path alone."""
    try:
        return handler(data)
    except ValidationError as error:
        found = relocated(error, _at_key)
    # Outside of the handler: pydantic's own error holds what was put in.
    raise found


def _by_language(data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(data, Mapping):
        return by_key(data, handler)
    if not isinstance(data, str):
        raise wrong("must be a text, or a table with a text for each language")
    try:
        return handler({EVERY_LANGUAGE: data})
    except ValidationError as error:
        found = relocated(error, _at_text)
    raise found


Labels = Annotated[dict[Language, Label], NOT_EMPTY, WrapValidator(_by_language)]
Sentences = Annotated[dict[Language, Sentence], NOT_EMPTY, WrapValidator(_by_language)]
