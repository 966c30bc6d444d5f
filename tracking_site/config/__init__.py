"""The configuration, typed; all its problems are reported at once."""

from tracking_site.config.accounts import Account
from tracking_site.config.banner import Banner
from tracking_site.config.brand_fields import MenuLink
from tracking_site.config.brands import Brand, Support
from tracking_site.config.configuration import Settings
from tracking_site.config.fields import StatusWord
from tracking_site.config.loading import load_settings
from tracking_site.config.localised_text import EVERY_LANGUAGE
from tracking_site.config.problems import ConfigurationError
from tracking_site.config.site import Exchange, Freshness, Limits, Rates, Site, TileMap
from tracking_site.config.wording import SENTENCES

__all__ = [
    "EVERY_LANGUAGE",
    "SENTENCES",
    "Account",
    "Banner",
    "Brand",
    "ConfigurationError",
    "Exchange",
    "Freshness",
    "Limits",
    "MenuLink",
    "Rates",
    "Settings",
    "Site",
    "StatusWord",
    "Support",
    "TileMap",
    "load_settings",
]
