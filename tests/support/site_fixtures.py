"""Fixtures of the site with the sandbox over HTTP."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.sites import Open, Site, open_site
from tests.support.visitor import Sandbox, Visitor
from tracking_site_sandbox.server import running


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    with running() as address:
        yield Sandbox(address)


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Iterator[Sandbox]:
    """Yield the sandbox in its initial state; changes by a test are undone."""
    running_sandbox.reset()
    yield running_sandbox
    running_sandbox.reset()


@pytest.fixture(scope="session")
def site(running_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a site that tests share; it caches the shipments of earlier tests."""
    with open_site(tmp_path_factory.mktemp("site"), running_sandbox) as found:
        yield found


@pytest.fixture
def open_fresh(sandbox: Sandbox, tmp_path: Path) -> Iterator[Open]:
    """Yield a function that opens a new site with an empty cache and a changed configuration."""
    with ExitStack() as opened:

        def open_one(**changes: Any) -> Site:
            return opened.enter_context(open_site(tmp_path, sandbox, **changes))

        yield open_one


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return site.visitor
