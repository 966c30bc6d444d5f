"""The site over the sandbox's real HTTP."""

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
    """The sandbox as it is at its start; what a test changes in it is undone."""
    running_sandbox.reset()
    yield running_sandbox
    running_sandbox.reset()


@pytest.fixture(scope="session")
def site(running_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for whoever needs nothing of its own; it keeps every shipment that it has seen."""
    with open_site(tmp_path_factory.mktemp("site"), running_sandbox) as found:
        yield found


@pytest.fixture
def open_fresh(sandbox: Sandbox, tmp_path: Path) -> Iterator[Open]:
    """Opens a site that has seen nothing yet, its configuration changed as the test wants it."""
    with ExitStack() as opened:

        def open_one(**changes: Any) -> Site:
            return opened.enter_context(open_site(tmp_path, sandbox, **changes))

        yield open_one


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return site.visitor
