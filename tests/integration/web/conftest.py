"""The site over the sandbox's real HTTP."""

from tests.support.site_fixtures import open_fresh, running_sandbox, sandbox, site, visitor

__all__ = ["open_fresh", "running_sandbox", "sandbox", "site", "visitor"]
