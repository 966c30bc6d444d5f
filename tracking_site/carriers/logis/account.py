"""The settings of an account at Logis."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from tracking_site.config.accounts import Account
from tracking_site.config.fields import BaseUrl, FilledSecret


class LogisAccount(Account):
    """An account at Logis."""

    carrier: Literal["logis"] = "logis"
    base_url: BaseUrl = "https://app.logisapp.ca"
    api_key: FilledSecret
    hourly_limit: Annotated[StrictInt, Field(ge=1, le=1_000_000)] = 2500
    duration_unit: Literal["seconds", "minutes"] = "minutes"
    distance_unit: Literal["m", "km", "mi"] = "km"
