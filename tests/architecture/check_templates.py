"""Check that templates parse, that what they refer to exists, and that each is used.

Run as `python -m tests.architecture.check_templates`.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = re.compile(r"[a-z]+/[a-z_]+\.html")


def problems(templates: Path, package: Path) -> Iterator[str]:
    """Yield a line for each problem of the templates of a package."""
    parsed, broken = _parsed(templates)
    yield from broken
    existing = {_name(path, templates) for path in templates.rglob("*") if path.is_file()}
    rendered = dict(_rendered(package))
    for name, location in rendered.items():
        if name not in existing:
            yield f"{location}: renders {name}, which is not there"
    references = {name: set(_references(tree)) for name, tree in parsed.items()}
    for name, wanted in references.items():
        yield from (f"{name}: refers to {other}, which is not there" for other in sorted(wanted - existing))
        yield from _missing_macros(name, parsed)
    if not broken:
        yield from (f"{name}: nothing uses it" for name in sorted(existing - _reached(set(rendered), references)))


def _name(path: Path, templates: Path) -> str:
    return path.relative_to(templates).as_posix()


def _parsed(templates: Path) -> tuple[dict[str, nodes.Template], list[str]]:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    parsed, broken = {}, []
    for path in sorted(templates.rglob("*.html")):
        name = _name(path, templates)
        try:
            parsed[name] = environment.parse(path.read_text(encoding="utf-8"))
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            broken.append(f"{name}:{getattr(error, 'lineno', 1)}: {error}")
    return parsed, broken


def _references(tree: nodes.Template) -> Iterator[str]:
    """Yield the templates that a template extends, includes or imports; for a computed name, words that say so."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        template = getattr(node, "template")  # noqa: B009 - the base class of the four has no such field
        if isinstance(template, nodes.Const):
            yield str(template.value)
        else:
            yield "a template whose name is put together"


def _missing_macros(name: str, parsed: Mapping[str, nodes.Template]) -> Iterator[str]:
    for node in parsed[name].find_all(nodes.FromImport):
        source = str(node.template.value) if isinstance(node.template, nodes.Const) else ""
        if source not in parsed:
            continue
        macros = {macro.name for macro in parsed[source].find_all(nodes.Macro)}
        wanted = {imported if isinstance(imported, str) else imported[0] for imported in node.names}
        yield from (
            f"{name}: imports {macro} of {source}, which has no such macro" for macro in sorted(wanted - macros)
        )


def _rendered(package: Path) -> Iterator[tuple[str, str]]:
    """Yield the templates that the package names, and where."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and TEMPLATE.fullmatch(node.value):
                yield node.value, f"{path.name}:{node.lineno}"


def _reached(start: set[str], references: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    queue = set(start)
    while queue:
        name = queue.pop()
        reached.add(name)
        queue |= references.get(name, set()) - reached
    return reached


def main() -> int:
    """Print the problems of the site's templates."""
    found = list(problems(ROOT / "templates", ROOT / "tracking_site"))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
