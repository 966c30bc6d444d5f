"""What holds for every module of the package."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tracking_site"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MOST_LINES = 400
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "common",
    "misc",
    "tools",
    "stuff",
    "base_utils",
}
BROAD = {None, "Exception", "BaseException"}
READS_ENVIRONMENT = {"configuration.py", "demo.py", "server.py", "wsgi.py"}
UNVERIFIED = ("CERT_NONE", "_create_unverified_context", "check_hostname", "verify_mode")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def handled(handler: ast.ExceptHandler) -> Iterator[str | None]:
    """The names of what a handler catches; None for everything."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    for kind in kinds:
        yield ast.unparse(kind) if kind is not None else None


def swallowed(tree: ast.AST) -> Iterator[int]:
    """The lines on which every failure is caught and forgotten."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and BROAD & set(handled(node)):
            empty = all(
                isinstance(each, ast.Pass | ast.Continue)
                or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
                for each in node.body
            )
            if empty:
                yield node.lineno
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            yield from (node.lineno for argument in node.args if ast.unparse(argument) in BROAD)


def words(tree: ast.AST) -> set[str]:
    """The names that a module uses."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
    }


def environment(tree: ast.AST) -> bool:
    """Whether a module looks at the process's own environment."""
    named = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {
        each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        for each in node.names
    }
    return bool(named & {"os.environ", "os.getenv"} or imported & {"environ", "getenv"})


def test_the_package_is_looked_at() -> None:
    assert len(MODULES) > 80
    assert PACKAGE / "web" / "pages" / "routes.py" in MODULES


def test_no_module_is_longer_than_one_can_read() -> None:
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_module_is_called_nothing_in_particular() -> None:
    parts = {name_of(path): {*Path(name_of(path)).parts[:-1], path.stem} for path in (*MODULES, *TESTS)}
    assert [name for name, names in parts.items() if names & EMPTY_NAMES] == []


def test_no_failure_is_caught_and_forgotten() -> None:
    found = {name_of(path): list(swallowed(tree_of(path))) for path in (*MODULES, *TESTS)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_modules_docstring_begins_with_one_sentence() -> None:
    first = {name_of(path): (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0] for path in MODULES}
    assert {name: text for name, text in first.items() if not text.endswith(".") or ". " in text} == {}


def test_the_environment_is_read_where_a_process_begins_alone() -> None:
    reading = {path.name for path in MODULES if environment(tree_of(path))}
    assert reading
    assert reading <= READS_ENVIRONMENT


def test_no_certificate_goes_unverified() -> None:
    assert [name_of(path) for path in MODULES if words(tree_of(path)) & set(UNVERIFIED)] == []


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    x()\nexcept Exception:\n    pass",
        "try:\n    x()\nexcept:\n    ...",
        "try:\n    x()\nexcept (ValueError, Exception):\n    '''never mind'''",
        "for _ in y:\n    try:\n        x()\n    except BaseException:\n        continue",
        "with suppress(Exception):\n    x()",
    ],
)
def test_what_is_caught_and_forgotten_is_found(code: str) -> None:
    assert list(swallowed(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["try:\n    x()\nexcept ValueError:\n    pass", "try:\n    x()\nexcept Exception:\n    log()\n    raise"]
)
def test_what_is_caught_by_name_or_told_is_none_of_it(code: str) -> None:
    assert not list(swallowed(ast.parse(code)))
