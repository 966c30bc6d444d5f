"""The version, and the `User-Agent` of requests to carriers."""

from importlib.metadata import version

VERSION = version("tracking-site")
USER_AGENT = f"tracking-site/{VERSION}"
