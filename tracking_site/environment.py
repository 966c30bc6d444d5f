"""The configuration of this process: the file that an environment variable names."""

from collections.abc import Mapping
from pathlib import Path

from tracking_site.carriers.registry import ACCOUNT_MODELS
from tracking_site.config import Settings, load_settings

VARIABLE = "TRACKING_SITE_CONFIG"
DEFAULT = "tracking-site.toml"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the configured file; `ConfigurationError`."""
    return load_settings(Path(environ.get(VARIABLE) or DEFAULT), environ, ACCOUNT_MODELS)
