"""Texts of a brand: the same for every language, or one for each."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from tracking_site.config.fields import NOT_EMPTY, Language, one_line
from tracking_site.config.problems import Location, invalid, relocate

EVERY_LANGUAGE = "und"
"""The language of a text that is the same for every reader."""

# Pydantic appends this to the location of an invalid key.
_KEY = "[key]"

Label = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(one_line)]
Sentence = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(one_line)]


def _at_key(location: Location) -> Location:
    return location[:-1] if location[-1:] == (_KEY,) else location


def _at_text(location: Location) -> Location:
    return _at_key(location[1:] if location[:1] == (EVERY_LANGUAGE,) else location)


def by_key(data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """Validate a table; an invalid key is located by its path, as other problems are."""
    try:
        return handler(data)
    except ValidationError as error:
        relocated = relocate(error, _at_key)
    # Outside of the except clause: as a context, pydantic's error would carry every value into a traceback.
    raise relocated


def _by_language(data: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(data, Mapping):
        return by_key(data, handler)
    if not isinstance(data, str):
        raise invalid("must be a text, or a table with a text for each language")
    try:
        return handler({EVERY_LANGUAGE: data})
    except ValidationError as error:
        relocated = relocate(error, _at_text)
    raise relocated


Labels = Annotated[dict[Language, Label], NOT_EMPTY, WrapValidator(_by_language)]
Sentences = Annotated[dict[Language, Sentence], NOT_EMPTY, WrapValidator(_by_language)]
