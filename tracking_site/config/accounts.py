"""The settings that accounts of every carrier have; each carrier's package adds its own."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo

from tracking_site.config.fields import AccountId, Name, UserAgent
from tracking_site.config.problems import Problem, as_validation_error, one_of
from tracking_site.config.section import Section

ACCOUNT_MODELS = "account_models"
"""The key in the validation context of the account models, by carrier name."""


class Account(Section):
    """An account at a carrier."""

    id: AccountId
    carrier: str
    name: Name
    user_agent: UserAgent | None = None


def _read_account(data: Any, info: ValidationInfo) -> Account:
    if isinstance(data, Account):
        return data
    if not isinstance(data, Mapping):
        raise as_validation_error([Problem((), "must be a table")])
    models: Mapping[str, type[Account]] = (info.context or {}).get(ACCOUNT_MODELS, {})
    if "carrier" not in data:
        raise as_validation_error([Problem(("carrier",), "is required")])
    if data["carrier"] not in tuple(models):
        raise as_validation_error([Problem(("carrier",), one_of(models))])
    return models[data["carrier"]].model_validate(data)


ReadAccount = Annotated[Account, PlainValidator(_read_account)]
"""An account as its carrier's own model, which the key `carrier` selects."""
