"""The site over the sandbox's real HTTP, as the web tests have it."""

from tests.support.site_fixtures import open_fresh, running_sandbox, sandbox

__all__ = ["open_fresh", "running_sandbox", "sandbox"]
