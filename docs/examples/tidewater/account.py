"""The settings of an account at Tidewater."""

from typing import Literal

from tracking_site.config.accounts import Account
from tracking_site.config.fields import BaseUrl, FilledSecret


class TidewaterAccount(Account):
    """An account at Tidewater; without a webhook secret it has no webhooks."""

    carrier: Literal["tidewater"] = "tidewater"
    base_url: BaseUrl = "https://api.tidewater.example"
    api_key: FilledSecret
    webhook_secret: FilledSecret | None = None
