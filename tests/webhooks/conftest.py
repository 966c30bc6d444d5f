"""The site over the sandbox's real HTTP, as the web tests have it."""

from tests.web.conftest import open_fresh, running_sandbox, sandbox

__all__ = ["open_fresh", "running_sandbox", "sandbox"]
