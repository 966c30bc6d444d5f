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
from tracking_site.settings.banner import Banner
from tracking_site.settings.brands import Brand, Support
from tracking_site.settings.configuration import Settings
from tracking_site.settings.loading import load_settings
from tracking_site.settings.looks import MenuLink
from tracking_site.settings.problems import ConfigurationError
from tracking_site.settings.site import Exchange, Freshness, Limits, Rates, Site, TileMap
from tracking_site.settings.texts import EVERY_LANGUAGE
from tracking_site.settings.wording import SENTENCES

__all__ = [
    "EVERY_LANGUAGE",
    "SENTENCES",
    "Account",
    "Banner",
    "Brand",
    "ConfigurationError",
    "Exchange",
    "Freshness",
    "Iframe",
    "LeapsAccount",
    "Limits",
    "LoginextAccount",
    "LogisAccount",
    "MenuLink",
    "Product",
    "Rates",
    "Settings",
    "Site",
    "StatusWord",
    "Support",
    "TileMap",
    "load_settings",
]
