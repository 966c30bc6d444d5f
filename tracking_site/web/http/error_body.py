"""The JSON of errors of the addresses below `/api/` (docs/contract.md, section 3)."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType


class ErrorDetail(Struct, frozen=True, kw_only=True):
    """What went wrong: a code for programs, and a sentence in the reader's language."""

    code: str
    message: str


class ErrorResponse(Struct, frozen=True, kw_only=True):
    """The body of every error."""

    error: ErrorDetail


class LinkErrorDetail(ErrorDetail, frozen=True, kw_only=True):
    """What went wrong with a request for links."""

    link: Annotated[int, Meta(ge=0, description="Which of the links is wrong, from 0")] | UnsetType = UNSET


class LinkErrorResponse(Struct, frozen=True, kw_only=True):
    """The body of an error that one of several links can cause."""

    error: LinkErrorDetail
