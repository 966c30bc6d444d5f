"""Templates decide nothing: a component is one macro, which shows what views have decided."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
COMPONENTS = sorted((FOLDER / "components").glob("*.html"))

MAX_LINES = {"components": 60, "pages": 130}
FILTERS = {"join", "replace"}
LOGIC = (
    *(nodes.Assign, nodes.AssignBlock, nodes.ExprStmt, nodes.Include, nodes.With, nodes.Continue, nodes.Break),
    *(
        nodes.BinExpr,
        nodes.UnaryExpr,
        nodes.Test,
        nodes.CondExpr,
        nodes.Dict,
        nodes.Slice,
        nodes.Concat,
        nodes.MarkSafe,
    ),
    *(nodes.ScopedEvalContextModifier, nodes.FilterBlock),
)
ALLOWED = (nodes.And, nodes.Or, nodes.Not)
GETTEXT = {"gettext", "ngettext", "_"}
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE)

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
ENVIRONMENT.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # comes with the extension


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def tree_of(text: str) -> nodes.Template:
    return ENVIRONMENT.parse(text)


def decisions(tree: nodes.Template) -> Iterator[str]:
    """What a template computes instead of showing it."""
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    imported = {
        each if isinstance(each, str) else each[1] for node in tree.find_all(nodes.FromImport) for each in node.names
    }
    for node in tree.find_all(nodes.Node):
        if isinstance(node, LOGIC) and not isinstance(node, ALLOWED):
            yield f"line {node.lineno}: {type(node).__name__}"
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield f"line {node.lineno}: |{node.name}"
        if isinstance(node, nodes.Call):
            called = getattr(node.node, "name", None)
            if called not in macros | imported | GETTEXT | {"caller"}:
                yield f"line {node.lineno}: calls {called or 'a method'}"


def own_macros(path: Path) -> list[nodes.Macro]:
    return list(tree_of(path.read_text(encoding="utf-8")).find_all(nodes.Macro))


def calls(macro: nodes.Macro) -> set[str]:
    return {str(getattr(call.node, "name", "")) for call in macro.find_all(nodes.Call)}


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_is_one_macro_of_its_own_name(path: Path) -> None:
    first, *others = own_macros(path)
    assert first.name == path.stem
    # Another macro is a part of the first, or a variant that has the first's name in its own.
    parts = set[str]().union(*(calls(macro) for macro in (first, *others)))
    assert all(macro.name in parts or first.name in macro.name.split("_") for macro in others)


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_shows_nothing_outside_its_macro(path: Path) -> None:
    outside = [node for node in tree_of(path.read_text(encoding="utf-8")).body if not isinstance(node, nodes.Macro)]
    imports = (nodes.FromImport,)
    texts = [node for node in outside if not isinstance(node, imports)]
    assert not [data.data for node in texts for data in node.find_all(nodes.TemplateData) if data.data.strip()]
    assert all(isinstance(node, nodes.Output) for node in texts)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_decides_nothing(path: Path) -> None:
    assert list(decisions(tree_of(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_style_and_no_script_of_its_own(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_in_a_template_escapes_the_escaping(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*(safe|xmlattr|tojson|urlize|striptags)|autoescape|Markup|\{%-?\s*raw", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_is_short(path: Path) -> None:
    max_lines = MAX_LINES.get(path.parent.name, 130)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= max_lines


@pytest.mark.parametrize(
    "text",
    [
        "{% set a = 1 %}",
        "{{ a + 1 }}",
        "{{ a ~ b }}",
        "{{ a|safe }}",
        "{{ a|length }}",
        "{{ a.b() }}",
        "{{ 1 if a else 2 }}",
        "{{ a is defined }}",
        "{% filter upper %}a{% endfilter %}",
        "{% include 'x.html' %}",
        "{{ range(3) }}",
        "{% autoescape false %}{{ a }}{% endautoescape %}",
    ],
)
def test_a_decision_is_found(text: str) -> None:
    assert list(decisions(tree_of(text)))


@pytest.mark.parametrize(
    "text", ['<p style="a">', "<a onclick='x'>", "<script>x</script>", "<style>", "<a href=javascript:x>"]
)
def test_an_inline_style_or_script_is_found(text: str) -> None:
    assert INLINE.search(text)


@pytest.mark.parametrize(
    "text", ['<script type="module" src="/static/js/main.js">', '<meta content="x">', "data-tone='a'"]
)
def test_a_script_that_is_loaded_from_a_file_is_not_inline(text: str) -> None:
    assert not INLINE.search(text)
