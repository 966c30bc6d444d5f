"""The configuration of this process: the file that the environment names."""

from collections.abc import Mapping
from pathlib import Path

from tracking_site.config import Settings, load_settings

VARIABLE = "TRACKING_SITE_CONFIG"
DEFAULT = "tracking-site.toml"


def configured(environ: Mapping[str, str]) -> Settings:
    """Reads it; raises `ConfigurationError`."""
    return load_settings(Path(environ.get(VARIABLE) or DEFAULT), environ)
