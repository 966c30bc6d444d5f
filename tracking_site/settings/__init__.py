"""The configuration, typed; all its problems are reported at once."""

from tracking_site.settings.accounts import (
    Account,
    Iframe,
    LeapsAccount,
    LoginextAccount,
    LogisAccount,
    Product,
    StatusWord,
)
from tracking_site.settings.brands import Brand, Support
from tracking_site.settings.configuration import Settings
from tracking_site.settings.loading import load_settings
from tracking_site.settings.problems import ConfigurationError
from tracking_site.settings.site import Exchange, Freshness, Limits, Rates, Site

__all__ = [
    "Account",
    "Brand",
    "ConfigurationError",
    "Exchange",
    "Freshness",
    "Iframe",
    "LeapsAccount",
    "Limits",
    "LoginextAccount",
    "LogisAccount",
    "Product",
    "Rates",
    "Settings",
    "Site",
    "StatusWord",
    "Support",
    "load_settings",
]
