"""The version, and how the site introduces itself to carriers."""

from importlib.metadata import version

VERSION = version("tracking-site")
USER_AGENT = f"tracking-site/{VERSION}"
