"""Which modules of the package may talk to the network: the transport, and the deadline below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tracking_site"

ALLOWED = {
    "httpx": {"carriers/transport.py"},
    "httpcore": {"carriers/transport.py", "carriers/deadline.py"},
}
OTHER_CLIENTS = ["aiohttp", "ftplib", "http.client", "httpcore2", "httpx2", "requests", "urllib.request", "urllib3"]


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names of everything that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(library: str, package: Path = PACKAGE) -> set[str]:
    """The modules that import a library or a part of it, by their paths in the package."""
    return {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if f"{name}.".startswith(f"{library}.")
    }


@pytest.mark.parametrize(("library", "modules"), ALLOWED.items(), ids=ALLOWED.keys())
def test_only_the_transport_imports_the_client(library: str, modules: set[str]) -> None:
    assert importers(library) == modules


@pytest.mark.parametrize("library", OTHER_CLIENTS)
def test_there_is_no_other_client(library: str) -> None:
    assert importers(library) == set()


@pytest.mark.parametrize(
    ("source", "library"),
    [
        ("import httpx", "httpx"),
        ("import httpx as client", "httpx"),
        ("import os, httpx._client", "httpx"),
        ("from httpx import Client", "httpx"),
        ("from httpx._client import Client", "httpx"),
        ("def late() -> None:\n    import httpx", "httpx"),
        ("from urllib import request", "urllib.request"),
        ("from urllib.request import urlopen", "urllib.request"),
        ("from http.client import HTTPConnection", "http.client"),
    ],
)
def test_an_import_is_seen_however_it_is_written(tmp_path: Path, source: str, library: str) -> None:
    (tmp_path / "module.py").write_text(source)
    assert importers(library, tmp_path) == {"module.py"}


@pytest.mark.parametrize("source", ["import httpx2", "from .httpx import Client", "from urllib.parse import quote"])
def test_another_import_is_not_taken_for_a_client(tmp_path: Path, source: str) -> None:
    (tmp_path / "module.py").write_text(source)
    assert importers("httpx", tmp_path) | importers("urllib.request", tmp_path) == set()
