"""What the site depends on, and how each of it is."""

from collections.abc import Callable
from typing import Any

Readiness = Callable[[], list[dict[str, Any]]]
"""Each dependency as `{"name", "kind", "state"}`; none of them keeps the site from serving what it has."""
