"""Every name in a template of a page is a field of the page's declared context, or of what every page has."""

import ast
import importlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.template_types import TemplateTypes, fields_of
from tracking_site.web.http.rendering import PageTemplate
from tracking_site.web.pages.template_context import Chrome

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
PAGES = {
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.html")
    if path.parent.name not in ("components", "layouts")
}


def declared() -> list[PageTemplate[Any]]:
    """The templates of pages that modules of the package declare."""
    found = []
    for path in sorted((ROOT / "tracking_site").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("PageTemplate("):
                module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                found += [getattr(module, ast.unparse(target)) for target in node.targets]
    return found


DECLARED = declared()


def rendered(template: PageTemplate[Any], folder: Path = FOLDER) -> list[str]:
    return list(TemplateTypes(folder).problems(template.name, {"page": template.context, "chrome": Chrome}))


def test_every_template_of_a_page_declares_its_context_once() -> None:
    assert Counter(template.name for template in DECLARED) == Counter(PAGES)


@pytest.mark.parametrize("template", DECLARED, ids=lambda template: template.name)
def test_a_template_uses_only_what_it_has(template: PageTemplate[Any]) -> None:
    assert rendered(template) == []


@pytest.mark.parametrize("template", DECLARED, ids=lambda template: template.name)
def test_a_context_is_a_frozen_dataclass(template: PageTemplate[Any]) -> None:
    assert template.context.__dataclass_params__.frozen
    assert fields_of(template.context)


def test_the_package_renders_templates_only_by_their_contexts() -> None:
    calling = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tracking_site").rglob("*.py")
        if "render_template" in path.read_text(encoding="utf-8")
    }
    assert calling == {"tracking_site/web/http/rendering.py"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ unknown }}", "unknown"),
        ("{{ request.args }}", "request"),
        ("{{ page.unknown }}", "HomePage.unknown"),
        ("{% if chrome.brand.support.unknown %}{% endif %}", "Support.unknown"),
        ("{% for link in chrome.page_frame.legal %}{{ link.unknown }}{% endfor %}", "LinkView.unknown"),
        ('{% from "components/icon.html" import icon %}{{ icon(page.unknown) }}', "HomePage.unknown"),
        ("{% macro part(of) %}{{ of.unknown }}{% endmacro %}{{ part(chrome.language) }}", "Language.unknown"),
        ("{% trans name=page.unknown %}{{ name }}{% endtrans %}", "HomePage.unknown"),
    ],
)
def test_a_name_that_nothing_defines_is_found(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    (tmp_path / "components" / "icon.html").write_text("{% macro icon(path) %}{{ path }}{% endmacro %}")
    (tmp_path / "page.html").write_text(text)
    (home,) = (template for template in DECLARED if template.name == "pages/home.html")
    assert rendered(PageTemplate("page.html", home.context), tmp_path) == [f"page.html:1: {problem}"]
