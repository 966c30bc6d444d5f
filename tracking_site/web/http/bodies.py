"""Decoding of request bodies into structs: the first field of a wrong type or value is an `InvalidAction`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from tracking_site.domain.errors import InvalidAction
from tracking_site.web.http.request import Body

T = TypeVar("T", bound=msgspec.Struct)

Checks = Mapping[str, Callable[[Any], object]]
"""Further checks by field name, for values that already have the field's type."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Annotation of a field: the `InvalidAction` reason for a wrong value, and for a missing one if that differs."""

    wrong: str
    missing: str | None = None


def decode_body(body: Body, model: type[T], checks: Checks = MappingProxyType({})) -> T:
    """Return the fields of a body as a struct; `InvalidAction` with the `Reason` of the first wrong field.

    The fields are checked in the order in which the struct declares them, so that a body with several mistakes always
    gets the same error. Each field is annotated with a `Reason`; fields of the body that the struct lacks are ignored.
    """
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(model):
        if field.name not in body and not field.required:
            continue
        value = body.get(field.name)
        reason = _reason(field)
        if value is None and field.required:
            raise InvalidAction(reason.missing or reason.wrong)
        try:
            values[field.name] = msgspec.convert(value, field.type)
        except msgspec.ValidationError:
            raise InvalidAction(reason.wrong) from None
        if field.name in checks and not checks[field.name](values[field.name]):
            raise InvalidAction(reason.wrong)
    return model(**values)


def _reason(field: msgspec.structs.FieldInfo) -> Reason:
    return next(each for each in field.type.__metadata__ if isinstance(each, Reason))
